// What all answers of RichRelevance's endpoints have in common: header fields, JSONP, and how they say that
// something went wrong.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <string_view>

namespace footfall::api::richrelevance {

/// The function that wraps the answer, `jsonp=true` with `jcp` (also `callback`, `jsonpCallback`); empty:
/// none is asked for. Errors: `bad_parameter`. Thread-safe.
[[nodiscard]] result<std::string_view> read_jsonp(const call_parameters& sent);

/// Puts the body into a call of the function, unless that is empty, and adds type and header fields.
void finish(std::string_view callback, http::response& out);

/// Replaces `out` by the answer for a failure: 200 for what a client can do something about, else the status
/// of the failure.
void write_page_fault(const failure& why, const http::request& question, http::response& out);

}  // namespace footfall::api::richrelevance
