// Categories as pages name them, and as answers do.
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

/// A category as answers show it.
struct shown_category {
  std::string id, name;
};

/// The categories of a product and those above them, each once. The id is that of the feed, or where the
/// catalogue has none the path with points between. Thread-safe.
[[nodiscard]] std::vector<shown_category> shown_categories_of(const catalog::item& product);

}  // namespace footfall::api::richrelevance
