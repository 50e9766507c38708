// Chooses how much each part of a mixture counts for a customer, and how far back models look, by trying it
// on the newest days of its own log.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/processor_time.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/evaluation/examination.hpp"
#include "footfall/model/event_history.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace footfall::customer {

/// Fewer held-out sessions, or fewer queries in them, leave the default.
inline constexpr std::size_t choice_sessions_min = 500;
inline constexpr std::size_t choice_queries_min = 500;
/// Mean relative gain in HR@20 and MRR@20 over the default that makes another weight the choice.
inline constexpr double choice_gain_min = 0.01;

/// One choice, made in slices, so that builds of models come between. Not thread-safe.
///
/// The last day of the log (2, 4, 8, ... days until there are 500 sessions) is held out, models are built on
/// the rest, and mixtures answer the same queries, in steps: first half lives and histories, where models
/// leave them to the log, then the weights 0, 0.2, 0.35, 0.6 and 1 of the order-aware session kNN and 0.2,
/// 0.35, 0.6 and 1 of the plain one, then, where the customer has them, 0, 0.2, 0.35, 0.5 and 1 of ridge on
/// sets and 0, 0.15, 0.3 and 0.5 of the user's own items, each beside what was chosen before. Of purchases,
/// which are baskets, the last item and another one are left out and looked for; of other sessions each item
/// after the first.
class weight_chooser {
 public:
  /// A chooser for the models that learn from `learns_from`; null when the customer has not both
  /// co-occurrence and session kNN of them, or no events. `items` outlives it; of `history` what is needed is
  /// copied.
  [[nodiscard]] static std::unique_ptr<weight_chooser> begin(events::event_type learns_from,
                                                             const customer_settings& settings,
                                                             const model::event_history& history,
                                                             const catalog::item_dictionary& items,
                                                             std::int64_t now_ms);

  /// Works for about `slice_ns` on the calling thread, at first for as long as it takes to build one model
  /// after the other; in all for about `budget_ns` of its processor time. Returns the choice once it is made.
  [[nodiscard]] std::optional<model::weight_choice> advance(
      const clock& time, std::int64_t slice_ns, std::int64_t budget_ns,
      processor_clock processor_ns = thread_processor_ns);

 private:
  enum class step : std::uint8_t { times, sessions, sets, own_items };
  struct times {
    std::int64_t half_life_ms;
    std::int64_t history_ms;
  };
  struct variant {
    model::weight_choice tried;
    evaluation::examination examined;
  };

  weight_chooser(const catalog::item_dictionary& items, const customer_settings& settings)
      : items_(items), gap_s_(settings.session_minutes * 60), time_zone_(settings.time_zone) {}

  [[nodiscard]] bool hold_out(const model::event_history& history, std::int64_t history_ms);
  void build_next();
  void begin_questions();
  void begin_step();
  void begin_times(std::optional<times> tried);
  void ask_next();
  [[nodiscard]] bool asks_on(std::int64_t spent_ns, std::int64_t budget_ns) const;
  void end_step();
  void end_times();
  void end_weights();
  void end_without_evidence();

  const catalog::item_dictionary& items_;
  const std::uint32_t gap_s_;
  const std::string time_zone_;
  model::weight_choice choice_;  // so far
  std::vector<model::model_definition> all_definitions_;
  std::vector<model::model_definition> definitions_;  // that are built, or to be
  std::vector<times> times_left_;                     // to be tried
  std::optional<times> tried_;                        // none: those of the types
  std::optional<times> best_;
  double best_gain_ = 0;
  evaluation::measures times_base_;  // of those of the types
  std::uint32_t split_s_ = 0;
  std::optional<model::event_history> training_;
  model::session_columns sessions_;
  std::vector<std::uint32_t> order_;  // in which sessions are asked about
  std::size_t next_ = 0;
  std::vector<step> steps_{step::sessions};  // the first is at work
  std::int64_t step_begun_ns_ = 0;           // had been spent when it began
  std::size_t step_sessions_ = 0;            // that it may ask about
  std::optional<evaluation::known_items> known_;
  model::model_set models_;        // built so far
  std::vector<variant> variants_;  // of the step; the first is what has been chosen so far
};

}  // namespace footfall::customer
