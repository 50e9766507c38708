// What happened in one segment is read when it is asked for: a purchase acts in the next answer.
#include "model/segment_kinds.hpp"

#include "model/recurring.hpp"
#include "model/time_window.hpp"
#include "model/unbuilt_model.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace footfall::model {

namespace {

events::event_type event_of(const model_definition& definition) {
  const auto* kind = find_model_kind(definition.type);
  return kind == nullptr ? events::event_type::click : kind->learns_from;
}

// What happened in the segment; null where nothing did, or not exactly one segment is named.
boost::shared_ptr<const profile::segment_ring> ring_asked(const question& asked, events::event_type type) {
  if (asked.happened == nullptr || asked.segments.size() != 1) return nullptr;
  return asked.happened->ring_of(type, asked.segments.front());
}

class last_in_segment final : public unbuilt_model {
 public:
  last_in_segment(const model_definition& definition, const build_record& record)
      : unbuilt_model(record),
        type_(event_of(definition)),
        history_ms_(
            static_cast<std::int64_t>(std::min(definition[option::history], last_in_segment_ms_max))) {}

  void answer(const question& asked, scored_list& out) const override {
    const auto ring = ring_asked(asked, type_);
    if (!ring) return;
    const auto now_s = to_seconds(asked.now_ms);
    const auto after_s = to_seconds(asked.now_ms - history_ms_);
    thread_local boost::unordered_flat_set<item_index> met;
    met.clear();
    for (const auto& event : ring->newest_first()) {
      if (event.time_s <= after_s || out.size() == asked.wanted) break;
      if (event.time_s > now_s || !met.insert(event.item).second) continue;
      if (asked.bound != nullptr && !asked.bound->take_one()) break;
      if (asked.may_have(event.item)) out.push_back({event.item, 1 / static_cast<float>(out.size() + 1), 0});
    }
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
    const auto ring = ring_asked(asked, type_);
    if (!ring) return;
    const auto after_s = to_seconds(asked.now_ms - history_ms_);
    const auto now_s = to_seconds(asked.now_ms);
    const auto events = ring->by_item();
    for (auto begin = events.begin(); begin != events.end();) {
      const auto item = begin->item;
      if (asked.bound != nullptr && !asked.bound->take_one()) break;
      const auto end = std::find_if(begin, events.end(), [&](const auto& each) { return each.item != item; });
      const auto is_until = [](std::uint32_t time_s) {
        return [=](const profile::ring_event& each) { return each.time_s <= time_s; };
      };
      const auto first = std::partition_point(begin, end, is_until(after_s));
      const auto score = score_of({first, std::partition_point(first, end, is_until(now_s))}, now_s);
      if (score > 0 && asked.may_have(item)) out.push_back({item, static_cast<float>(score), 0});
      begin = end;
    }
  }

 private:
  // 0 where it is too early, or too late.
  [[nodiscard]] double score_of(std::span<const profile::ring_event> purchases, double now_s) const {
    constexpr std::uint32_t day_s = 86'400;
    constexpr double intervals_max = 4;
    if (purchases.empty()) return 0;
    auto last_occasion_s = purchases.front().time_s;
    double occasions = 1;
    for (const auto& each : purchases) {
      if (each.time_s - last_occasion_s < day_s) continue;
      last_occasion_s = each.time_s;
      ++occasions;
    }
    if (occasions < 2) return 0;
    const auto interval_s = static_cast<double>(last_occasion_s - purchases.front().time_s) / (occasions - 1);
    const auto due_s = last_occasion_s + interval_s;
    const bool is_early = now_s < last_occasion_s + shown_from_ * interval_s;
    if (is_early || now_s > purchases.back().time_s + intervals_max * interval_s) return 0;
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
