// Categories that know their parents.
#pragma once

#include "footfall/catalog/item.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace footfall::catalog_import {

/// A tree as feeds list it: one row a category.
class category_tree {
 public:
  void add(std::string id, std::string parent, std::string name) {
    rows_.insert_or_assign(std::move(id), std::pair(std::move(parent), std::move(name)));
  }

  /// The path to a category; a missing parent ends it. Nothing for an unknown one and one in a circle.
  [[nodiscard]] std::optional<catalog::category_path> path(std::string id) const {
    constexpr std::size_t depth_max = 64;
    catalog::category_path path;
    for (auto row = rows_.find(id); row != rows_.end(); row = rows_.find(row->second.first)) {
      if (path.size() == depth_max) return std::nullopt;
      path.push_back(row->second.second);
    }
    if (path.empty()) return std::nullopt;
    std::reverse(path.begin(), path.end());
    return path;
  }

  /// The ids of the categories above one that has a path, from the root.
  [[nodiscard]] std::vector<std::string> above(const std::string& id) const {
    std::vector<std::string> ids;
    for (auto row = rows_.find(id); row != rows_.end(); row = rows_.find(row->second.first))
      ids.push_back(row->first);
    if (!ids.empty()) ids.erase(ids.begin());
    std::reverse(ids.begin(), ids.end());
    return ids;
  }

 private:
  boost::unordered_flat_map<std::string, std::pair<std::string, std::string>> rows_;
};

}  // namespace footfall::catalog_import
