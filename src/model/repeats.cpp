// All purchases in one array, by person, item and time.
#include "model/repeats.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace footfall::model {

namespace {

constexpr std::uint64_t gaps_min = 100;
constexpr double usual_gap_s = 30 * 86'400.0;

// The place of the lower quartile among so many.
constexpr std::size_t quartile_of(std::size_t gaps) noexcept { return (gaps - 1) / 4; }

struct timed_purchase {
  owner_number owner;
  item_index item;
  std::uint32_t time_s;
};

std::vector<timed_purchase> find_purchases(const event_history& history, const repeat_rules& rules) {
  std::vector<timed_purchase> found;
  for (const auto type : repeat_events) {
    const auto& book = history.book(type);
    book.visit_live([&](session_number session, const session_view& events) {
      for (std::size_t place = 0; place < events.size(); ++place)
        if (const auto time_s = events.times_s[place]; time_s > rules.after_s && time_s <= rules.until_s)
          found.push_back({book.owner_of(session), events.items[place], time_s});
    });
  }
  std::ranges::sort(
      found, {}, [](const timed_purchase& each) { return std::tuple(each.owner, each.item, each.time_s); });
  return found;
}

// The occasions of one person and item, in order of time.
class occasion_counter {
 public:
  occasion_counter(const repeat_rules& rules, const age_decay& decay) : rules_(rules), decay_(decay) {}

  /// What the purchases come to; nothing of a single occasion.
  std::optional<repeat> count(std::span<const timed_purchase> some) {
    starts_s_.clear();
    for (const auto& each : some)
      if (starts_s_.empty() || each.time_s - starts_s_.back() >= rules_.apart_s)
        starts_s_.push_back(each.time_s);
    if (starts_s_.size() < 2) return std::nullopt;
    gaps_s_.clear();
    for (std::size_t place = 1; place < starts_s_.size(); ++place)
      gaps_s_.push_back(starts_s_[place] - starts_s_[place - 1]);
    std::ranges::sort(gaps_s_);
    const auto quartile = quartile_of(gaps_s_.size());
    float decayed = 0;
    for (const auto start_s : starts_s_) decayed += decay_(start_s);
    return repeat{some.front().item,
                  starts_s_.front(),
                  some.back().time_s,
                  static_cast<std::uint32_t>(starts_s_.size()),
                  gaps_s_[quartile],
                  gaps_s_.back(),
                  quartile > 0 ? gaps_s_[quartile - 1] : 0,
                  gaps_s_[std::min(quartile + 1, gaps_s_.size() - 1)],
                  decayed};
  }

  /// Of the repeat that was counted last.
  [[nodiscard]] std::span<const std::uint32_t> gaps_s() const noexcept { return gaps_s_; }

 private:
  const repeat_rules& rules_;
  const age_decay& decay_;
  std::vector<std::uint32_t> starts_s_;
  std::vector<std::uint32_t> gaps_s_;
};

bool is_sound(const repeat& each, std::size_t items_end) {
  return each.item < items_end && each.occasions >= 2 && each.first_s < each.last_s &&
         each.below_s <= each.interval_s && each.interval_s <= each.above_s &&
         each.above_s <= each.longest_s && each.decayed > 0 && std::isfinite(each.decayed);
}

}  // namespace

double interval_with(const repeat& of, double gap_s) noexcept {
  const std::size_t gaps = of.occasions - 1;
  const bool moves_up = quartile_of(gaps + 1) != quartile_of(gaps);
  return moves_up ? std::clamp<double>(gap_s, of.interval_s, of.above_s)
                  : std::clamp<double>(gap_s, of.below_s, of.interval_s);
}

