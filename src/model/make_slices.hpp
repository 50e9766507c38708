// The slices of a model, counted from its part of the history.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/slices.hpp"
#include "model/slice_members.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <span>
#include <string>
#include <vector>

namespace footfall::model {

/// Of a slice its newest events count: a longer memory of a large part is no better. Fewer, where a model has
/// so many slices of users and hours that there would be more than a million.
inline constexpr std::size_t slice_events_max = 10'000;
inline constexpr std::size_t model_slices_events_max = 1'000'000;
/// The same of a slice that rows are counted from, which a pair of items is rare in; those of segments that
/// events carry are among the million. As many as two journeys have are kept of each, so that it is a million
/// up to 40,000 slices.
inline constexpr std::size_t slice_row_events_max = 100'000;
inline constexpr std::size_t slice_row_events_min = 24;
/// Values of one attribute of users that have slices: those of most users.
inline constexpr std::size_t slice_values_max = 50;
/// Sets of segments that events carry, of one model: those of most events.
inline constexpr std::size_t segment_slices_max = 1'000;

/// What one model is sliced by.
struct sliced_model {
  const model_definition& definition;
  const model_kind& kind;
  events::event_type type;
  const build_input& input;
  time_window window;

  [[nodiscard]] bool is_of_ratings() const noexcept { return type == events::event_type::rate; }
  [[nodiscard]] const session_book& book() const { return input.history.book(type); }
};

/// A slice for each group of segments, for the values of each attribute of users, for each time slot, and for
/// each set of segments that events carry; null when there are none, or the kind learns from no events.
/// `asked_attributes`: besides those of the definition. Amounts are those of popularity, in the window and
/// with the half life of the model; of kinds that count rows, the newest sequences. Takes one pass over
/// the events of the type. Thread-safe.
[[nodiscard]] boost::shared_ptr<const model_slices> make_slices(
    const model_definition& definition, const model_kind& kind, const build_input& input,
    std::span<const std::string> asked_attributes = {});

/// Appends those of a kind that counts rows. Thread-safe.
void append_row_slices(const sliced_model& of, const slice_members& members, bool by_carried,
                       model_slices& made);

/// What happened in the sets of segments with most events. Thread-safe.
[[nodiscard]] std::vector<profile::segment_part> largest_sets(const sliced_model& of);

/// Gives a slice its name and facts. Thread-safe.
void name_carried(const profile::segment_part& part, model_slice& made);

}  // namespace footfall::model
