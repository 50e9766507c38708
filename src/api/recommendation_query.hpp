// The parameters of a recommendation request (protocol C1).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/recommend/recommender.hpp"

#include <string_view>

namespace footfall::api {

/// Reads `numrecs`, `contextitems`, `itemid` and `outputtypeid`.
/// Errors: `bad_parameter` with name, value and accepted range. Thread-safe.
[[nodiscard]] result<recommend::query> read_recommendation_query(const http::target& target,
                                                                 const recommend::scenario& plan,
                                                                 bool alphanumeric_items);

/// Reads the name of the JSONP function: `jsonpCallback`, or `callback`; default `jsonpCallback`.
/// Errors: `bad_parameter` for anything that is not a function or a method by name: the answer is executed by
/// a browser. Thread-safe.
[[nodiscard]] result<std::string_view> read_callback(const http::target& target);

}  // namespace footfall::api
