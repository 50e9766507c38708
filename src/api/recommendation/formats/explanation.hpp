// Why an answer is as it is.
#pragma once

#include "footfall/text/json_writer.hpp"
#include "recommendation_format.hpp"

namespace footfall::api {

/// Writes the member `explanation` of an open object.
void write_explanation(const recommendation_view& view, const answer_explanation& why,
                       text::json_writer& json);

}  // namespace footfall::api
