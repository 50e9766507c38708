// Parts of models of which the kept neighbours of items tell too little.
#pragma once

#include "footfall/model/model_set.hpp"
#include "footfall/model/sliced_ranking.hpp"

#include <span>

namespace footfall::recommend {

/// Where a model keeps only the best neighbours of the context, replaces its list by what goes together in
/// the newest sessions that another model of these events keeps, with what the views add. False: `list` is as
/// it was. Thread-safe.
[[nodiscard]] bool count_rare_part(const model::built_model& built, const model::question& asked,
                                   const model::model_set& models, std::span<const model::slice_view> views,
                                   model::scored_list& list);

}  // namespace footfall::recommend
