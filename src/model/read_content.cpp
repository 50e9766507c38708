// Items are read again only where their text in the catalogue is another one.
#include "model/read_content.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace footfall::model {

namespace {

bool is_price(const compared_attribute& which) { return which.key == "price"; }
bool is_number(const compared_attribute& which) { return is_price(which) || which.type == "NUMERIC"; }

std::uint32_t unit_of(const text::currency& of) {
  std::uint32_t unit = 0;
  for (const char letter : of.letters) unit = unit << 8 | static_cast<unsigned char>(letter);
  return unit;
}

}  // namespace

void content_reader::add_text(std::uint32_t attribute, std::string_view text) {
  // An attribute may be there twice, with different weights or as another type.
  const auto value = catalog::value_of(std::to_string(attribute), text);
  const auto [place, is_new] = known_.try_emplace(value, static_cast<std::uint32_t>(attribute_of_.size()));
  if (is_new) attribute_of_.push_back(attribute);
  texts_.push_back(place->second);
}

// Each category above is a value, too: neighbours in the tree have more in common than strangers.
void content_reader::read_category(item_index item) {
  for (std::uint32_t attribute = 0; attribute < attributes_.size(); ++attribute) {
    if (attributes_[attribute].key != "category") continue;
    for (const auto category : reads_->categories_of(item)) {
      std::string prefix;
      for (const auto& name : reads_->tree().path_of(category)) {
        prefix.append(name).push_back('\0');
        add_text(attribute, prefix);
      }
    }
  }
}

void content_reader::add_price(std::uint32_t attribute, item_index item, std::int64_t now_ms,
                               content_values& to) const {
  const auto* told = reads_->find(item);
  const auto minor = catalog::price_at(*told, now_ms / 1000);
  if (!minor) return;
  const auto scale = std::pow(10.0, text::minor_digits(told->unit));
  to.numbers.push_back({static_cast<double>(*minor) / scale, attribute, unit_of(told->unit)});
}

void content_reader::read_item(item_index item, const content_values& before, content_values& to) {
  const bool is_unchanged =
      read_ && item < before.items() && read_->version_of(item) == reads_->version_of(item);
  if (is_unchanged) {
    const auto begin = before.texts.begin();
    to.texts.insert(to.texts.end(), begin + before.texts_begin[item], begin + before.texts_begin[item + 1]);
    for (auto place = before.numbers_begin[item]; place < before.numbers_begin[item + 1]; ++place)
      if (!is_price(attributes_[before.numbers[place].attribute]))
        to.numbers.push_back(before.numbers[place]);
    return;
  }
  const auto told = reads_->read(item);
  if (!told) return;
  texts_.clear();
  read_category(item);
  for (std::uint32_t attribute = 0; attribute < attributes_.size(); ++attribute) {
    const auto& which = attributes_[attribute];
    if (which.key == "category" || is_price(which) || is_compared_as_text(which)) continue;
    if (which.key == "brand" && !told->brand.empty()) add_text(attribute, told->brand);
    const auto* found = told->find(
        which.key, is_number(which) ? catalog::attribute_type::numeric : catalog::attribute_type::nominal);
    if (found == nullptr) continue;
    for (const auto& text : found->texts) add_text(attribute, text);
    for (const auto number : found->numbers)
      if (std::isfinite(number)) to.numbers.push_back({number, attribute, 0});
  }
  std::ranges::sort(texts_);
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  to.texts.insert(to.texts.end(), texts_.begin(), texts_.end());
}

content_values content_reader::read(const boost::shared_ptr<const catalog::catalogue>& from,
                                    std::size_t items_end, std::int64_t now_ms,
                                    const content_values& before) {
  content_values made;
  reads_ = from;
  if (from)
    for (item_index item = 0; item < items_end; ++item) {
      const auto* told = from->find(item);
      if (told != nullptr) {
        read_item(item, before, made);
        for (std::uint32_t attribute = 0; attribute < attributes_.size(); ++attribute)
          if (is_price(attributes_[attribute])) add_price(attribute, item, now_ms, made);
      }
      made.texts_begin.push_back(static_cast<std::uint32_t>(made.texts.size()));
      made.numbers_begin.push_back(static_cast<std::uint32_t>(made.numbers.size()));
      made.group_of.push_back(told == nullptr ? 0 : told->group);
      made.since_s.push_back(told == nullptr ? 0 : std::max(told->added_s, told->valid_from_s));
    }
  made.attribute_of = attribute_of_;
  read_ = from;
  return made;
}

}  // namespace footfall::model
