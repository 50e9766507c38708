// THE table of filters: what a scenario can leave out. Adding a filter is adding a row in `filters.cpp`.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/profile/profile_table.hpp"
#include "footfall/recommend/scenario.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// What filters look at.
struct filter_input {
  std::span<const item_index> context_items;        ///< resolved context items of the request
  std::span<const profile::history_entry> history;  ///< of the user, newest first
  std::int64_t now_ms = 0;
};

/// Filters by history look back one year (protocol J2).
inline constexpr std::int64_t history_filter_ms = 365 * std::int64_t{86'400'000};

/// One row: the name in the configuration file, its switch, and what it leaves out.
struct filter {
  std::string_view name;
  bool filter_settings::*enabled;  ///< null: always on, no key of the configuration file
  void (*collect)(const filter_input& input, std::vector<item_index>& excluded);
};

[[nodiscard]] std::span<const filter> filters() noexcept;

/// Replaces `excluded` by the items that the enabled filters leave out, sorted, each once. Thread-safe.
void collect_excluded(const filter_settings& settings, const filter_input& input,
                      std::vector<item_index>& excluded);

}  // namespace footfall::recommend
