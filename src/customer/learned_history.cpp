#include "learned_history.hpp"

#include "footfall/customer/event_fold.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace footfall::customer {
namespace {

constexpr std::size_t learned_events_per_read = 50'000;
// Events wait in a dearer form until they are settled: so many do at a cold start.
constexpr std::size_t waiting_events_max = 4'000'000;
// Two readings of different length come to the same end unless something is committed in between. Where that
// happens so often in a row, the next round is as good.
constexpr int passes_max = 8;
// What is so old when it comes was collected elsewhere.
constexpr std::int64_t late_ms = 3'600'000;

using group = std::vector<learned_history*>;

std::vector<group> by_place(std::span<learned_history* const> all) {
  std::vector<group> groups;
  for (auto* each : all) {
    const auto same = std::ranges::find_if(
        groups, [&](const group& known) { return known.front()->place.place == each->place.place; });
    (same == groups.end() ? groups.emplace_back() : *same).push_back(each);
  }
  return groups;
}

result<std::size_t> read_to_end(const group& together, store::event_reader& log, const clock& time,
                                const std::function<bool()>& go_on) {
  std::map<customer_number, learned_history*> by_number;
  for (auto* each : together) by_number.emplace(each->owner->number, each);
  std::size_t count = 0;
  customer_number last_number{};
  learned_history* target = nullptr;
  auto late_before_ms = std::int64_t{};
  const auto visit = [&](const events::event& committed) {
    ++count;
    if (committed.customer != last_number) {
      last_number = committed.customer;
      const auto known = by_number.find(last_number);
      target = known == by_number.end() ? nullptr : known->second;
    }
    if (target == nullptr) return;
    target->learn(committed, time);
    if (committed.time_ms < late_before_ms) ++target->late;
  };
  for (;;) {
    if (!go_on()) return failure{error::not_ready, "the log is not read any further"};
    const auto before = count;
    late_before_ms = time.wall_ms() - late_ms;
    const auto place = together.front()->place.place;
    const auto next = log.scan(place, learned_events_per_read, visit);
    if (!next) {
      for (auto* each : together) each->broken = count != before;
      return next.error();
    }
    if (*next == place) return count;
    for (auto* each : together) each->place.place = *next;
  }
}

}  // namespace

void learned_history::learn(const events::event& committed, const clock& time) {
  const auto settings = owner->settings.load();
  if (settings->linked_users_max != place.linked_users_max) of_one_setting = false;
  footfall::customer::learn(committed, owner->items,
                            {settings->linked_users_max, settings->items_unknown_max}, history);
  if (history.waiting() >= std::max(waiting_events_max, history.size())) settle(time.wall_ms());
}

bool learned_history::lacks_some(std::int64_t now_ms) const {
  return place.kept_since_s > owner->settings.load()->retained_since_s(now_ms) + day_s;
}

void learned_history::settle(std::int64_t now_ms) {
  const auto by = owner->settings.load();
  // As far as the log goes, whatever models ask for now: other settings may ask for more.
  const auto keep_from_s = by->retained_since_s(now_ms);
  place.kept_since_s = std::max(place.kept_since_s, keep_from_s);
  model::session_rules rules{.gap_s = by->session_minutes * 60, .keep_from_s = keep_from_s};
  if (const auto transfers = owner->transfers.load()) {
    rules.waiting_count_for = [transfers](item_index item, std::uint32_t time_s) {
      return transfers->item_of(item, time_s);
    };
    // What was settled follows the others already.
    if (const auto first = std::exchange(place.transfers, transfers->size()); first != transfers->size())
      rules.settled_count_for = [transfers, first](item_index item, std::uint32_t time_s) {
        return transfers->item_of(item, time_s, first);
      };
  }
  history.settle(rules);
}

bool learned_history::lacks_transfers() const {
  const auto transfers = owner->transfers.load();
  return transfers && transfers->size() != place.transfers;
}

result<std::size_t> read_on(std::span<learned_history* const> all, store::event_reader& log,
                            const clock& time, const std::function<bool()>& go_on) {
  std::size_t count = 0;
  for (int pass = 0; pass < passes_max; ++pass) {
    const auto groups = by_place(all);
    for (const auto& together : groups) {
      const auto read = read_to_end(together, log, time, go_on);
      if (!read) return read.error();
      count += *read;
    }
    if (groups.size() <= 1) break;
  }
  return count;
}

}  // namespace footfall::customer
