// Names of answers, so that what follows can say what it came from.
#pragma once

#include "footfall/api/routes.hpp"

#include <string>

namespace footfall::api::richrelevance {

/// A name like `4b121136-3366-452f-092f-3d590a46665c`, another one each time; nobody can guess the next.
/// Thread-safe.
[[nodiscard]] std::string make_view_guid(const endpoint_call& call);

}  // namespace footfall::api::richrelevance
