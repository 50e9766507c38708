// Item-to-item co-occurrence: what goes with the context items.
#pragma once

#include "footfall/model/model_kinds.hpp"

namespace footfall::model {

/// A model that adds up the neighbours of the context items (`neighbour_counter.hpp` has the formula).
/// Counted per user session, not over all of a user's events: a whole visitor as window costs .01 to .06 of
/// the hit rate. Updates throw std::bad_alloc only.
[[nodiscard]] std::unique_ptr<model_updater> make_co_occurrence_updater(const model_definition& definition,
                                                                        events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_co_occurrence(const model_definition& definition,
                                                                const build_record& record,
                                                                model_reader& from, std::size_t items_end);

}  // namespace footfall::model
