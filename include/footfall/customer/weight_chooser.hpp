// Chooses how much session kNN counts for a customer, by trying weights on the newest days of its own log.
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
/// the rest, and the mixtures with the weights 0, 0.2, 0.35, 0.6 and 1 of the order-aware session kNN and
/// 0.2, 0.35, 0.6 and 1 of the plain one answer the same queries.
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
  struct variant {
    double session_weight;
    bool by_sets;
    evaluation::examination examined;
  };

  weight_chooser(const catalog::item_dictionary& items, const customer_settings& settings)
      : items_(items), gap_s_(settings.session_minutes * 60), time_zone_(settings.time_zone) {}

  [[nodiscard]] bool hold_out(const model::event_history& history, std::int64_t history_ms);
  void build_next();
  void begin_questions();
  [[nodiscard]] model::weight_choice decide() const;

  const catalog::item_dictionary& items_;
  const std::uint32_t gap_s_;
  const std::string time_zone_;
  model::weight_choice choice_;  // so far
  std::vector<model::model_definition> definitions_;
  std::uint32_t split_s_ = 0;
  std::optional<model::event_history> training_;
  model::session_columns sessions_;
  std::vector<std::uint32_t> order_;  // in which sessions are asked about
  std::size_t next_ = 0;
  std::optional<evaluation::known_items> known_;
  model::model_set models_;  // built so far
  std::vector<variant> variants_;
};

}  // namespace footfall::customer
