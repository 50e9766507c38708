// Texts as words: letters and digits without case and marks, `Rosé` is `rose`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// What a word of a language with spaces is at most.
inline constexpr std::size_t word_bytes_max = 64;

/// The words of a text in their order, as often as they are there, each cut after about `bytes_max`. Bytes
/// that are no UTF-8 end a word. Thread-safe.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text, std::size_t bytes_max);

/// The same of texts that are compared: words of two letters and more up to `word_bytes_max`; of scripts
/// without spaces each letter with the next. Thread-safe.
[[nodiscard]] std::vector<std::string> compared_words_of(std::string_view text);

}  // namespace footfall::catalog
