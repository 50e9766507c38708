// The categories in which visitors have seen items: a fold over the category paths of clicks (protocol A5).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// Bounds of a table; together about 200 MB when clients fill all of it with rubbish.
struct category_limits {
  std::size_t paths_of_item_max = 8;  ///< of more the one that was seen longest ago is forgotten
  std::size_t items_max = 1'000'000;  ///< when full, items that nobody saw for long are forgotten
  std::size_t paths_max = 50'000;     ///< different ones; when full, those that nobody saw for long go
  std::size_t path_bytes_max = 512;   ///< longer paths are passed over
};

/// A table as it is kept in a file.
struct saved_categories {
  struct path {
    std::uint32_t issue = 0;
    std::uint32_t seen_s = 0;
    std::uint32_t text_bytes = 0;  ///< that are its own of those in `texts`
  };
  struct item {
    std::uint32_t index = 0;
    std::uint32_t paths = 0;  ///< that are its own of those in `seen`
  };
  struct seen_path {
    std::uint32_t path = 0;
    std::uint32_t issue = 0;
    std::uint32_t seen_s = 0;
  };
  std::vector<path> paths;
  std::vector<char> texts;
  std::vector<item> items;
  std::vector<seen_path> seen;
  std::uint64_t random_state = 0;
  std::uint32_t issues = 0;
};

/// Category paths of the items of one customer, each with the time at which it was last seen. A path is
/// appended to those of its item; nothing but the bounds removes it, since readers say how old is too old.
///
/// The same clicks in the same order give the same table. Thread-safe: one writer waits for readers, readers
/// never wait for each other. A path is stored once, however many items are in it.
class item_categories {
 public:
  explicit item_categories(const category_limits& limits = {});
  item_categories(const item_categories&) = delete;
  item_categories& operator=(const item_categories&) = delete;

  /// Memory that grows with what is in it, about.
  [[nodiscard]] std::size_t bytes() const;

  /// A click at `time_s` (seconds since the epoch) on an item under this path, which has the form in which
  /// events store it: `Shoes/Children`. The empty path, the whole site, says nothing and is passed over.
  void add(item_index item, std::string_view path, std::uint32_t time_s);

  /// Whether an item has come into a category, or has another newest one, since the last call.
  [[nodiscard]] bool has_changed() noexcept { return changed_.exchange(false); }

  /// Calls `visit(std::string_view path, std::uint32_t last_seen_s)` for the paths of an item that were seen
  /// at `since_s` or later, the newest first. `visit` must not call this table, and the path is valid only
  /// inside.
  template <class Visit>
  void visit(item_index item, std::uint32_t since_s, Visit&& visit) const {
    const std::shared_lock lock(mutex_);
    const auto place = places_.find(item);
    if (place == places_.end()) return;
    for (const auto& each : items_[place->second].paths)
      if (each.seen_s >= since_s && is_valid(each))
        visit(std::string_view(paths_[each.path].text), each.seen_s);
  }

  /// The table as it is, so that the same clicks lead to the same table from there. Takes about a millisecond
  /// for 100,000 items.
  [[nodiscard]] saved_categories save() const;

  /// Fills an empty table. Errors: `io_failed` when this was never saved from a table with these limits and
  /// items below `items_end`; the table is then of no use.
  [[nodiscard]] result<void> load(const saved_categories& from, std::size_t items_end);

  /// Items with a path, ascending; those with old ones, too.
  [[nodiscard]] std::vector<item_index> placed_items() const;
  /// Appends the items that have got their first path since there were `known` of them. False: not known,
  /// since the table is full or they are many.
  [[nodiscard]] bool append_newer(std::size_t known, std::vector<item_index>& to) const;
  /// How many they are, and how many different paths.
  [[nodiscard]] std::size_t items() const;
  [[nodiscard]] std::size_t paths() const;

 private:
  /// A path of an item: a place in `paths_`, valid while that place holds the same text.
  struct seen_path {
    std::uint32_t path;
    std::uint32_t issue;
    std::uint32_t seen_s;
  };
  struct item_paths {
    item_index item;
    std::vector<seen_path> paths;  // newest first
  };
  struct known_path {
    std::string text;
    std::uint32_t issue;  // counts the texts that have ever been added
    std::uint32_t seen_s;
  };
  // The set holds places in `paths_` and looks the texts up there.
  struct hash_of_path {
    using is_transparent = void;
    const std::vector<known_path>* paths;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
    std::size_t operator()(std::uint32_t place) const noexcept { return (*this)((*paths)[place].text); }
  };
  struct same_path {
    using is_transparent = void;
    const std::vector<known_path>* paths;
    bool operator()(std::uint32_t left, std::uint32_t right) const noexcept { return left == right; }
    bool operator()(std::string_view left, std::uint32_t right) const noexcept {
      return left == (*paths)[right].text;
    }
    bool operator()(std::uint32_t left, std::string_view right) const noexcept {
      return (*paths)[left].text == right;
    }
  };

  [[nodiscard]] bool is_valid(const seen_path& each) const noexcept {
    return paths_[each.path].issue == each.issue;
  }
  [[nodiscard]] bool load_paths(const saved_categories& from);
  [[nodiscard]] bool load_items(const saved_categories& from, std::size_t items_end);
  std::uint32_t place_of_path(std::string_view path, std::uint32_t time_s);
  item_paths& paths_of(item_index item);
  template <class LastSeen>
  std::uint32_t pick_idle(std::size_t count, LastSeen last_seen_s);

  const category_limits limits_;
  std::atomic<bool> changed_{false};
  mutable std::shared_mutex mutex_;  // guards all below
  std::vector<known_path> paths_;
  boost::unordered_flat_set<std::uint32_t, hash_of_path, same_path> path_places_{0, hash_of_path{&paths_},
                                                                                 same_path{&paths_}};
  std::vector<item_paths> items_;
  boost::unordered_flat_map<item_index, std::uint32_t> places_;  // in items_
  std::uint32_t issues_ = 0;
  std::uint64_t random_state_ = 0x9E3779B97F4A7C15ULL;
};

}  // namespace footfall::catalog
