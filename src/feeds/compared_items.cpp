#include "feeds/compared_items.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/text/number.hpp"

#include <xxhash.h>

#include <algorithm>

namespace footfall::feeds {

namespace {

std::uint64_t hash_of_content(std::string_view content) {
  return XXH3_64bits(content.data(), content.size());
}

}  // namespace

std::uint32_t type_of_key(std::string_view key) noexcept {
  return text::to_integer<std::uint32_t>(key.substr(0, key.find('/'))).value_or(0);
}

// Of 128 bits: two keys with one digest would be one item.
compared_items::digest compared_items::digest_of(std::string_view key) noexcept {
  const auto hash = XXH3_128bits(key.data(), key.size());
  return {hash.low64, hash.high64};
}

void compared_items::note_stored(std::string_view key, std::string_view content) {
  rows_.insert_or_assign(digest_of(key), row{.content = hash_of_content(content),
                                             .type = type_of_key(key),
                                             .is_stored = true,
                                             .was_item = !customer::is_removed_item(content)});
}

bool compared_items::want(std::string_view key, std::string_view content) {
  auto& of = rows_[digest_of(key)];
  of.type = type_of_key(key);
  of.is_wanted = true;
  of.is_item = !customer::is_removed_item(content);
  of.is_same = of.is_stored && of.content == hash_of_content(content);
  types_.insert(of.type);
  return of.is_same;
}

bool compared_items::is_of_wanted_type(std::string_view key) const {
  return types_.contains(type_of_key(key));
}

bool compared_items::is_gone(std::string_view key) const {
  const auto found = rows_.find(digest_of(key));
  return found != rows_.end() && is_gone(found->second);
}

std::size_t compared_items::gone() const {
  return static_cast<std::size_t>(
      std::count_if(rows_.begin(), rows_.end(), [&](const auto& each) { return is_gone(each.second); }));
}

stored_items compared_items::counts() const {
  stored_items counts;
  for (const auto& [key, of] : rows_) {
    counts.removed += of.was_item && is_gone(of);
    if (!of.is_wanted || !of.is_item) continue;
    ++(!of.was_item ? counts.added : of.is_same ? counts.same : counts.changed);
  }
  return counts;
}

}  // namespace footfall::feeds
