// A sorted vocabulary, the words of texts, and the texts of words.
#include "footfall/catalog/word_index.hpp"

#include "footfall/catalog/text_words.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <numeric>
#include <queue>

namespace footfall::catalog {

namespace {

// Texts that are looked at for one question.
constexpr std::size_t texts_looked_at_max = 20'000;
// With more words in a range their texts are walked by rank: so many have such a word that it is soon found.
constexpr std::size_t merged_words_max = 1024;
constexpr std::size_t words_typed_max = 8;
constexpr std::size_t letters_to_err = 4;

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  auto words = split_words(text, word_bytes_max);
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

word_index::word_index(std::uint32_t texts, const std::function<std::string(std::uint32_t)>& text_of) {
  boost::unordered_flat_map<std::string, std::uint32_t> known;
  std::vector<const std::string*> spelled;
  for (std::uint32_t text = 0; text < texts; ++text) {
    for (auto& each : words_of(text_of(text)))
      words_.push_back(
          known.try_emplace(std::move(each), static_cast<std::uint32_t>(known.size())).first->second);
    words_begin_.push_back(static_cast<std::uint32_t>(words_.size()));
  }
  spelled.resize(known.size());
  for (const auto& [spelling, number] : known) spelled[number] = &spelling;
  std::vector<std::uint32_t> order(spelled.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::uint32_t number) -> const std::string& { return *spelled[number]; });
  std::vector<std::uint32_t> place(order.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    place[order[at]] = at;
    letters_ += *spelled[order[at]];
    word_begin_.push_back(static_cast<std::uint32_t>(letters_.size()));
  }
  texts_begin_.assign(order.size() + 1, 0);
  for (auto& number : words_) {
    number = place[number];
    ++texts_begin_[number + 1];
  }
  std::partial_sum(texts_begin_.begin(), texts_begin_.end(), texts_begin_.begin());
  texts_.resize(words_.size());
  auto next = texts_begin_;
  for (std::uint32_t text = 0; text < texts; ++text) {
    const auto own =
        std::span(words_).subspan(words_begin_[text], words_begin_[text + 1] - words_begin_[text]);
    std::ranges::sort(own);
    for (const auto number : own) texts_[next[number]++] = text;
  }
  letters_.shrink_to_fit();
  words_.shrink_to_fit();
}

std::string_view word_index::word(std::uint32_t number) const noexcept {
  return std::string_view(letters_).substr(word_begin_[number],
                                           word_begin_[number + 1] - word_begin_[number]);
}

// The words among those with an equal beginning of `depth` bytes that go on with this one.
word_index::word_range word_index::narrow(word_range among, std::size_t depth, char byte) const noexcept {
  // The end of a word comes before every byte.
  const auto byte_of = [&](std::uint32_t number) {
    const auto letters = word(number);
    return depth < letters.size() ? static_cast<int>(static_cast<unsigned char>(letters[depth])) : -1;
  };
  const int wanted = static_cast<unsigned char>(byte);
  const auto first_not_below = [&](std::uint32_t begin, int bound) {
    auto end = among.end;
    while (begin < end) {
      const auto middle = begin + (end - begin) / 2;
      if (byte_of(middle) < bound)
        begin = middle + 1;
      else
        end = middle;
    }
    return begin;
  };
  const auto begin = first_not_below(among.begin, wanted);
  return {begin, first_not_below(begin, wanted + 1)};
}

word_index::word_range word_index::beginning_with(std::string_view typed) const noexcept {
  word_range among{0, static_cast<std::uint32_t>(word_begin_.size() - 1)};
  for (std::size_t depth = 0; depth < typed.size() && among.begin < among.end; ++depth)
    among = narrow(among, depth, typed[depth]);
  return among;
}

// Adds the words whose beginning is what is typed from `at` on, behind `depth` bytes that are settled.
void word_index::add_similar(std::string_view typed, std::size_t at, std::size_t depth, word_range among,
                             bool may_err, ranges& found) const {
  if (among.begin >= among.end) return;
  if (at == typed.size()) {
    found.push_back(among);
    return;
  }
  add_similar(typed, at + 1, depth + 1, narrow(among, depth, typed[at]), may_err, found);
  if (!may_err || at == 0) return;
  add_similar(typed, at + 1, depth, among, false, found);  // one too many
  if (at + 1 < typed.size() && typed[at] != typed[at + 1]) {
    const auto swapped = narrow(narrow(among, depth, typed[at + 1]), depth + 1, typed[at]);
    add_similar(typed, at + 2, depth + 2, swapped, false, found);
  }
  for (auto next = among.begin; next < among.end;) {
    const auto letters = word(next);
    if (letters.size() <= depth) {
      ++next;
      continue;
    }
    const auto with = narrow({next, among.end}, depth, letters[depth]);
    next = with.end;
    if (letters[depth] == typed[at]) continue;
    add_similar(typed, at + 1, depth + 1, with, false, found);  // another one
    add_similar(typed, at, depth + 1, with, false, found);      // one too few
  }
}

std::size_t word_index::texts_of(const ranges& of) const noexcept {
  std::size_t texts = 0;
  for (const auto& each : of) texts += texts_begin_[each.end] - texts_begin_[each.begin];
  return texts;
}

bool word_index::has_one_of(std::uint32_t text, const ranges& of) const noexcept {
  const auto own = std::span(words_).subspan(words_begin_[text], words_begin_[text + 1] - words_begin_[text]);
  return std::ranges::any_of(of, [&](const word_range& range) {
    const auto at = std::ranges::lower_bound(own, range.begin);
    return at != own.end() && *at < range.end;
  });
}

// Visits texts with a word of the ranges, the best first, each once, as long as `visit` is true.
template <class Visit>
void word_index::visit_in_order(const ranges& of, Visit&& visit) const {
  std::size_t words = 0;
  for (const auto& each : of) words += each.end - each.begin;
  if (words > merged_words_max) {
    for (std::uint32_t text = 0; text + 1 < words_begin_.size(); ++text)
      if (!visit(text)) return;
    return;
  }
  // The next text of each word, and where it stands.
  using head = std::pair<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>>;
  std::vector<head> heads;
  for (const auto& each : of)
    for (auto number = each.begin; number < each.end; ++number)
      heads.push_back({texts_[texts_begin_[number]], {texts_begin_[number], number}});
  std::priority_queue<head, std::vector<head>, std::greater<>> waiting(std::greater<>(), std::move(heads));
  std::uint32_t last = ~std::uint32_t{0};
  while (!waiting.empty()) {
    const auto [text, from] = waiting.top();
    waiting.pop();
    if (from.first + 1 < texts_begin_[from.second + 1])
      waiting.push({texts_[from.first + 1], {from.first + 1, from.second}});
    if (text == last) continue;
    last = text;
    if (!visit(text)) return;
  }
}

void word_index::find(std::string_view typed, std::size_t wanted,
                      const std::function<bool(std::uint32_t)>& admits,
                      std::vector<std::uint32_t>& found) const {
  auto words = split_words(typed, word_bytes_max);
  if (words.empty() || wanted == 0) return;
  if (words.size() > words_typed_max) words.resize(words_typed_max);
  std::vector<ranges> meant;
  for (const auto& each : words) {
    auto& of_word = meant.emplace_back();
    if (const auto exact = beginning_with(each); exact.begin < exact.end)
      of_word.push_back(exact);
    else if (each.size() >= letters_to_err)
      add_similar(each, 0, 0, {0, static_cast<std::uint32_t>(word_begin_.size() - 1)}, true, of_word);
    if (of_word.empty()) return;
  }
  const auto rarest = std::ranges::min_element(meant, {}, [&](const ranges& each) { return texts_of(each); });
  std::size_t looked_at = 0;
  visit_in_order(*rarest, [&](std::uint32_t text) {
    const bool fits = std::ranges::all_of(meant, [&](const ranges& each) { return has_one_of(text, each); });
    if (fits && admits(text)) {
      found.push_back(text);
      --wanted;
    }
    return wanted > 0 && ++looked_at < texts_looked_at_max;
  });
}

std::size_t word_index::memory_bytes() const noexcept {
  std::size_t bytes = sizeof(*this) + letters_.capacity();
  for (const auto* list : {&word_begin_, &words_begin_, &words_, &texts_begin_, &texts_})
    bytes += list->capacity() * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace footfall::catalog
