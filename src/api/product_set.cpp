#include "api/product_set.hpp"

#include <algorithm>
#include <optional>

namespace footfall::api {

catalog::category_path category_named(std::string_view name) {
  const auto separator = name.find('/') == name.npos ? '.' : '/';
  catalog::category_path path;
  while (!name.empty()) {
    const auto end = std::min(name.find(separator), name.size());
    if (end != 0) path.emplace_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return path;
}

void product_set::add_value(std::string_view key, std::string_view text) {
  if (catalogue_ != nullptr) lists_.push_back(catalogue_->items_with(catalog::value_of(key, text)));
}

void product_set::add_category(std::string_view name) {
  if (catalogue_ == nullptr) return;
  add_value("category_id", name);
  add_value("category_above", name);
  const auto path = category_named(name);
  const auto category = path.empty() ? std::nullopt : catalogue_->tree().find(path);
  if (category) categories_.push_back(catalogue_->tree().interval_of(*category));
}

bool product_set::holds(item_index item) const {
  return std::ranges::any_of(lists_,
                             [item](const auto& list) { return std::ranges::binary_search(list, item); }) ||
         std::ranges::any_of(categories_, [&](const catalog::category_interval& interval) {
           return catalogue_->is_within(item, interval);
         });
}

}  // namespace footfall::api
