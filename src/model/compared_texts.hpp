// The TEXT attributes of a content model: how much of what is written under them two items have in common.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/content_table.hpp"
#include "model/read_texts.hpp"
#include "model/text_table.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace footfall::model {

/// Those of the attributes that are compared as texts; categories and prices never are. Thread-safe.
[[nodiscard]] std::vector<compared_attribute> text_attributes_of(
    const std::vector<compared_attribute>& attributes);

/// The texts of one item as questions, by attribute.
struct asked_texts {
  struct question_text {
    text_query query;
    float own = 0;  ///< how well the item answers itself; 0: under this attribute it says nothing
  };
  std::vector<question_text> by_attribute;
  std::uint64_t language = 0;  ///< `language_number`
};

/// Immutable, thread-safe.
class compared_texts {
 public:
  /// One table for each of the attributes.
  compared_texts(std::vector<compared_attribute> attributes, std::vector<text_table> tables)
      : attributes_(std::move(attributes)), tables_(std::move(tables)) {}

  [[nodiscard]] bool has(item_index item) const noexcept;

  /// Makes questions of the texts of x. A word that no other item has asks nothing.
  void ask(item_index x, std::uint64_t language, asked_texts& to) const;

  /// Adds by attribute the share of its own score that y reaches with what x asks (BM25), 0..1.
  void compare(const asked_texts& x, item_index y, weighted_sum& to) const;

  /// Adds to `found`, ascending and each once, items that share a word: at most `most` for each attribute,
  /// and only what the question may have.
  void add_candidates(const asked_texts& x, std::size_t most, const question& asked,
                      std::vector<item_index>& found) const;

  [[nodiscard]] const std::vector<text_table>& tables() const noexcept { return tables_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  void save(model_writer& to) const;
  /// Nothing when no such texts of items below `items_end` were ever saved.
  [[nodiscard]] static std::optional<compared_texts> load(std::vector<compared_attribute> attributes,
                                                          model_reader& from, std::size_t items_end);

 private:
  std::vector<compared_attribute> attributes_;
  std::vector<text_table> tables_;  // by attribute
};

}  // namespace footfall::model
