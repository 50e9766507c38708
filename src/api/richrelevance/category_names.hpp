// Categories as pages name them.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/catalog/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// The path of a category, with slashes: by its id in the feed (`category_id`), or by its names with points
/// or slashes. What the catalogue does not know stays as it was sent. Thread-safe.
[[nodiscard]] std::string category_path_of(const customer::customer& owner, std::string_view sent);

/// The same for each of several.
void name_categories(const customer::customer& owner, std::vector<std::string>& categories);

}  // namespace footfall::api::richrelevance
