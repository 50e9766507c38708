// Parts of a model: groups of items that have one attribute in common.
#pragma once

#include <string>
#include <vector>

namespace footfall::model {

/// Values that mean the same: `lime` and `green`.
struct value_group {
  std::vector<std::string> values;
  friend bool operator==(const value_group&, const value_group&) = default;
};

/// From `from` to below `to`.
struct number_interval {
  double from = 0;
  double to = 0;
  friend bool operator==(const number_interval&, const number_interval&) = default;
};

/// The parts that a model has by one attribute: of items, for which nothing is built, as an item is in a part
/// as soon as the catalogue says so; or of users, what those with the values did.
struct submodel {
  std::string key;                           ///< of the attribute; `brand` and `price` are some
  std::vector<value_group> groups{};         ///< of texts
  std::vector<number_interval> intervals{};  ///< of numbers, ascending; the last one holds its end, too
  std::string source = "ITEM";               ///< or `USER`: whose attribute it is
  [[nodiscard]] bool is_of_users() const noexcept { return source == "USER"; }
  friend bool operator==(const submodel&, const submodel&) = default;
};

}  // namespace footfall::model
