// What the filters of a scenario leave out.
#include "footfall/recommend/filters.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::history_type;
using recommend::filter_settings;

const std::vector<profile::history_entry> history{{9, 50, history_type::owns, 1},
                                                  {4, 40, history_type::consumed, 100},
                                                  {2, 30, history_type::clicked, 1},
                                                  {3, 20, history_type::owns, 1}};
const std::vector<item_index> context{7, 3, 7};

struct filter_case {
  const char* name;
  filter_settings settings;
  std::vector<item_index> expected;
};

TEST(filters, enabled_ones_leave_out_their_items_sorted_and_each_once) {
  const filter_case cases[] = {
      {"none", {false, false, false}, {}},
      {"context items", {true, false, false}, {3, 7}},
      {"already purchased", {false, true, false}, {3, 9}},
      {"already consumed", {false, false, true}, {4}},
      {"all", {true, true, true}, {3, 4, 7, 9}},
  };
  for (const auto& row : cases) {
    std::vector<item_index> excluded{1, 2, 3};
    recommend::collect_excluded(row.settings, {context, history}, excluded);
    EXPECT_EQ(excluded, row.expected) << row.name;
  }
}

TEST(filters, every_row_has_a_name_of_its_own_and_a_switch_of_its_own_unless_it_is_always_on) {
  for (const auto& row : recommend::filters())
    for (const auto& other : recommend::filters()) {
      if (&row == &other) continue;
      EXPECT_NE(row.name, other.name);
      if (row.enabled != nullptr) EXPECT_NE(row.enabled, other.enabled) << row.name;
    }
}

TEST(filters, a_blacklisted_item_is_left_out_whatever_the_settings_say_and_for_a_year) {
  const std::vector<profile::history_entry> listed{{8, 1'000'000, history_type::blacklist, 1},
                                                   {9, 1'000'000, history_type::owns, 1}};
  constexpr std::int64_t listed_ms = 1'000'000'000;
  std::vector<item_index> excluded;
  const filter_settings purchased{false, true, false};
  recommend::collect_excluded({false, false, false}, {{}, listed, listed_ms}, excluded);
  EXPECT_EQ(excluded, (std::vector<item_index>{8}));
  recommend::collect_excluded(purchased, {{}, listed, listed_ms + recommend::history_filter_ms - 1},
                              excluded);
  EXPECT_EQ(excluded, (std::vector<item_index>{8, 9}));
  recommend::collect_excluded(purchased, {{}, listed, listed_ms + recommend::history_filter_ms}, excluded);
  EXPECT_TRUE(excluded.empty());
}

}  // namespace
}  // namespace footfall::test
