// Texts found by what somebody has typed so far: words by their beginnings, with one mistake in a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// Words of a text, each once: letters and digits without case and marks, `Rosé` is `rose`. Bytes that are no
/// UTF-8 end a word. Thread-safe.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

/// Texts by their words. Their numbers are their ranks: 0 is the best. Immutable, thread-safe.
class word_index {
 public:
  /// `text_of` is asked for each number below `texts` once, in order.
  word_index(std::uint32_t texts, const std::function<std::string(std::uint32_t)>& text_of);

  /// Appends the best texts, at most `wanted`, that have for each typed word one that begins with it, and
  /// that `admits` lets pass. A word of four letters or more that nothing begins with may have one mistake: a
  /// letter too many, too few, another one, or two that changed places, but for the first. Looks at a bounded
  /// number of texts: of words that are frequent each for itself, and hardly ever together, some may be
  /// missed.
  void find(std::string_view typed, std::size_t wanted, const std::function<bool(std::uint32_t)>& admits,
            std::vector<std::uint32_t>& found) const;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  /// Words from `begin` to before `end` of the vocabulary.
  struct word_range {
    std::uint32_t begin = 0, end = 0;
  };
  /// What a typed word may stand for.
  using ranges = std::vector<word_range>;

  [[nodiscard]] std::string_view word(std::uint32_t number) const noexcept;
  [[nodiscard]] word_range narrow(word_range among, std::size_t depth, char byte) const noexcept;
  [[nodiscard]] word_range beginning_with(std::string_view typed) const noexcept;
  void add_similar(std::string_view typed, std::size_t at, std::size_t depth, word_range among, bool may_err,
                   ranges& found) const;
  [[nodiscard]] std::size_t texts_of(const ranges& of) const noexcept;
  [[nodiscard]] bool has_one_of(std::uint32_t text, const ranges& of) const noexcept;
  template <class Visit>
  void visit_in_order(const ranges& of, Visit&& visit) const;

  std::string letters_;                        // of the vocabulary, in order
  std::vector<std::uint32_t> word_begin_{0};   // by word, and the end
  std::vector<std::uint32_t> words_begin_{0};  // by text, and the end
  std::vector<std::uint32_t> words_;           // of texts, ascending
  std::vector<std::uint32_t> texts_begin_{0};  // by word, and the end
  std::vector<std::uint32_t> texts_;           // with a word, ascending
};

}  // namespace footfall::catalog
