// The slices of a model, counted from its part of the history.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/slices.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

namespace footfall::model {

/// Of a slice its newest events count: a longer memory of a large part is no better.
inline constexpr std::size_t slice_events_max = 10'000;
/// Values of one attribute of users that have slices: those of most users.
inline constexpr std::size_t slice_values_max = 50;
/// Sets of segments that events carry, of one model: those of most events.
inline constexpr std::size_t segment_slices_max = 1'000;

/// A slice for each group of segments, for the values of each attribute of users, for each time slot, and for
/// each set of segments that events carry; null when there are none, or the kind learns from no events.
/// Amounts are those of popularity, in the window and with the half life of the model. Takes one pass over
/// the events of the type. Thread-safe.
[[nodiscard]] boost::shared_ptr<const model_slices> make_slices(const model_definition& definition,
                                                                const model_kind& kind,
                                                                const build_input& input);

}  // namespace footfall::model
