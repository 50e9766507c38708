// Words by the categories of Unicode, folded letter by letter.
#include "footfall/catalog/text_words.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace footfall::catalog {

namespace {

// Of a text without any space or full stop no more is looked at.
constexpr std::size_t run_bytes_max = 4096;

// Chinese and Japanese, which have no spaces: what UTF-8 writes in three bytes from U+3000 to U+9FFF.
bool is_without_spaces(char first_byte) {
  const auto byte = static_cast<unsigned char>(first_byte);
  return byte >= 0xE3 && byte <= 0xE9;
}

std::size_t bytes_of(char first_byte) {
  const auto byte = static_cast<unsigned char>(first_byte);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The length of the beginning that is of one kind of script, and its letters.
struct script_run {
  std::size_t bytes = 0;
  std::size_t letters = 0;
};

script_run first_run(std::string_view word) {
  script_run run;
  const bool without_spaces = is_without_spaces(word.front());
  while (run.bytes < word.size() && is_without_spaces(word[run.bytes]) == without_spaces) {
    run.bytes = std::min(run.bytes + bytes_of(word[run.bytes]), word.size());
    ++run.letters;
  }
  return run;
}

void append_pairs(std::string_view run, std::size_t letters, std::vector<std::string>& words) {
  constexpr std::size_t letter = 3;  // bytes
  if (letters == 1) words.emplace_back(run);
  for (std::size_t at = 0; at + 2 * letter <= run.size(); at += letter)
    words.emplace_back(run.substr(at, 2 * letter));
}

bool belongs_to_word(utf8proc_int32_t point) {
  const auto category = utf8proc_category(point);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

void append_folded(utf8proc_int32_t point, std::string& word) {
  std::array<utf8proc_int32_t, 32> parts{};
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(
      UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const auto count = utf8proc_decompose_char(point, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                             options, &boundary);
  for (utf8proc_ssize_t part = 0; part < count && part < static_cast<utf8proc_ssize_t>(parts.size());
       ++part) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(parts.at(static_cast<std::size_t>(part)), bytes.data());
    word.append(bytes.begin(), bytes.begin() + size);
  }
}

}  // namespace

std::vector<std::string> split_words(std::string_view text, std::size_t bytes_max) {
  std::vector<std::string> words(1);
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto rest = static_cast<utf8proc_ssize_t>(text.size());
  while (rest > 0) {
    utf8proc_int32_t point = 0;
    const auto bytes = std::max<utf8proc_ssize_t>(utf8proc_iterate(at, rest, &point), 1);
    at += bytes;
    rest -= bytes;
    if (point >= 0 && belongs_to_word(point)) {
      if (words.back().size() < bytes_max) append_folded(point, words.back());
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::vector<std::string> compared_words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& spelled : split_words(text, run_bytes_max)) {
    for (std::string_view rest = spelled; !rest.empty();) {
      const auto run = first_run(rest);
      const auto part = rest.substr(0, run.bytes);
      if (is_without_spaces(part.front()))
        append_pairs(part, run.letters, words);
      else if (run.letters > 1 && run.bytes <= word_bytes_max)
        words.emplace_back(part);
      rest.remove_prefix(run.bytes);
    }
  }
  return words;
}

}  // namespace footfall::catalog
