#include "model/make_slices.hpp"

#include "footfall/text/local_days.hpp"
#include "footfall/text/local_minutes.hpp"
#include "model/age_decay.hpp"
#include "model/newest_ratings.hpp"
#include "model/person_amounts.hpp"
#include "model/segment_amounts.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace footfall::model {

namespace {

using facts_by_owner = boost::unordered_flat_map<owner_number, std::vector<std::string>>;
using slice_numbers = std::vector<std::size_t>;

// What is said of people who have events, as far as it is of one of these attributes.
facts_by_owner find_facts(const build_input& input, const std::vector<std::string>& keys) {
  facts_by_owner facts;
  if (!input.users.visit) return facts;
  input.users.visit([&](const user_key& user, std::string_view key, std::string_view value) {
    if (std::ranges::find(keys, key) == keys.end()) return;
    if (const auto owner = input.history.find_user(user))
      facts[*owner].push_back(std::string(key).append(1, '=').append(value));
  });
  return facts;
}

std::string key_of_fact(std::string_view fact) { return std::string(fact.substr(0, fact.find('='))); }

std::vector<std::string> keys_of(const model_definition& definition) {
  auto keys = definition.user_attributes;
  for (const auto& group : definition.segment_groups)
    for (const auto& part : group.parts)
      for (const auto& segment : part.segments) keys.push_back(key_of_fact(fact_of(segment)));
  return keys;
}

// The values of attributes that have slices of their own: of each attribute those of most users.
std::vector<std::string> frequent_values(const model_definition& definition, const facts_by_owner& facts) {
  std::map<std::string, std::size_t> owners;
  for (const auto& [owner, known] : facts)
    for (const auto& fact : known) ++owners[fact];
  std::vector<std::string> chosen;
  for (const auto& key : definition.user_attributes) {
    std::vector<std::pair<std::size_t, std::string>> values;
    for (const auto& [fact, count] : owners)
      if (key_of_fact(fact) == key) values.emplace_back(count, fact);
    std::ranges::stable_sort(values,
                             [](const auto& left, const auto& right) { return left.first > right.first; });
    if (values.size() > slice_values_max) values.resize(slice_values_max);
    for (auto& [count, fact] : values) chosen.push_back(std::move(fact));
  }
  return chosen;
}

// The newest events of one slice.
class newest_events {
 public:
  void add(const counted_event& event) {
    events_.push_back(event);
    if (events_.size() >= 2 * slice_events_max) cut();
  }

  [[nodiscard]] model_slice slice(std::string name, const age_decay& decay, bool of_ratings) {
    cut();
    std::ranges::sort(events_, {}, &counted_event::item);
    model_slice made{.name = std::move(name), .items = {}, .amounts = {}};
    for (const auto& event : events_) {
      if (made.items.empty() || made.items.back() != event.item) {
        made.items.push_back(event.item);
        made.amounts.push_back(0);
        if (of_ratings) made.counts.push_back(0);
      }
      const auto weight = decay(event.time_s);
      made.amounts.back() += weight * event.amount;
      if (of_ratings) made.counts.back() += weight;
    }
    for (const auto each : of_ratings ? made.counts : made.amounts) made.total += double{each};
    return made;
  }

 private:
  static bool is_newer(const counted_event& left, const counted_event& right) noexcept {
    return std::pair(left.time_s, right.item) > std::pair(right.time_s, left.item);
  }

  void cut() {
    if (events_.size() <= slice_events_max) return;
    const auto end = events_.begin() + static_cast<std::ptrdiff_t>(slice_events_max);
    std::nth_element(events_.begin(), end, events_.end(), is_newer);
    events_.erase(end, events_.end());
  }

  std::vector<counted_event> events_;
};

// What one model is sliced by.
struct sliced_model {
  const model_definition& definition;
  events::event_type type;
  const build_input& input;
  time_window window;

  [[nodiscard]] bool is_of_ratings() const noexcept { return type == events::event_type::rate; }
  [[nodiscard]] const session_book& book() const { return input.history.book(type); }
};

// Slices of users and hours while they are made: groups, then facts, then hours.
class slice_maker {
 public:
  explicit slice_maker(const sliced_model& of)
      : of_(of),
        facts_(find_facts(of.input, keys_of(of.definition))),
        values_(frequent_values(of.definition, facts_)),
        events_(of.definition.segment_groups.size() + values_.size() + of.input.time_slots.size()) {}

  void count(person_amounts& amounts) {
    const text::local_minutes clocks(of_.input.time_zone);
    const auto add = [&](owner_number owner, std::span<const counted_event> some) {
      add_person(slices_of(owner), some);
      if (!of_.input.time_slots.empty()) add_hours(clocks, some);
    };
    if (events_.empty()) return;
    if (of_.is_of_ratings())
      visit_ratings(add);
    else
      amounts.visit_owners(of_.book(), of_.window.after_s, add);
  }

