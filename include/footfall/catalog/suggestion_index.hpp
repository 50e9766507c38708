// What to suggest to somebody who is typing: items by title, categories and vendors by name.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/catalog/word_index.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace footfall::catalog {

/// Made from one catalogue. Immutable, thread-safe.
class suggestion_index {
 public:
  /// Items that `popularity` is higher of come first, then those with the smaller number; categories and
  /// vendors those with more items. Of items titles of all languages are found.
  suggestion_index(const catalogue& from, std::size_t items_end,
                   const std::function<float(item_index)>& popularity);

  /// Appends items, the best first, at most `wanted`, that `admits` lets pass.
  void find_items(std::string_view typed, std::size_t wanted, const std::function<bool(item_index)>& admits,
                  std::vector<item_index>& found) const;
  /// The same of the names of categories, by the last one of a path, as `Shoes/Children`.
  [[nodiscard]] std::vector<std::string> find_categories(std::string_view typed, std::size_t wanted) const;
  /// The same of vendors: brands of items.
  [[nodiscard]] std::vector<std::string> find_vendors(std::string_view typed, std::size_t wanted) const;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  std::vector<item_index> items_;        // by rank
  std::vector<std::string> categories_;  // by rank, whole paths
  std::vector<std::string> vendors_;     // by rank
  word_index titles_;
  word_index category_names_;
  word_index vendor_names_;
};

}  // namespace footfall::catalog
