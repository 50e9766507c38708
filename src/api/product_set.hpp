// Items that have one of several values or are in one of several categories, by what a catalogue says.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace footfall::api {

/// The path of a category as pages name it, `Electronics/Computers` or `Electronics.Computers`. Thread-safe.
[[nodiscard]] catalog::category_path category_named(std::string_view name);

/// The catalogue outlives it; null: nothing is in the set, whatever is added. Not thread-safe.
class product_set {
 public:
  explicit product_set(const catalog::catalogue* catalogue) : catalogue_(catalogue) {}

  /// Adds what has this text as the value of this key.
  void add_value(std::string_view key, std::string_view text);

  /// Adds what is in a category or below it. Feeds number categories; pages name them by their path, too.
  void add_category(std::string_view name);

  [[nodiscard]] bool holds(item_index item) const;
  /// Whether nothing has been added.
  [[nodiscard]] bool empty() const noexcept { return lists_.empty() && categories_.empty(); }

 private:
  const catalog::catalogue* catalogue_;
  std::vector<std::span<const item_index>> lists_;  // each ascending
  std::vector<catalog::category_interval> categories_;
};

}  // namespace footfall::api
