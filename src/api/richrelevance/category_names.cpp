#include "api/richrelevance/category_names.hpp"

#include "api/product_set.hpp"
#include "api/richrelevance/known_products.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

namespace footfall::api::richrelevance {
namespace {

constexpr std::size_t products_asked_max = 8;
constexpr std::string_view category_key = "category_id";
constexpr std::string_view above_key = "category_above";

std::string joined(const catalog::category_path& path, std::string_view between) {
  return fmt::format("{}", fmt::join(path, between));
}

// What is above the categories of a product, each once, in the order in which the import has their ids.
std::vector<catalog::category_path> paths_above(const catalog::item& product) {
  std::vector<catalog::category_path> above;
  for (const auto& path : product.categories)
    for (std::size_t depth = 1; depth < path.size(); ++depth) {
      const catalog::category_path part(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth));
      if (std::ranges::find(above, part) == above.end()) above.push_back(part);
    }
  return above;
}

// The ids under a key, where there is one for each path; else null.
const std::vector<std::string>* ids_beside(const catalog::item& product, std::string_view key,
                                           const std::vector<catalog::category_path>& paths) {
  const auto* ids = product.find(key, catalog::attribute_type::nominal);
  return ids != nullptr && ids->texts.size() == paths.size() ? &ids->texts : nullptr;
}

// The path at the place of this id among the values of the key; empty where there is none.
catalog::category_path path_beside(const catalog::item& product, std::string_view key, std::string_view id,
                                   const std::vector<catalog::category_path>& paths) {
  const auto* const ids = ids_beside(product, key, paths);
  if (ids == nullptr) return {};
  const auto place = static_cast<std::size_t>(std::ranges::find(*ids, id) - ids->begin());
  return place == paths.size() ? catalog::category_path() : paths[place];
}

// By what the products say that have this id under the key.
catalog::category_path path_by_id(const catalog::catalogue& catalogue, std::string_view key,
                                  std::string_view id) {
  const auto products = catalogue.items_with(catalog::value_of(key, id));
  for (const auto item : products.first(std::min(products.size(), products_asked_max))) {
    const auto known = find_product(&catalogue, item);
    if (!known) continue;
    const auto paths = key == category_key ? known->item.categories : paths_above(known->item);
    if (auto path = path_beside(known->item, key, id, paths); !path.empty()) return path;
  }
  return {};
}

}  // namespace

std::vector<shown_category> shown_categories_of(const catalog::item& product) {
  const auto above = paths_above(product);
  const auto* const own_ids = ids_beside(product, category_key, product.categories);
  const auto* const above_ids = ids_beside(product, above_key, above);
  const auto id_of = [](const std::vector<std::string>* ids, std::size_t place,
                        const catalog::category_path& path) {
    return ids != nullptr ? (*ids)[place] : joined(path, ".");
  };
  std::vector<shown_category> shown;
  for (std::size_t place = 0; place < product.categories.size(); ++place) {
    const auto& path = product.categories[place];
    catalog::category_path part;
    for (const auto& name : path) {
      part.push_back(name);
      const auto beside = static_cast<std::size_t>(std::ranges::find(above, part) - above.begin());
      auto id = part.size() == path.size() ? id_of(own_ids, place, part) : id_of(above_ids, beside, part);
      if (std::ranges::find(shown, id, &shown_category::id) == shown.end())
        shown.push_back({std::move(id), name});
    }
  }
  return shown;
}

std::string category_path_of(const customer::customer& owner, std::string_view sent) {
  const auto catalogue = owner.catalogue.load();
  if (!catalogue) return std::string(sent);
  for (const auto key : {category_key, above_key})
    if (const auto path = path_by_id(*catalogue, key, sent); !path.empty()) return joined(path, "/");
  const auto path = category_named(sent);
  return !path.empty() && catalogue->tree().find(path) ? joined(path, "/") : std::string(sent);
}

void name_categories(const customer::customer& owner, std::vector<std::string>& categories) {
  for (auto& each : categories) each = category_path_of(owner, each);
}

}  // namespace footfall::api::richrelevance
