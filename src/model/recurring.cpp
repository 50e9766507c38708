// The user's repeats, brought up to now by what the user bought since the model was made.
#include "model/recurring.hpp"

#include "model/repeats.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

class recurring final : public model {
 public:
  recurring(repeat_table repeats, const model_definition& definition, const build_record& record)
      : repeats_(std::move(repeats)),
        apart_s_(definition[option::interval_min] / 1000),
        shown_from_(definition[option::shown_from]),
        ended_after_(definition[option::ended_after]),
        record_(record) {
    record_.items = repeats_.items();
    record_.memory_bytes = sizeof(*this) + repeats_.memory_bytes();
  }

  void answer(const question& asked, scored_list& out) const override {
    if (!asked.user) return;
    const auto now_s = static_cast<double>(asked.now_ms) / 1000;
    for (const auto& each : repeats_.of(*asked.user)) {
      const auto score = score_of(each, last_purchase_s(asked, each), now_s);
      if (score > 0) out.push_back({each.item, static_cast<float>(score), 0});
    }
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override { repeats_.save(to); }

 private:
  static double last_purchase_s(const question& asked, const repeat& of) {
    auto last_s = of.last_s;
    for (const auto& entry : asked.history)
      if (entry.type == events::history_type::owns && entry.item == of.item)
        last_s = std::max(last_s, entry.time_s);
    return last_s;
  }

  // 0 where it is too early, or too late.
  [[nodiscard]] double score_of(const repeat& of, double last_s, double now_s) const {
    auto occasions = static_cast<double>(of.occasions);
    auto longest_s = static_cast<double>(of.longest_s);
    auto interval_s = static_cast<double>(of.interval_s);
    const auto since_known_s = last_s - of.last_s;
    if (since_known_s >= apart_s_) {
      ++occasions;
      longest_s = std::max(longest_s, since_known_s);
      interval_s = interval_with(of, since_known_s);
    }
    const auto passed_s = now_s - last_s;
    const bool is_over = ended_after_ > 0 && passed_s > ended_after_ * longest_s;
    if (passed_s < 0 || passed_s < shown_from_ * interval_s || is_over) return 0;
    return occasions / ((now_s - of.first_s + repeats_.mean_gap_s()) * 1000 / day_ms);
  }

  repeat_table repeats_;
  double apart_s_;
  double shown_from_;
  double ended_after_;
  build_record record_;
};

class recurring_updater final : public model_updater {
 public:
  recurring_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    repeat_table repeats(
        input.history, {.after_s = window.after_s,
                        .until_s = to_seconds(input.now_ms),
                        .apart_s = static_cast<std::uint32_t>(definition_.ms(option::interval_min) / 1000)});
    times.end_stage("repeats", repeats.memory_bytes());
    auto record = record_of(window, input);
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<const recurring>(std::move(repeats), definition_, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_recurring_updater(const model_definition& definition,
                                                      events::event_type learns_from) {
  return std::make_unique<recurring_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_recurring(const model_definition& definition, const build_record& record,
                                              model_reader& from, std::size_t items_end) {
  auto repeats = repeat_table::load(from, items_end);
  if (!repeats) return nullptr;
  return boost::make_shared<const recurring>(std::move(*repeats), definition, record);
}

}  // namespace footfall::model
