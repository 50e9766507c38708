// What `footfall evaluate` prints: a table for people, JSON for machines.
#pragma once

#include "footfall/evaluation/bootstrap.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

/// One scenario in one view.
struct judged_scenario {
  std::string name;
  evaluation::measures total;
  evaluation::intervals sure;
  std::optional<evaluation::comparison> change;  ///< against the row above; nothing for the first
};

/// Queries whose answer is of one category.
struct judged_category {
  std::string name;  ///< empty: of none
  std::size_t queries = 0;
  std::vector<std::size_t> hits;  ///< by the row of the scenario
};

/// All scenarios in one view: the floor, the scenario, and what it is compared with.
struct judged_view {
  std::string_view name;
  std::vector<judged_scenario> rows;
  std::vector<judged_category> categories;  ///< of most queries first; empty: not told
};

/// Everything that was measured.
struct evaluation_report {
  std::string customer;
  std::string event;
  std::int64_t split_ms = 0;  ///< models know nothing later
  std::size_t training_events = 0;
  std::vector<std::string> notes;  ///< what else was decided, for people
  std::vector<judged_view> views;
};

[[nodiscard]] std::string to_table(const evaluation_report& report);

/// One object with a line end.
[[nodiscard]] std::string to_json(const evaluation_report& report);

}  // namespace footfall::commands
