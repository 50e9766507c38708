// What happened in one segment is read when it is asked for: a purchase acts in the next answer.
#include "model/segment_kinds.hpp"

#include "model/recurring.hpp"
#include "model/time_window.hpp"
#include "model/unbuilt_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace footfall::model {

namespace {

events::event_type event_of(const model_definition& definition) {
  const auto* kind = find_model_kind(definition.type);
  return kind == nullptr ? events::event_type::click : kind->learns_from;
}

// The times of all events of the segment, ascending, by item; none where not exactly one segment is named.
std::map<item_index, std::vector<std::uint32_t>> times_by_item(const question& asked, events::event_type type,
                                                               std::int64_t history_ms) {
  std::map<item_index, std::vector<std::uint32_t>> times;
  if (asked.happened == nullptr || asked.segments.size() != 1) return times;
  const auto holds = [&](std::span<const std::string> set) {
    return std::ranges::find(set, asked.segments.front()) != set.end();
  };
  const auto now_s = to_seconds(asked.now_ms);
  for (const auto& part : asked.happened->read(type, to_seconds(asked.now_ms - history_ms), holds))
    for (const auto& event : part.events) {
      if (asked.bound != nullptr && !asked.bound->take_one()) break;
      if (event.time_s <= now_s && asked.may_have(event.item)) times[event.item].push_back(event.time_s);
    }
  for (auto& [item, all] : times) std::ranges::sort(all);
  return times;
}

class last_in_segment final : public unbuilt_model {
 public:
  last_in_segment(const model_definition& definition, const build_record& record)
      : unbuilt_model(record),
        type_(event_of(definition)),
        history_ms_(static_cast<std::int64_t>(std::min(definition[option::history], last_in_segment_ms_max))) {}

  void answer(const question& asked, scored_list& out) const override {
    std::vector<std::pair<std::uint32_t, item_index>> newest;
    for (const auto& [item, times] : times_by_item(asked, type_, history_ms_))
      newest.emplace_back(times.back(), item);
    std::ranges::sort(newest, [](const auto& left, const auto& right) {
      return left.first != right.first ? left.first > right.first : left.second < right.second;
    });
    for (const auto& [time_s, item] : newest)
      out.push_back({item, 1 / static_cast<float>(out.size() + 1), 0});
  }

 private:
  events::event_type type_;
  std::int64_t history_ms_;
};

class recurring_in_segment final : public unbuilt_model {
 public:
  recurring_in_segment(const model_definition& definition, const build_record& record)
      : unbuilt_model(record),
        type_(event_of(definition)),
        history_ms_(definition.ms(option::history)),
        shown_from_(definition[option::shown_from]) {}

  void answer(const question& asked, scored_list& out) const override {
    const auto now_s = static_cast<double>(asked.now_ms) / 1000;
    for (const auto& [item, times] : times_by_item(asked, type_, history_ms_))
      if (const auto score = score_of(times, now_s); score > 0)
        out.push_back({item, static_cast<float>(score), 0});
  }

 private:
  // 0 where it is too early, or too late.
  [[nodiscard]] double score_of(const std::vector<std::uint32_t>& times, double now_s) const {
    constexpr std::uint32_t day_s = 86'400;
    constexpr double intervals_max = 4;
    std::uint32_t last_occasion_s = times.front();
    double occasions = 1;
    for (const auto time_s : times) {
      if (time_s - last_occasion_s < day_s) continue;
      last_occasion_s = time_s;
      ++occasions;
    }
    if (occasions < 2) return 0;
    const auto interval_s = static_cast<double>(last_occasion_s - times.front()) / (occasions - 1);
    const auto due_s = last_occasion_s + interval_s;
    const bool is_early = now_s < last_occasion_s + shown_from_ * interval_s;
    if (is_early || now_s > times.back() + intervals_max * interval_s) return 0;
    return 1 / (1 + std::abs(due_s - now_s) / day_s);
  }

  events::event_type type_;
  std::int64_t history_ms_;
  double shown_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_last_in_segment_updater(const model_definition& definition,
                                                            events::event_type learns_from) {
  return std::make_unique<unbuilt_model_updater<last_in_segment>>(definition, learns_from);
}

std::unique_ptr<model_updater> make_recurring_in_segment_updater(const model_definition& definition,
                                                                 events::event_type learns_from) {
  return std::make_unique<unbuilt_model_updater<recurring_in_segment>>(definition, learns_from);
}

boost::shared_ptr<const model> load_last_in_segment(const model_definition& definition,
                                                    const build_record& record, model_reader&, std::size_t) {
  return load_unbuilt_model<last_in_segment>(definition, record);
}

boost::shared_ptr<const model> load_recurring_in_segment(const model_definition& definition,
                                                         const build_record& record, model_reader&,
                                                         std::size_t) {
  return load_unbuilt_model<recurring_in_segment>(definition, record);
}

}  // namespace footfall::model
