// Lists for the buyers of one company: what happened lately in the segment that a request names.
#pragma once

#include "footfall/model/model_kinds.hpp"

namespace footfall::model {

/// Events further back are not what happened lately.
inline constexpr double last_in_segment_ms_max = 10 * day_ms;

/// `B2B_LAST_*`: items of the segment's events younger than `history`, at most ten days, newest first, each
/// once: 1 / rank. Nothing is built, and nothing answered where not exactly one segment is named.
[[nodiscard]] std::unique_ptr<model_updater> make_last_in_segment_updater(const model_definition& definition,
                                                                          events::event_type learns_from);

/// `B2B_RECURRING_BUY`: what the segment purchased on at least two occasions, a day apart, and will need
/// again. The demand of a day is (occasions - 1) / (last - first); due is one more after the last. From
/// `shown_from` of the way there, for four intervals at most: 1 / (1 + days between now and due).
[[nodiscard]] std::unique_ptr<model_updater> make_recurring_in_segment_updater(
    const model_definition& definition, events::event_type learns_from);

/// Load either; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_last_in_segment(const model_definition& definition,
                                                                  const build_record& record,
                                                                  model_reader& from, std::size_t items_end);
[[nodiscard]] boost::shared_ptr<const model> load_recurring_in_segment(const model_definition& definition,
                                                                       const build_record& record,
                                                                       model_reader& from,
                                                                       std::size_t items_end);

}  // namespace footfall::model
