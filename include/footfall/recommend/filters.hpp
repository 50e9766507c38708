// THE table of filters: what a scenario leaves out. Adding a filter is adding a row in `filters.cpp` and a
// file in `src/recommend/filters/`.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_categories.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/model/question.hpp"
#include "footfall/profile/history_entry.hpp"
#include "footfall/recommend/scenario.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// In which categories items are.
struct known_categories {
  const catalog::item_categories* by_clicks = nullptr;  ///< null: nobody knows
  std::uint32_t since_s = 0;                            ///< what was last seen before is too old

  /// False when nobody has ever said of anything in which category it is.
  [[nodiscard]] bool any() const { return by_clicks != nullptr && by_clicks->paths() != 0; }

  /// Calls `visit(std::string_view path)` for the paths of an item, the newest first.
  template <class Visit>
  void visit(item_index item, Visit&& visit) const {
    if (by_clicks != nullptr)
      by_clicks->visit(item, since_s, [&](std::string_view path, std::uint32_t) { visit(path); });
  }
};

/// The category of an item that is closest to one of those wanted: it shares the longest beginning. Empty
/// when the item is in one category only, or in none that shares anything. Thread-safe.
[[nodiscard]] std::string closest_category(const known_categories& categories, item_index item,
                                           std::span<const std::string> wanted);

/// What the customer says of its items.
struct offered_items {
  const catalog::catalogue* catalogue = nullptr;  ///< null: nothing
  catalog::unknown_items unknown = catalog::unknown_items::automatic;
};

/// What filters look at; all of it outlives the request.
struct filter_input {
  const filter_settings& settings;
  const catalog::item_dictionary& items;
  std::span<const std::uint32_t> output_types;
  std::span<const item_index> context_items{};        ///< resolved context items of the request
  std::span<const profile::history_entry> history{};  ///< of the user, newest first
  std::int64_t now_ms = 0;
  const known_categories& categories;                ///< of items
  std::span<const std::string> wanted_categories{};  ///< paths; one that is empty is the whole site
  std::span<const item_index> group{};               ///< only these are wanted, ascending; empty: all are
  const model::admission* admits = nullptr;          ///< of the request itself; null: it leaves out nothing
  offered_items offered{};
};

/// Filters by history look back one year (protocol J2).
inline constexpr std::int64_t history_filter_ms = 365 * std::int64_t{86'400'000};

/// One row. Its name is the key in scenarios and the word in explanations. Rows are asked in the order of the
/// table, the cheapest first.
struct filter {
  std::string_view name;
  bool filter_settings::*enabled;  ///< null: always on, no key of the configuration file
  bool reads_user;                 ///< another user may get another list
  /// Once a request: appends the items that it leaves out by themselves. False: `refuses` need not be asked.
  bool (*prepare)(const filter_input& input, std::vector<item_index>& excluded);
  /// Of a candidate that was not left out yet; null where `prepare` says it all.
  bool (*refuses)(const filter_input& input, item_index item);
};

[[nodiscard]] std::span<const filter> filters() noexcept;

}  // namespace footfall::recommend
