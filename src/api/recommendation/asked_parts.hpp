// Parts of models that requests ask for by themselves (`*color=lime`) and nobody has configured.
#pragma once

#include "api/endpoints.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <vector>

namespace footfall::api {

/// Says of each attribute of a request which of its values are parts by themselves, or why they are not. With
/// the customer's leave a key that is asked for so is known from then on for later requests without the star.
/// Costs a look at a short list for each attribute; waits for nothing.
void find_asked_parts(const endpoint_call& call, const recommend::scenario& plan, std::int64_t now_ms,
                      std::vector<recommend::attribute_selector>& selectors);

}  // namespace footfall::api