  void append_to(model_slices& made, const age_decay& decay) {
    auto from = events_.begin();
    const auto add = [&](std::string name) {
      made.push_back((from++)->slice(std::move(name), decay, of_.is_of_ratings()));
    };
    for (const auto& group : of_.definition.segment_groups) add(group.id);
    for (const auto& fact : values_) add(fact);
    for (const auto& slot : of_.input.time_slots) add(name_of(slot));
  }

 private:
  template <class Visit>
  void visit_ratings(const Visit& visit) const {
    const auto ratings = find_newest_ratings(of_.book(), of_.window.after_s);
    const auto scales = find_scales(ratings, of_.input.items);
    for (const auto& each : ratings) {
      const auto& scale = scales.at(of_.input.items.key_of(each.item).type);
      const counted_event one{each.time_s, each.item, static_cast<float>(scale.share(each.value))};
      visit(each.owner, std::span(&one, 1));
    }
  }

  [[nodiscard]] slice_numbers slices_of(owner_number owner) const {
    slice_numbers numbers;
    const auto known = facts_.find(owner);
    if (known == facts_.end()) return numbers;
    const auto& groups = of_.definition.segment_groups;
    for (std::size_t group = 0; group < groups.size(); ++group)
      if (is_true(groups[group], known->second)) numbers.push_back(group);
    for (std::size_t value = 0; value < values_.size(); ++value)
      if (std::ranges::find(known->second, values_[value]) != known->second.end())
        numbers.push_back(groups.size() + value);
    return numbers;
  }

  void add_person(const slice_numbers& to, std::span<const counted_event> some) {
    for (const auto number : to)
      for (const auto& event : some) events_[number].add(event);
  }

  void add_hours(const text::local_minutes& clocks, std::span<const counted_event> some) {
    const auto first = events_.size() - of_.input.time_slots.size();
    for (const auto& event : some) {
      const auto minute = clocks.minute_of_day(event.time_s);
      for (std::size_t slot = 0; slot < of_.input.time_slots.size(); ++slot)
        if (is_within(of_.input.time_slots[slot], minute)) events_[first + slot].add(event);
    }
  }

  const sliced_model& of_;
  const facts_by_owner facts_;
  const std::vector<std::string> values_;
  std::vector<newest_events> events_;
};

// What happened in segments that events carry, a slice for each set of them that events have together.
void append_carried(const sliced_model& of, person_amounts& amounts, const age_decay& decay,
                    model_slices& made) {
  auto parts = of.input.segments->read(of.type, of.window.after_s);
  std::ranges::sort(parts, [](const profile::segment_part& left, const profile::segment_part& right) {
    const auto by_size = right.events.size() <=> left.events.size();
    return by_size != 0 ? by_size < 0 : left.segments < right.segments;
  });
  if (parts.size() > segment_slices_max) parts.resize(segment_slices_max);
  const auto largest = of.is_of_ratings() ? find_scales(find_newest_ratings(of.book(), 0), of.input.items)
                                          : std::map<std::uint32_t, rating_scale>();
  for (auto& part : parts) {
    newest_events events;
    const auto add = [&](const counted_event& each) { events.add(each); };
    if (of.is_of_ratings())
      visit_rated(part.events, largest, of.input.items, add);
    else
      visit_amounts(part.events, of.type, amounts, add);
    std::string name = "segments=";
    for (const auto& each : part.segments) name.append(name.back() == '=' ? "" : ",").append(each);
    auto& slice = made.emplace_back(events.slice(std::move(name), decay, of.is_of_ratings()));
    for (const auto& each : part.segments) slice.facts.push_back(fact_of(each));
    std::ranges::sort(slice.facts);
  }
}

}  // namespace

boost::shared_ptr<const model_slices> make_slices(const model_definition& definition, const model_kind& kind,
                                                  const build_input& input) {
  const bool by_carried =
      input.segments != nullptr && input.segments->size() != 0 &&
      std::ranges::find(input.asked_by_segments, definition.id) != input.asked_by_segments.end();
  const bool is_sliced = by_carried || !definition.segment_groups.empty() ||
                         !definition.user_attributes.empty() ||
                         (kind.family == model_family::popularity && !input.time_slots.empty());
  if (!is_sliced || kind.inputs.empty()) return nullptr;
  const auto type = kind.learns_from;
  const sliced_model of{definition, type, input,
                        choose_window(input.history, type, definition, input.now_ms)};
  const age_decay decay(of.window.reference_s, of.window.after_s, definition.ms(option::half_life));
  const text::local_days days(input.time_zone, of.window.after_s,
                              std::max(of.window.reference_s, input.history.newest_s()));
  person_amounts amounts(type, days);
  auto made = boost::make_shared<model_slices>();
  slice_maker maker(of);
  maker.count(amounts);
  maker.append_to(*made, decay);
  if (by_carried) append_carried(of, amounts, decay, *made);
  if (made->empty()) return nullptr;
  return made;
}

}  // namespace footfall::model
