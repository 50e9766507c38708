#include "model/word_stems.hpp"

#include <array>
#include <cstddef>

namespace footfall::model {

namespace {

bool is_one_of(char letter, std::string_view letters) { return letters.find(letter) != letters.npos; }

// The letter so many places before the end; 1: the last.
char from_end(std::string_view word, std::size_t place) { return word[word.size() - place]; }

void stem_english(std::string& word) {
  if (word.size() < 3 || word.back() != 's' || is_one_of(from_end(word, 2), "us")) return;
  if (from_end(word, 2) != 'e') return word.pop_back();
  if (word.size() > 3 && from_end(word, 3) == 'i' && !is_one_of(from_end(word, 4), "ae")) {
    word.resize(word.size() - 3);
    word.push_back('y');
    return;
  }
  if (!is_one_of(from_end(word, 3), "iaoe")) word.pop_back();
}

// One ending, the longest that there is.
void cut_german_case(std::string& word) {
  constexpr std::string_view before_s = "bdfghklmnt";
  const auto size = word.size();
  if (size > 5 && word.ends_with("ern")) return word.resize(size - 3);
  if (size > 4 && from_end(word, 2) == 'e' && is_one_of(word.back(), "mnrs")) return word.resize(size - 2);
  if (size > 3 && word.back() == 'e') return word.pop_back();
  if (size > 3 && word.back() == 's' && is_one_of(from_end(word, 2), before_s)) word.pop_back();
}

void cut_german_degree(std::string& word) {
  constexpr std::string_view before_st = "bdfghklmnt";
  const auto size = word.size();
  if (size > 5 && word.ends_with("est")) return word.resize(size - 3);
  if (size > 4 && (word.ends_with("er") || word.ends_with("en"))) return word.resize(size - 2);
  if (size > 4 && word.ends_with("st") && is_one_of(from_end(word, 3), before_st)) word.resize(size - 2);
}

void stem_german(std::string& word) {
  cut_german_case(word);
  cut_german_degree(word);
}

void stem_french(std::string& word) {
  if (word.size() < 6) return;
  if (word.back() == 'x') {
    word.pop_back();
    if (word.ends_with("au")) word.back() = 'l';
    return;
  }
  for (const char ending : {'s', 'r', 'e', 'e'})
    if (word.back() == ending) word.pop_back();
  if (word.back() == from_end(word, 2)) word.pop_back();
}

struct stemmer {
  std::string_view language;
  void (*stem)(std::string& word);
};

constexpr std::array stemmers{stemmer{"de", stem_german}, stemmer{"en", stem_english},
                              stemmer{"fr", stem_french}};

}  // namespace

void stem_word(std::string_view language, std::string& word) {
  const auto main = language.substr(0, language.find_first_of("-_"));
  for (const auto& each : stemmers)
    if (main == each.language) return each.stem(word);
}

}  // namespace footfall::model
