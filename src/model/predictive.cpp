// Predictive popularity: hindcasts choose the half life, a pass over the history counts.
#include "model/predictive.hpp"

#include "footfall/text/local_days.hpp"
#include "model/popularity.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace footfall::model {

namespace {

constexpr std::size_t events_judged_max = 2'000'000;
constexpr std::size_t events_of_all_windows_min = 500;
constexpr int moments = 8;
constexpr double of_equal_share = 1e-12;

// The decayed sums of all items, one for each half life, at the time of the last event of each.
class decayed_sums {
 public:
  explicit decayed_sums(std::span<const double> half_lives_s) : half_lives_s_(half_lives_s) {}

  void add(const counted_event& event) {
    auto& of_item = items_[event.item];
    of_item.sums.resize(half_lives_s_.size());
    for (std::size_t each = 0; each < half_lives_s_.size(); ++each)
      of_item.sums[each] =
          of_item.sums[each] * decay(event.time_s, of_item.last_s, each) + double{event.amount};
    of_item.last_s = event.time_s;
  }

  // The items with the largest sums at a time, of equal ones the smaller.
  [[nodiscard]] boost::unordered_flat_set<item_index> best(std::size_t half_life, std::uint32_t time_s,
                                                           std::size_t count) const {
    std::vector<std::pair<double, item_index>> order;
    for (const auto& [item, of_item] : items_)
      order.emplace_back(-of_item.sums[half_life] * decay(time_s, of_item.last_s, half_life), item);
    const auto kept = std::min(count, order.size());
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(kept));
    boost::unordered_flat_set<item_index> list;
    for (const auto& [sum, item] : std::span(order).first(kept)) list.insert(item);
    return list;
  }

 private:
  struct sums_of_item {
    std::vector<double> sums;
    std::uint32_t last_s = 0;
  };
  [[nodiscard]] double decay(std::uint32_t time_s, std::uint32_t last_s, std::size_t half_life) const {
    return std::exp2(-(static_cast<double>(time_s) - static_cast<double>(last_s)) / half_lives_s_[half_life]);
  }

  std::span<const double> half_lives_s_;
  boost::unordered_flat_map<item_index, sums_of_item> items_;
};

std::vector<counted_event> count_events(const session_book& book, events::event_type type,
                                        const time_window& window, std::string_view time_zone) {
  std::vector<counted_event> counted;
  const text::local_days days(time_zone, window.after_s, window.reference_s);
  person_amounts amounts(type, days);
  amounts.visit_all(book, window.after_s, [&](std::span<const counted_event> some) {
    for (const auto& each : some)
      if (each.time_s <= window.reference_s) counted.push_back(each);
  });
  return counted;
}

hindcast_plan plan_of(const model_definition& definition, const time_window& window) {
  hindcast_plan plan;
  const auto horizon_s = static_cast<double>(horizon_ms(definition)) / 1000;
  const auto history_s = definition[option::history] / 1000;
  plan.horizon_s = static_cast<std::uint32_t>(horizon_s);
  for (int power = -6; power <= 5; ++power)
    if (const auto half_life_s = horizon_s * std::exp2(power); half_life_s <= history_s / 2)
      plan.half_lives_s.push_back(half_life_s);
  for (int each = moments; each-- > 0;) {
    const auto moment_s = static_cast<double>(window.reference_s) - horizon_s * (1 + each / 2.0);
    if (moment_s > window.after_s) plan.moments_s.push_back(static_cast<std::uint32_t>(moment_s));
  }
  return plan;
}

