// Categories of items by their paths, and which of them is nearest to the one that was asked for.
#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

// How many names two paths have in common from the beginning.
std::size_t names_shared(std::string_view left, std::string_view right) {
  const auto differ = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  const auto same = left.substr(0, static_cast<std::size_t>(differ.first - left.begin()));
  const auto ends = [](std::string_view path, std::size_t at) {
    return at == path.size() || path[at] == '/';
  };
  const auto whole = ends(left, same.size()) && ends(right, same.size());
  const auto slashes = static_cast<std::size_t>(std::ranges::count(same, '/'));
  return slashes + (whole && !same.empty() && !same.ends_with('/') ? 1 : 0);
}

}  // namespace

std::string known_categories::path_text(const catalog::category_tree& tree,
                                        catalog::category_number category) {
  std::string text;
  for (const auto& name : tree.path_of(category)) text += (text.empty() ? "" : "/") + name;
  return text;
}

std::optional<catalog::category_number> find_category(const catalog::catalogue& told, std::string_view path) {
  catalog::category_path names(1);
  for (const char byte : path)
    if (byte == '/')
      names.emplace_back();
    else
      names.back() += byte;
  return told.tree().find(names);
}

std::string closest_category(const known_categories& categories, item_index item,
                             std::span<const std::string> wanted) {
  std::string closest;
  std::size_t most = 0;
  std::size_t paths = 0;
  categories.visit(item, [&](std::string_view path) {
    ++paths;
    for (const auto& each : wanted)
      if (const auto shared = names_shared(path, each); shared > most) {
        most = shared;
        closest = path;
      }
  });
  return paths > 1 ? closest : std::string();
}

}  // namespace footfall::recommend
