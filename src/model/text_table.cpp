// Texts by their words, and words by the texts that have them.
#include "model/text_table.hpp"

#include "footfall/catalog/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace footfall::model {

namespace {

constexpr std::size_t query_words_max = 25;
// Of texts that are looked at for one question, whether their items are wanted or not.
constexpr std::size_t texts_looked_at_max = 20'000;
// The usual constants: how soon a repeated word says nothing new, and how much a long text is held back.
constexpr float saturation = 1.2F;
constexpr float length_share = 0.75F;

bool is_sound(const text_columns& made, std::size_t items_end) {
  const auto texts = made.texts();
  if (made.language_of.size() != texts || made.words_begin.size() != texts + 1 ||
      made.words_begin.front() != 0 || made.words_begin.back() != made.words.size() ||
      made.counts.size() != made.words.size() || !std::ranges::is_sorted(made.words_begin) ||
      !std::ranges::is_sorted(made.item_of) || (texts != 0 && made.item_of.back() >= items_end))
    return false;
  // Numbers are dense: none can be above the number of places.
  if (std::ranges::any_of(made.words, [&](std::uint32_t word) { return word >= 2 * made.words.size() + 1; }))
    return false;
  for (std::size_t text = 0; text < texts; ++text) {
    const auto own =
        std::span(made.words)
            .subspan(made.words_begin[text], made.words_begin[text + 1] - made.words_begin[text]);
    if (std::ranges::adjacent_find(own, std::greater_equal{}) != own.end()) return false;
  }
  return std::ranges::find(made.counts, 0) == made.counts.end();
}

}  // namespace

std::uint64_t language_number(std::string_view language) noexcept {
  return language.empty() ? 0 : std::max<std::uint64_t>(catalog::value_of("language", language), 1);
}

text_table::text_table(text_columns columns) : columns_(std::move(columns)) {
  const auto last = std::ranges::max_element(columns_.words);
  const std::size_t words = last == columns_.words.end() ? 0 : std::size_t{*last} + 1;
  texts_begin_.assign(words + 1, 0);
  for (const auto word : columns_.words) ++texts_begin_[word + 1];
  std::partial_sum(texts_begin_.begin(), texts_begin_.end(), texts_begin_.begin());
  texts_.resize(columns_.words.size());
  auto next = texts_begin_;
  relative_length_.resize(columns_.texts());
  for (text_number text = 0; text < columns_.texts(); ++text) {
    for (const auto word : words_of(text)) texts_[next[word]++] = text;
    std::uint32_t length = 0;
    for (auto place = columns_.words_begin[text]; place < columns_.words_begin[text + 1]; ++place)
      length += columns_.counts[place];
    relative_length_[text] = static_cast<float>(length);
    auto& sums = languages_[columns_.language_of[text]];
    ++sums.texts;
    sums.length += length;
  }
  for (text_number text = 0; text < columns_.texts(); ++text) {
    const auto& sums = sums_of(text);
    if (sums.length > 0) relative_length_[text] *= static_cast<float>(sums.texts / sums.length);
  }
}

std::span<const std::uint32_t> text_table::words_of(text_number text) const noexcept {
  const auto begin = columns_.words_begin[text];
  return std::span(columns_.words).subspan(begin, columns_.words_begin[text + 1] - begin);
}

std::span<const text_number> text_table::texts_with(std::uint32_t word) const noexcept {
  return std::span(texts_).subspan(texts_begin_[word], texts_begin_[word + 1] - texts_begin_[word]);
}

const text_table::language_sums& text_table::sums_of(text_number text) const noexcept {
  return languages_.find(columns_.language_of[text])->second;
}

std::optional<text_number> text_table::find(item_index item, std::uint64_t language) const noexcept {
  std::optional<text_number> of_no_language;
  auto at = std::ranges::lower_bound(columns_.item_of, item);
  for (; at != columns_.item_of.end() && *at == item; ++at) {
    const auto text = static_cast<text_number>(at - columns_.item_of.begin());
    if (language == 0 || columns_.language_of[text] == language) return text;
    if (columns_.language_of[text] == 0) of_no_language = text;
  }
  return of_no_language;
}

void text_table::ask(text_number text, text_query& query) const {
  query.words.clear();
  const auto texts = static_cast<float>(sums_of(text).texts);
  for (const auto word : words_of(text)) {
    const auto with = static_cast<float>(texts_with(word).size());
    if (with > 1) query.words.push_back({word, std::log(1 + (texts - with + 0.5F) / (with + 0.5F))});
  }
  const auto kept = std::min(query.words.size(), query_words_max);
  std::ranges::partial_sort(query.words, query.words.begin() + static_cast<std::ptrdiff_t>(kept), {},
                            [](const auto& each) { return std::pair(-each.idf, each.word); });
  query.words.resize(kept);
}

float text_table::score(const text_query& query, text_number text) const noexcept {
  const auto own = words_of(text);
  const auto held_back = saturation * (1 - length_share + length_share * relative_length_[text]);
  float sum = 0;
  for (const auto& asked : query.words) {
    const auto at = std::ranges::lower_bound(own, asked.word);
    if (at == own.end() || *at != asked.word) continue;
    const auto place = columns_.words_begin[text] + static_cast<std::size_t>(at - own.begin());
    const auto often = static_cast<float>(columns_.counts[place]);
    sum += asked.idf * often * (saturation + 1) / (often + held_back);
  }
  return sum;
}

void text_table::find_candidates(const text_query& query, std::size_t most, const question& asked,
                                 std::vector<text_number>& found) const {
  found.clear();
  std::size_t looked_at = 0;
  for (const auto& each : query.words) {
    const auto with = texts_with(each.word);
    if (!found.empty() && found.size() + with.size() > most) break;
    for (const auto text : with) {
      if (found.size() == most || ++looked_at > texts_looked_at_max) break;
      if (asked.may_have(item_of(text))) found.push_back(text);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
}

std::size_t text_table::items() const noexcept {
  std::size_t items = 0;
  for (std::size_t text = 0; text < columns_.texts(); ++text)
    items += text == 0 || columns_.item_of[text] != columns_.item_of[text - 1] ? 1U : 0U;
  return items;
}

std::size_t text_table::memory_bytes() const noexcept {
  const auto bytes_of = [](const auto& list) { return list.capacity() * sizeof(list[0]); };
  return bytes_of(columns_.item_of) + bytes_of(columns_.language_of) + bytes_of(columns_.words_begin) +
         bytes_of(columns_.words) + bytes_of(columns_.counts) + bytes_of(texts_begin_) + bytes_of(texts_) +
         bytes_of(relative_length_);
}

void text_table::save(model_writer& to) const {
  to.put_all(std::span(columns_.item_of));
  to.put_all(std::span(columns_.language_of));
  to.put_all(std::span(columns_.words_begin));
  to.put_all(std::span(columns_.words));
  to.put_all(std::span(columns_.counts));
}

std::optional<text_table> text_table::load(model_reader& from, std::size_t items_end) {
  text_columns made;
  if (!from.take_all(made.item_of) || !from.take_all(made.language_of) || !from.take_all(made.words_begin) ||
      !from.take_all(made.words) || !from.take_all(made.counts) || !is_sound(made, items_end))
    return std::nullopt;
  return text_table(std::move(made));
}

}  // namespace footfall::model