class predictive_updater final : public model_updater {
 public:
  predictive_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto& book = input.history.book(learns_from_);
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    auto events = count_events(book, learns_from_, window, input.time_zone);
    if (!half_life_s_ || input.now_ms < chosen_at_ms_ ||
        input.now_ms - chosen_at_ms_ >= choice_interval_ms(definition_)) {
      half_life_s_ = choose(events, window);
      chosen_at_ms_ = input.now_ms;
      times.end_stage("choosing the half life", 0);
    }
    auto best = rank(events, window.reference_s);
    auto record = record_of(window, input);
    record.events_used = events.size();
    times.end_stage("counting", best.memory_bytes());
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return make_ranked(std::move(best), record);
  }

 private:
  [[nodiscard]] double choose(std::vector<counted_event>& events, const time_window& window) const {
    std::ranges::sort(events, {},
                      [](const counted_event& each) { return std::pair(each.time_s, each.item); });
    const auto plan = plan_of(definition_, window);
    const auto newest = std::span(events).last(std::min(events.size(), events_judged_max));
    return choose_half_life_s(look_back(newest, plan), plan);
  }

  [[nodiscard]] ranking rank(std::span<const counted_event> events, std::uint32_t now_s) const {
    std::vector<double> sums;
    for (const auto& event : events) {
      if (event.item >= sums.size()) sums.resize(std::size_t{event.item} + 1);
      sums[event.item] +=
          double{event.amount} * std::exp2(-static_cast<double>(now_s - event.time_s) / *half_life_s_);
    }
    std::vector<ranked_item> order;
    for (std::size_t item = 0; item < sums.size(); ++item)
      if (const auto score = static_cast<float>(sums[item]); score > 0)
        order.push_back({static_cast<item_index>(item), score});
    return ranking(std::move(order));
  }

  const model_definition definition_;
  const events::event_type learns_from_;
  std::optional<double> half_life_s_;
  std::int64_t chosen_at_ms_ = 0;
};

}  // namespace

std::int64_t horizon_ms(const model_definition& definition) noexcept {
  constexpr double horizons_in_history = 30;
  const auto own_ms = definition[option::horizon];
  if (own_ms != automatic) return static_cast<std::int64_t>(own_ms);
  return static_cast<std::int64_t>(std::clamp(definition[option::history] / horizons_in_history,
                                              option::horizon.least, option::horizon.most));
}

std::int64_t choice_interval_ms(const model_definition& definition) noexcept {
  const auto own_ms = definition.ms(option::choice_interval);
  const auto least_ms = static_cast<std::int64_t>(option::choice_interval.least);
  return own_ms >= 0 ? own_ms : std::max(horizon_ms(definition), least_ms);
}

hindcast look_back(std::span<const counted_event> events, const hindcast_plan& plan) {
  hindcast found;
  decayed_sums sums(plan.half_lives_s);
  std::size_t next = 0;
  for (const auto moment_s : plan.moments_s) {
    for (; next < events.size() && events[next].time_s <= moment_s; ++next) sums.add(events[next]);
    const auto ends =
        std::ranges::upper_bound(events.begin() + static_cast<std::ptrdiff_t>(next), events.end(),
                                 std::uint64_t{moment_s} + plan.horizon_s, {},
                                 [](const counted_event& each) { return std::uint64_t{each.time_s}; });
    const std::span window(events.begin() + static_cast<std::ptrdiff_t>(next), ends);
    found.events += window.size();
    if (window.size() < std::max<std::size_t>(plan.events_min, 1)) continue;
    auto& shares = found.caught.emplace_back();
    for (std::size_t each = 0; each < plan.half_lives_s.size(); ++each) {
      const auto list = sums.best(each, moment_s, plan.list_items);
      const auto caught = std::ranges::count_if(
          window, [&](const counted_event& event) { return list.contains(event.item); });
      shares.push_back(static_cast<double>(caught) / static_cast<double>(window.size()));
    }
  }
  return found;
}

double choose_half_life_s(const hindcast& found, const hindcast_plan& plan) {
  const double horizon_s = plan.horizon_s;
  if (found.caught.empty() || found.events < events_of_all_windows_min || plan.half_lives_s.empty())
    return horizon_s;
  const auto count = plan.half_lives_s.size();
  std::vector<double> gains(count);
  for (const auto& shares : found.caught)
    for (std::size_t each = 0; each < count; ++each) gains[each] += shares[each];
  std::size_t best = 0;
  double best_gain = -1;
  for (std::size_t each = 0; each < count; ++each) {
    const auto gain =
        gains[each == 0 ? 0 : each - 1] + 2 * gains[each] + gains[std::min(each + 1, count - 1)];
    // Equal but for rounding: the longer one gives the steadier list.
    if (gain < best_gain * (1 - of_equal_share)) continue;
    best = each;
    best_gain = gain;
  }
  return plan.half_lives_s[best];
}

std::unique_ptr<model_updater> make_predictive_updater(const model_definition& definition,
                                                       events::event_type learns_from) {
  return std::make_unique<predictive_updater>(definition, learns_from);
}

}  // namespace footfall::model
