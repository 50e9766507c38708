// What answers about suggestions have in common.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

namespace footfall::api {

/// Replaces `out` by a call of the page's function with a fault and its status, sent as 200: pages never see
/// the status of a script, and drop everything unless the second argument is 200 (protocol E, X42). Where the
/// name of the function is no name, a JSON fault with its status. Thread-safe.
void write_search_fault(const failure& why, const http::request& question, http::response& out);

}  // namespace footfall::api
