// The tree of categories.
#include "footfall/catalog/category_tree.hpp"

#include "footfall/core/heap_bytes.hpp"

#include <algorithm>

namespace footfall::catalog {

namespace {

// Names hold any character but this one, which the import has made a blank.
constexpr char between_names = '\x1F';

std::string key_of(std::span<const std::string> path) {
  std::string key;
  for (const auto& name : path) {
    key += name;
    key += between_names;
  }
  return key;
}

}  // namespace

category_number category_tree::add(std::span<const std::string> path) {
  auto parent = root;
  for (std::size_t depth = 1; depth <= path.size(); ++depth) {
    const auto [place, is_new] =
        by_path_.try_emplace(key_of(path.first(depth)), static_cast<category_number>(nodes_.size()));
    if (is_new) nodes_.push_back({parent, path[depth - 1]});
    parent = place->second;
  }
  return parent;
}

void category_tree::number_places() {
  std::vector<std::vector<category_number>> children(nodes_.size() + 1);
  for (category_number number = 0; number < nodes_.size(); ++number)
    children[nodes_[number].parent == root ? nodes_.size() : nodes_[number].parent].push_back(number);
  intervals_.assign(nodes_.size(), {});
  walk_.clear();
  // A category is on the stack twice: it is entered, and then left.
  std::vector<std::pair<category_number, bool>> open;
  const auto enter = [&](const std::vector<category_number>& which) {
    for (auto each = which.rbegin(); each != which.rend(); ++each) open.emplace_back(*each, false);
  };
  enter(children.back());
  while (!open.empty()) {
    const auto [number, entered] = open.back();
    open.pop_back();
    if (entered) {
      intervals_[number].end = static_cast<std::uint32_t>(walk_.size());
      continue;
    }
    intervals_[number].begin = static_cast<std::uint32_t>(walk_.size());
    walk_.push_back(number);
    open.emplace_back(number, true);
    enter(children[number]);
  }
  bytes_ = count_bytes();
}

std::optional<category_number> category_tree::find(std::span<const std::string> path) const {
  const auto place = by_path_.find(key_of(path));
  return place == by_path_.end() ? std::nullopt : std::optional(place->second);
}

category_path category_tree::path_of(category_number category) const {
  category_path path;
  for (auto at = category; at != root; at = nodes_[at].parent) path.push_back(nodes_[at].name);
  std::reverse(path.begin(), path.end());
  return path;
}

std::size_t category_tree::count_bytes() const noexcept {
  constexpr std::size_t inline_bytes = 15;  // of a short string
  const auto text_bytes = [](const std::string& text) {
    return text.capacity() > inline_bytes ? heap_bytes(text.capacity() + 1) : 0;
  };
  std::size_t sum = heap_bytes(nodes_.capacity() * sizeof(node)) +
                    heap_bytes(walk_.capacity() * sizeof(category_number)) +
                    heap_bytes(intervals_.capacity() * sizeof(category_interval)) +
                    heap_bytes(by_path_.bucket_count() * (sizeof(std::string) + 2 * sizeof(std::uint64_t)));
  for (const auto& each : nodes_) sum += text_bytes(each.name);
  for (const auto& [path, number] : by_path_) sum += text_bytes(path);
  return sum;
}

}  // namespace footfall::catalog
