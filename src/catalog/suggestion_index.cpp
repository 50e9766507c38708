// Ranks are given once, when the index is made.
#include "footfall/catalog/suggestion_index.hpp"

#include <algorithm>
#include <map>

namespace footfall::catalog {

namespace {

// A name and how many items have it.
using counted_names = std::map<std::string, std::size_t>;

std::vector<item_index> best_first(const catalogue& from, std::size_t items_end,
                                   const std::function<float(item_index)>& popularity) {
  std::vector<std::pair<float, item_index>> order;
  for (item_index item = 0; item < items_end; ++item)
    if (from.find(item) != nullptr) order.emplace_back(-popularity(item), item);
  std::ranges::sort(order);
  std::vector<item_index> items;
  items.reserve(order.size());
  for (const auto& [score, item] : order) items.push_back(item);
  return items;
}

// In all languages, and counts the vendor.
std::string titles_of(const catalogue& from, item_index item, counted_names& vendors) {
  const auto told = from.read(item);
  if (!told) return {};
  if (!told->brand.empty()) ++vendors[told->brand];
  auto titles = told->title;
  for (const auto& [language, texts] : told->translations) titles.append(" ").append(texts.title);
  return titles;
}

std::vector<std::string> most_first(const counted_names& counts) {
  std::vector<std::pair<std::string, std::size_t>> order(counts.begin(), counts.end());
  std::ranges::stable_sort(order, std::greater(), &std::pair<std::string, std::size_t>::second);
  std::vector<std::string> names;
  for (auto& [name, count] : order) names.push_back(std::move(name));
  return names;
}

// Those that have items.
counted_names suggested_categories(const catalogue& from) {
  counted_names counts;
  for (category_number category = 0; category < from.tree().size(); ++category) {
    std::string path;
    for (const auto& name : from.tree().path_of(category)) path.append(path.empty() ? "" : "/").append(name);
    if (const auto items = from.items_in(category).size(); items != 0) counts[path] += items;
  }
  return counts;
}

word_index index_of(const std::vector<std::string>& names) {
  return {static_cast<std::uint32_t>(names.size()), [&](std::uint32_t rank) { return names[rank]; }};
}

std::string last_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

word_index index_of_last(const std::vector<std::string>& paths) {
  return {static_cast<std::uint32_t>(paths.size()),
          [&](std::uint32_t rank) { return last_name(paths[rank]); }};
}

std::vector<std::string> find_names(const word_index& among, const std::vector<std::string>& names,
                                    std::string_view typed, std::size_t wanted) {
  std::vector<std::uint32_t> ranks;
  among.find(
      typed, wanted, [](std::uint32_t) { return true; }, ranks);
  std::vector<std::string> found;
  for (const auto rank : ranks) found.push_back(names[rank]);
  return found;
}

}  // namespace

suggestion_index::suggestion_index(const catalogue& from, std::size_t items_end,
                                   const std::function<float(item_index)>& popularity)
    : items_(best_first(from, items_end, popularity)),
      categories_(most_first(suggested_categories(from))),
      titles_([&] {
        counted_names vendors;
        word_index titles(static_cast<std::uint32_t>(items_.size()),
                          [&](std::uint32_t rank) { return titles_of(from, items_[rank], vendors); });
        vendors_ = most_first(vendors);
        return titles;
      }()),
      category_names_(index_of_last(categories_)),
      vendor_names_(index_of(vendors_)) {}

void suggestion_index::find_items(std::string_view typed, std::size_t wanted,
                                  const std::function<bool(item_index)>& admits,
                                  std::vector<item_index>& found) const {
  std::vector<std::uint32_t> ranks;
  titles_.find(
      typed, wanted, [&](std::uint32_t rank) { return admits(items_[rank]); }, ranks);
  for (const auto rank : ranks) found.push_back(items_[rank]);
}

std::vector<std::string> suggestion_index::find_categories(std::string_view typed, std::size_t wanted) const {
  return find_names(category_names_, categories_, typed, wanted);
}

std::vector<std::string> suggestion_index::find_vendors(std::string_view typed, std::size_t wanted) const {
  return find_names(vendor_names_, vendors_, typed, wanted);
}

std::size_t suggestion_index::memory_bytes() const noexcept {
  std::size_t bytes = sizeof(*this) + items_.capacity() * sizeof(item_index) + titles_.memory_bytes() +
                      category_names_.memory_bytes() + vendor_names_.memory_bytes();
  for (const auto* names : {&categories_, &vendors_})
    for (const auto& each : *names) bytes += sizeof(each) + each.capacity();
  return bytes;
}

}  // namespace footfall::catalog
