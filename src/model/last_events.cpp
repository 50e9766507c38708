#include "model/last_events.hpp"

#include "model/popularity.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <algorithm>
#include <map>

namespace footfall::model {

namespace {

constexpr std::size_t events_max = 10'000;

struct last_event {
  std::uint32_t time_s;
  item_index item;
};

bool is_newer(const last_event& left, const last_event& right) noexcept {
  return left.time_s != right.time_s ? left.time_s > right.time_s : left.item < right.item;
}

class last_events_updater final : public model_updater {
 public:
  last_events_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  // One pass over the newest events: cheaper than keeping them in order.
  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto& book = input.history.book(learns_from_);
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    // Those of the second in which the last one lies may be a few more.
    const auto newest = book.newest_times_s(events_max, to_seconds(input.now_ms));
    const auto from_s = newest.empty() ? 0 : std::max(newest.back(), window.after_s + 1);
    std::map<item_index, std::uint32_t> last_s;
    book.visit_live([&](session_number session, const session_view& events) {
      if (newest.empty() || book.last_s(session) < from_s) return;
      for (std::size_t place = 0; place < events.size(); ++place) {
        const auto time_s = events.times_s[place];
        if (time_s < from_s || time_s > newest.front()) continue;
        auto& last = last_s[events.items[place]];
        last = std::max(last, time_s);
      }
    });
    auto record = record_of(window, input);
    record.events_used = newest.size();
    auto ranked = rank(last_s);
    times.end_stage("newest items", ranked.capacity() * sizeof(ranked[0]));
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return make_ranked(ranking(std::move(ranked)), record);
  }

 private:
  static std::vector<ranked_item> rank(const std::map<item_index, std::uint32_t>& last_s) {
    std::vector<last_event> order;
    for (const auto& [item, time_s] : last_s) order.push_back({time_s, item});
    std::ranges::sort(order, is_newer);
    std::vector<ranked_item> ranked;
    for (const auto& each : order) ranked.push_back({each.item, 1 / static_cast<float>(ranked.size() + 1)});
    return ranked;
  }

  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_last_events_updater(const model_definition& definition,
                                                        events::event_type learns_from) {
  return std::make_unique<last_events_updater>(definition, learns_from);
}

}  // namespace footfall::model
