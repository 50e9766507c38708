// What items are like: their values under the keys that a content model compares them by.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/saved_model.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Most attributes of a content model.
inline constexpr std::size_t compared_attributes_max = 16;

/// True of what is compared by its words; `category` is always a value and `price` a number. Thread-safe.
[[nodiscard]] bool is_compared_as_text(const compared_attribute& which) noexcept;

/// Similarities of several attributes, each of which counts by its weight.
struct weighted_sum {
  double sum = 0;
  double weights = 0;

  void add(double weight, double similarity) noexcept {
    weights += weight;
    sum += weight * similarity;
  }
  [[nodiscard]] float mean() const noexcept { return weights > 0 ? static_cast<float>(sum / weights) : 0; }
};

/// A number that an item has.
struct item_number {
  static constexpr bool has_no_padding = true;
  double value;
  std::uint32_t attribute;  ///< place in the definition
  std::uint32_t unit;       ///< only numbers of one unit are compared: the currency of a price
};

/// The values of all items, one item after the other.
struct content_values {
  std::vector<std::uint32_t> texts_begin{0};    ///< by item, and the end
  std::vector<std::uint32_t> texts;             ///< numbers of values, ascending within an item
  std::vector<std::uint32_t> attribute_of;      ///< by number of a value: place in the definition
  std::vector<std::uint32_t> numbers_begin{0};  ///< by item, and the end
  std::vector<item_number> numbers;
  std::vector<std::uint64_t> group_of;  ///< by item: equal for variants of one product; 0: none
  std::vector<std::uint32_t> since_s;   ///< by item: added, or valid; 0: unknown

  [[nodiscard]] std::size_t items() const noexcept { return group_of.size(); }
};

/// Immutable, thread-safe.
class content_table {
 public:
  content_table(std::vector<compared_attribute> attributes, content_values values);

  /// How much `y` is like `x`, 0..1: its mean is that over the attributes that x has (Gower, A General
  /// Coefficient of Similarity, 1971). Values that few items have say more.
  [[nodiscard]] weighted_sum compare(item_index x, item_index y) const;

  /// Replaces `found` by items that share a value with x, those with the rarest first, or where x has no
  /// such values those nearest to its numbers: at most `most`, each once, ascending. Of a group with no more
  /// members, those. Only what the question may have.
  void find_candidates(item_index x, std::size_t most, const question& asked,
                       std::vector<item_index>& found) const;

  [[nodiscard]] bool has(item_index item) const noexcept;
  [[nodiscard]] bool are_variants(item_index x, item_index y) const noexcept {
    return values_.group_of[x] != 0 && values_.group_of[x] == values_.group_of[y];
  }

  [[nodiscard]] const content_values& values() const noexcept { return values_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  struct numbered_item {
    double number;
    item_index item;
  };
  // How numbers of an attribute are compared.
  struct number_scale {
    bool logarithmic = false;
    double spread = 0;
    std::vector<numbered_item> order;  // by number
  };

  [[nodiscard]] std::span<const std::uint32_t> texts_of(item_index item) const noexcept;
  [[nodiscard]] std::span<const item_number> numbers_of(item_index item) const noexcept;
  [[nodiscard]] std::span<const item_index> items_with(std::uint32_t value) const noexcept;
  [[nodiscard]] double closeness(const item_number& left, const item_number& right) const;
  void add_nearest(const item_number& to, const question& asked, std::size_t most,
                   std::vector<item_index>& found) const;
  void count_values();
  void scale_numbers(std::uint32_t attribute);

  std::vector<compared_attribute> attributes_;
  content_values values_;
  std::vector<std::uint32_t> items_begin_;  // by value, and the end
  std::vector<item_index> items_;           // with a value, ascending
  std::vector<float> rarity_;               // by value: ln(1 + (N - n + 0.5) / (n + 0.5))
  std::vector<number_scale> scales_;        // by attribute
};

/// Saves the values for `load_content_values`.
void save_content_values(const content_values& from, model_writer& to);
/// Nothing when no values of items below `items_end` and so many attributes were ever saved like this.
[[nodiscard]] std::optional<content_values> load_content_values(model_reader& from, std::size_t attributes,
                                                                std::size_t items_end);

}  // namespace footfall::model
