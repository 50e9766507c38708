#include "model/compared_texts.hpp"

#include <algorithm>
#include <utility>

namespace footfall::model {

std::vector<compared_attribute> text_attributes_of(const std::vector<compared_attribute>& attributes) {
  std::vector<compared_attribute> texts;
  for (const auto& each : attributes)
    if (is_compared_as_text(each)) texts.push_back(each);
  return texts;
}

bool compared_texts::has(item_index item) const noexcept {
  return std::ranges::any_of(tables_, [&](const text_table& each) { return each.find(item, 0).has_value(); });
}

void compared_texts::ask(item_index x, std::uint64_t language, asked_texts& to) const {
  to.language = language;
  to.by_attribute.resize(tables_.size());
  for (std::size_t attribute = 0; attribute < tables_.size(); ++attribute) {
    auto& [query, own] = to.by_attribute[attribute];
    query.words.clear();
    own = 0;
    const auto text = tables_[attribute].find(x, language);
    if (!text) continue;
    tables_[attribute].ask(*text, query);
    own = tables_[attribute].score(query, *text);
  }
}

void compared_texts::compare(const asked_texts& x, item_index y, weighted_sum& to) const {
  for (std::size_t attribute = 0; attribute < tables_.size(); ++attribute) {
    const auto& [query, own] = x.by_attribute[attribute];
    if (!(own > 0)) continue;
    const auto text = tables_[attribute].find(y, x.language);
    const auto share = text ? std::min(tables_[attribute].score(query, *text) / own, 1.0F) : 0.0F;
    to.add(attributes_[attribute].weight, double{share});
  }
}

void compared_texts::add_candidates(const asked_texts& x, std::size_t most, const question& asked,
                                    std::vector<item_index>& found) const {
  thread_local std::vector<text_number> texts;
  for (std::size_t attribute = 0; attribute < tables_.size(); ++attribute) {
    tables_[attribute].find_candidates(x.by_attribute[attribute].query, most, asked, texts);
    for (const auto text : texts) found.push_back(tables_[attribute].item_of(text));
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

std::size_t compared_texts::memory_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const auto& each : tables_) bytes += each.memory_bytes();
  return bytes;
}

void compared_texts::save(model_writer& to) const {
  for (const auto& each : tables_) each.save(to);
}

std::optional<compared_texts> compared_texts::load(std::vector<compared_attribute> attributes,
                                                   model_reader& from, std::size_t items_end) {
  std::vector<text_table> tables;
  while (tables.size() < attributes.size()) {
    auto table = text_table::load(from, items_end);
    if (!table) return std::nullopt;
    tables.push_back(std::move(*table));
  }
  return compared_texts(std::move(attributes), std::move(tables));
}

}  // namespace footfall::model
