// Items are read again only where their text in the catalogue is another one.
#include "model/read_texts.hpp"

#include "footfall/catalog/text_words.hpp"
#include "model/word_stems.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

constexpr std::size_t words_of_text_max = 2000;
// So many words that no text has any more are kept beside as many as there are.
constexpr std::size_t unused_words_max = 100'000;

// The texts of an item as one, in its own language.
class joined_text {
 public:
  void add(std::string_view text) {
    if (text.empty()) return;
    text_.append(text).push_back('\n');
  }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }

 private:
  std::string text_;
};

void copy_text(const text_columns& from, text_number text, text_columns& to) {
  const auto begin = static_cast<std::ptrdiff_t>(from.words_begin[text]);
  const auto end = static_cast<std::ptrdiff_t>(from.words_begin[text + 1]);
  to.item_of.push_back(from.item_of[text]);
  to.language_of.push_back(from.language_of[text]);
  to.words.insert(to.words.end(), from.words.begin() + begin, from.words.begin() + end);
  to.counts.insert(to.counts.end(), from.counts.begin() + begin, from.counts.begin() + end);
  to.words_begin.push_back(static_cast<std::uint32_t>(to.words.size()));
}

}  // namespace

bool text_reader::wants(std::string_view key) const {
  return keys_.empty() || std::ranges::find(keys_, key) != keys_.end();
}

std::vector<std::string> text_reader::words_of(std::string_view language, std::string_view text) const {
  auto words = catalog::compared_words_of(text);
  if (words.size() > words_of_text_max) words.resize(words_of_text_max);
  if (stem_ == "none") return words;
  const std::string_view by = language.empty() ? stem_ : language;
  for (auto& word : words) stem_word(by, word);
  return words;
}

void text_reader::add_text(item_index item, std::string_view language, std::string_view text,
                           text_columns& to) {
  const auto spelled = words_of(language, text);
  if (spelled.empty()) return;
  words_.clear();
  for (const auto& each : spelled) {
    const auto word = catalog::value_of(language, each);
    words_.push_back(known_.try_emplace(word, static_cast<std::uint32_t>(known_.size())).first->second);
  }
  std::ranges::sort(words_);
  for (auto begin = words_.begin(); begin != words_.end();) {
    const auto end = std::upper_bound(begin, words_.end(), *begin);
    to.words.push_back(*begin);
    to.counts.push_back(static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(end - begin, 255)));
    begin = end;
  }
  to.item_of.push_back(item);
  to.language_of.push_back(language_number(language));
  to.words_begin.push_back(static_cast<std::uint32_t>(to.words.size()));
}

void text_reader::read_item(item_index item, const catalog::catalogue& from, text_columns& to) {
  const auto told = from.read(item);
  if (!told) return;
  joined_text own;
  if (wants("title")) own.add(told->title);
  if (wants("description")) own.add(told->description);
  if (wants("body")) own.add(told->body);
  for (const auto& each : told->attributes)
    if (each.type == catalog::attribute_type::text && wants(each.key))
      for (const auto& text : each.texts) own.add(text);
  add_text(item, told->language, own.text(), to);
  for (const auto& [language, texts] : told->translations) {
    if (language == told->language) continue;
    joined_text translated;
    if (wants("title")) translated.add(texts.title);
    if (wants("description")) translated.add(texts.description);
    add_text(item, language, translated.text(), to);
  }
}

// Feeds change, and what is no more must not stay for ever.
void text_reader::forget_unused_words(text_columns& made) {
  auto used = made.words;
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  if (known_.size() <= 2 * used.size() + unused_words_max) return;
  for (auto& word : made.words)
    word = static_cast<std::uint32_t>(std::ranges::lower_bound(used, word) - used.begin());
  known_.clear();
  read_.reset();  // the next time everything is read
}

text_columns text_reader::read(const boost::shared_ptr<const catalog::catalogue>& from, std::size_t items_end,
                               const text_columns& before) {
  text_columns made;
  if (!from) {
    read_.reset();
    return made;
  }
  text_number old = 0;
  for (item_index item = 0; item < items_end; ++item) {
    while (old < before.texts() && before.item_of[old] < item) ++old;
    if (from->find(item) == nullptr) continue;
    const bool is_unchanged = read_ && read_->version_of(item) == from->version_of(item);
    if (!is_unchanged) {
      read_item(item, *from, made);
      continue;
    }
    for (; old < before.texts() && before.item_of[old] == item; ++old) copy_text(before, old, made);
  }
  read_ = from;
  forget_unused_words(made);
  return made;
}

}  // namespace footfall::model