repeat_table::repeat_table(const event_history& history, const repeat_rules& rules) {
  const auto purchases = find_purchases(history, rules);
  const age_decay decay(rules.until_s, rules.after_s, rules.half_life_ms);
  occasion_counter counted(rules, decay);
  std::vector<owner_number> owner_of;  // by repeat, ascending
  for (auto begin = purchases.begin(); begin != purchases.end();) {
    const auto end = std::find_if(begin, purchases.end(), [&](const timed_purchase& each) {
      return each.owner != begin->owner || each.item != begin->item;
    });
    if (const auto found = counted.count({begin, end})) {
      repeats_.push_back(*found);
      owner_of.push_back(begin->owner);
      for (const auto gap_s : counted.gaps_s()) gaps_s_ += gap_s;
      gaps_ += counted.gaps_s().size();
    }
    begin = end;
  }
  find_users(history, owner_of);
}

// Owners have numbers in the history only; who asks has a key.
void repeat_table::find_users(const event_history& history, std::span<const owner_number> owner_of) {
  std::vector<repeat> by_user;
  std::vector<std::pair<user_key, owner_number>> users;
  history.visit_users([&](const user_key& user, owner_number owner) {
    if (std::ranges::binary_search(owner_of, owner)) users.emplace_back(user, owner);
  });
  std::ranges::sort(users);
  by_user.reserve(repeats_.size());
  for (const auto& [user, owner] : users) {
    users_.push_back({user, by_user.size()});
    const auto [begin, end] = std::equal_range(owner_of.begin(), owner_of.end(), owner);
    by_user.insert(by_user.end(), repeats_.begin() + (begin - owner_of.begin()),
                   repeats_.begin() + (end - owner_of.begin()));
  }
  repeats_ = std::move(by_user);
}

std::span<const repeat> repeat_table::of(const user_key& user) const noexcept {
  const auto row = std::ranges::lower_bound(users_, user, {}, &user_row::user);
  if (row == users_.end() || row->user != user) return {};
  const auto next = std::next(row);
  const auto end = next == users_.end() ? repeats_.size() : static_cast<std::size_t>(next->begin);
  const auto begin = static_cast<std::size_t>(row->begin);
  return std::span(repeats_).subspan(begin, end - begin);
}

double repeat_table::mean_gap_s() const noexcept {
  return gaps_ < gaps_min ? usual_gap_s : gaps_s_ / static_cast<double>(gaps_);
}

std::size_t repeat_table::items() const {
  std::vector<item_index> items;
  for (const auto& each : repeats_) items.push_back(each.item);
  std::ranges::sort(items);
  return static_cast<std::size_t>(std::unique(items.begin(), items.end()) - items.begin());
}

std::size_t repeat_table::memory_bytes() const noexcept {
  return users_.capacity() * sizeof(users_[0]) + repeats_.capacity() * sizeof(repeats_[0]);
}

void repeat_table::save(model_writer& to) const {
  to.put_all(std::span(users_));
  to.put_all(std::span(repeats_));
  to.put(gaps_s_);
  to.put(gaps_);
}

std::optional<repeat_table> repeat_table::load(model_reader& from, std::size_t items_end) {
  repeat_table made;
  if (!from.take_all(made.users_) || !from.take_all(made.repeats_) || !from.take(made.gaps_s_) ||
      !from.take(made.gaps_))
    return std::nullopt;
  const auto begins_before = [](const user_row& left, const user_row& right) {
    return left.user >= right.user || left.begin >= right.begin;
  };
  if (std::ranges::adjacent_find(made.users_, begins_before) != made.users_.end()) return std::nullopt;
  if (made.users_.empty() != made.repeats_.empty()) return std::nullopt;
  if (!made.users_.empty() &&
      (made.users_.front().begin != 0 || made.users_.back().begin >= made.repeats_.size()))
    return std::nullopt;
  if (!std::ranges::all_of(made.repeats_, [&](const repeat& each) { return is_sound(each, items_end); }) ||
      !(made.gaps_s_ >= 0) || !std::isfinite(made.gaps_s_))
    return std::nullopt;
  return made;
}

}  // namespace footfall::model
