// What is written of items: words of texts, and how much one text says of what another does.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/model/saved_model.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Number of a text in one table.
using text_number = std::uint32_t;

/// The texts of all items, those of one item side by side, its own language first. A word of two languages is
/// two words.
struct text_columns {
  std::vector<item_index> item_of;            ///< ascending
  std::vector<std::uint64_t> language_of;     ///< by text: `language_number`
  std::vector<std::uint32_t> words_begin{0};  ///< by text, and the end
  std::vector<std::uint32_t> words;           ///< numbers, ascending within a text, each once
  std::vector<std::uint8_t> counts;           ///< by word of a text: how often it is there, at most 255

  [[nodiscard]] std::size_t texts() const noexcept { return item_of.size(); }
};

/// Names a language; 0 stands for that of the item.
[[nodiscard]] std::uint64_t language_number(std::string_view language) noexcept;

/// A text as a question: the words that say most of it.
struct text_query {
  struct weighted_word {
    std::uint32_t word = 0;
    float idf = 0;
  };
  std::vector<weighted_word> words;  ///< the rarest first
};

/// BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009), within each
/// language. Immutable, thread-safe.
class text_table {
 public:
  explicit text_table(text_columns columns);

  /// The text of an item in a language, else one of which nobody has said the language; in its own where
  /// that is 0. Nothing when it has none.
  [[nodiscard]] std::optional<text_number> find(item_index item, std::uint64_t language) const noexcept;

  /// Replaces the words of `query` by the 25 rarest of a text that another item has, too.
  void ask(text_number text, text_query& query) const;

  /// How well a text answers: 0 where they have no word in common. Texts of other languages never have.
  [[nodiscard]] float score(const text_query& query, text_number text) const noexcept;

  /// Replaces `found` by texts that share a word of the query, those with the rarest first: at most `most`,
  /// each once, ascending. Only of items that the question may have.
  void find_candidates(const text_query& query, std::size_t most, const question& asked,
                       std::vector<text_number>& found) const;

  [[nodiscard]] item_index item_of(text_number text) const noexcept { return columns_.item_of[text]; }
  /// How many items have a text.
  [[nodiscard]] std::size_t items() const noexcept;
  [[nodiscard]] const text_columns& columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Writes what `load` makes the same from.
  void save(model_writer& to) const;
  /// Nothing when none of items below `items_end` was ever saved like this.
  [[nodiscard]] static std::optional<text_table> load(model_reader& from, std::size_t items_end);

 private:
  struct language_sums {
    std::uint32_t texts = 0;
    double length = 0;
  };

  [[nodiscard]] std::span<const std::uint32_t> words_of(text_number text) const noexcept;
  [[nodiscard]] std::span<const text_number> texts_with(std::uint32_t word) const noexcept;
  [[nodiscard]] const language_sums& sums_of(text_number text) const noexcept;

  text_columns columns_;
  std::vector<std::uint32_t> texts_begin_;  // by word, and the end
  std::vector<text_number> texts_;          // with a word, ascending
  std::vector<float> relative_length_;      // by text: of the mean of its language
  boost::unordered_flat_map<std::uint64_t, language_sums> languages_;
};

}  // namespace footfall::model
