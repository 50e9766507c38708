// Rows of pairs counted from the sessions that session kNN keeps.
#pragma once

#include "footfall/model/session_rows.hpp"
#include "model/neighbour_sessions.hpp"

namespace footfall::model {

/// See `session_rows::count_rows`. Thread-safe.
void count_rows(const neighbour_sessions& index, const model_definition& of, const question& asked,
                scored_list& out);

}  // namespace footfall::model
