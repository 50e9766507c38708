// How much session kNN, sets and the user's own items count in a customer's mixtures, what models learn from,
// and why: chosen from its own log.
#pragma once

#include "footfall/events/event.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace footfall::model {

/// Share of session kNN in the sum of its weight and that of co-occurrence, unless the log says otherwise.
inline constexpr double session_weight_default = 0.35;
/// Share of ridge on sets in what the user's own items leave, where a mixture has it.
inline constexpr double set_weight_default = 0.5;
/// Share of the user's own items in a mixture that has them.
inline constexpr double own_weight_default = 0.3;

/// Session kNN against co-occurrence, both against ridge on sets, and all against the user's own items, for
/// the models that learn from one type of event.
struct weight_choice {
  events::event_type learns_from{};
  double session_weight = session_weight_default;  ///< 0..1; the rest is the share of co-occurrence
  bool by_sets = false;                            ///< the plain S-kNN takes the place of the order-aware one
  double set_weight = set_weight_default;          ///< 0..1
  double own_weight = own_weight_default;          ///< 0..1
  /// Of models that leave it to the log, milliseconds; negative: those of their types.
  std::int64_t history_ms = -1;
  std::int64_t half_life_ms = -1;
  bool is_default = true;  ///< nothing was better by enough
  std::string reason;      ///< why, for people

  // The evidence.
  std::int64_t chosen_at_ms = 0;
  std::uint32_t days = 0;  ///< that were held out
  std::size_t sessions = 0;
  std::size_t queries = 0;
  double hit_rate = 0;  ///< of the choice, among the first 20, on the queries
  double reciprocal_rank = 0;
  double default_hit_rate = 0;
  double default_reciprocal_rank = 0;
  std::int64_t spent_ns = 0;  ///< time of one thread

  /// Whether models built by this choice differ from those built by the other.
  [[nodiscard]] bool serves_like(const weight_choice& other) const noexcept {
    return learns_from == other.learns_from && session_weight == other.session_weight &&
           by_sets == other.by_sets && set_weight == other.set_weight && own_weight == other.own_weight &&
           history_ms == other.history_ms && half_life_ms == other.half_life_ms;
  }
};

}  // namespace footfall::model
