// Categories by clicks: appended, newest first, bounded, the same after a replay.
#include "footfall/catalog/item_categories.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using catalog::item_categories;
using list = std::vector<std::pair<std::string, std::uint32_t>>;

list categories_of(const item_categories& table, item_index item, std::uint32_t since_s = 0) {
  list found;
  table.visit(item, since_s,
              [&](std::string_view path, std::uint32_t seen_s) { found.emplace_back(path, seen_s); });
  return found;
}

std::string numbered(std::size_t number) { return "Category " + std::to_string(number); }

TEST(item_categories, paths_are_appended_and_the_newest_comes_first) {
  item_categories table;
  table.add(7, "Shoes/Children", 100);
  table.add(7, "Sale", 200);
  EXPECT_EQ(categories_of(table, 7), (list{{"Sale", 200}, {"Shoes/Children", 100}}));
  table.add(7, "Shoes/Children", 300);
  EXPECT_EQ(categories_of(table, 7), (list{{"Shoes/Children", 300}, {"Sale", 200}}));
  EXPECT_EQ(categories_of(table, 8), list{});
}

TEST(item_categories, case_and_every_segment_make_a_path_of_its_own) {
  item_categories table;
  for (const auto* path : {"Shoes", "shoes", "Shoes/Children", "Shoes/Children/0-3"}) table.add(7, path, 100);
  EXPECT_EQ(categories_of(table, 7).size(), 4U);
}

TEST(item_categories, a_click_that_comes_late_never_makes_a_path_older) {
  item_categories table;
  table.add(7, "Shoes", 200);
  table.add(7, "Shoes", 100);
  table.add(7, "Sale", 150);
  EXPECT_EQ(categories_of(table, 7), (list{{"Shoes", 200}, {"Sale", 150}}));
}

TEST(item_categories, paths_that_were_not_seen_for_long_age_out_and_come_back) {
  item_categories table;
  table.add(7, "Shoes", 100);
  table.add(7, "Sale", 200);
  EXPECT_EQ(categories_of(table, 7, 100).size(), 2U);
  EXPECT_EQ(categories_of(table, 7, 101), (list{{"Sale", 200}}));
  EXPECT_EQ(categories_of(table, 7, 201), list{});
  table.add(7, "Shoes", 300);
  EXPECT_EQ(categories_of(table, 7, 201), (list{{"Shoes", 300}}));
}

TEST(item_categories, an_item_keeps_its_newest_paths) {
  item_categories table({.paths_of_item_max = 3});
  for (const auto time_s : {50U, 20U, 40U, 10U, 30U}) table.add(7, numbered(time_s), time_s);
  EXPECT_EQ(categories_of(table, 7), (list{{numbered(50), 50}, {numbered(40), 40}, {numbered(30), 30}}));
}

TEST(item_categories, the_whole_site_and_endless_paths_say_nothing) {
  item_categories table({.path_bytes_max = 10});
  table.add(7, "", 100);
  table.add(7, std::string(11, 'x'), 100);
  table.add(7, std::string(10, 'x'), 100);
  EXPECT_EQ(categories_of(table, 7).size(), 1U);
}

TEST(item_categories, when_full_it_stays_within_its_bounds_and_what_is_used_stays_known) {
  item_categories table({.items_max = 40, .paths_max = 40});
  for (std::uint32_t step = 0; step < 5000; ++step) {
    table.add(1, "Shoes", 1000 + step);
    table.add(100 + step, "rubbish " + std::to_string(step), 1000 + step);
    ASSERT_EQ(categories_of(table, 1).size(), 1U) << step;
    ASSERT_EQ(categories_of(table, 100 + step), (list{{"rubbish " + std::to_string(step), 1000 + step}}));
  }
  EXPECT_EQ(table.items(), 40U);
  EXPECT_EQ(table.paths(), 40U);
}

TEST(item_categories, a_forgotten_path_is_never_taken_for_the_one_in_its_place) {
  item_categories table({.paths_of_item_max = 4, .items_max = 100, .paths_max = 5});
  for (std::uint32_t step = 0; step < 2000; ++step) {
    const auto item = step % 20;
    table.add(item, std::to_string(item) + "/" + std::to_string(step % 7), step);
    for (item_index each = 0; each < 20; ++each)
      for (const auto& [path, seen_s] : categories_of(table, each))
        ASSERT_TRUE(path.starts_with(std::to_string(each) + "/")) << each << " has " << path;
  }
}

TEST(item_categories, the_same_clicks_give_the_same_table) {
  const catalog::category_limits limits{.paths_of_item_max = 3, .items_max = 50, .paths_max = 30};
  item_categories live(limits);
  item_categories again(limits);
  for (auto* table : {&live, &again})
    for (std::uint32_t step = 0; step < 3000; ++step)
      table->add(step * 31 % 97, numbered(step * 17 % 61), 1000 + step * 7 % 500);
  for (item_index item = 0; item < 97; ++item)
    EXPECT_EQ(categories_of(live, item), categories_of(again, item)) << item;
}

TEST(item_categories, a_table_that_was_saved_and_loaded_goes_on_as_the_one_that_was_not) {
  const catalog::category_limits limits{.paths_of_item_max = 3, .items_max = 50, .paths_max = 30};
  item_categories live(limits);
  const auto add = [](item_categories& table, std::uint32_t from, std::uint32_t until) {
    for (auto step = from; step < until; ++step)
      table.add(step * 31 % 97, numbered(step * 17 % 61), 1000 + step * 7 % 500);
  };
  add(live, 0, 1500);
  item_categories again(limits);
  ASSERT_TRUE(again.load(live.save(), 97));
  add(live, 1500, 3000);
  add(again, 1500, 3000);
  for (item_index item = 0; item < 97; ++item)
    EXPECT_EQ(categories_of(live, item), categories_of(again, item)) << item;
}

TEST(item_categories, what_was_never_saved_is_not_loaded) {
  item_categories live;
  live.add(7, "Shoes", 100);
  live.add(8, "Sale", 100);
  const auto good = live.save();
  using saved = catalog::saved_categories;
  const std::pair<const char*, void (*)(saved&)> damages[] = {
      {"an item that is none", [](saved& from) { from.items[0].index = 9; }},
      {"an item twice", [](saved& from) { from.items[0].index = 8; }},
      {"a path that is none", [](saved& from) { from.seen[0].path = 2; }},
      {"more paths than there are", [](saved& from) { from.items[1].paths = 2; }},
      {"an empty path", [](saved& from) { from.paths[0].text_bytes = 0; }},
      {"a path beyond the texts", [](saved& from) { from.paths[1].text_bytes = 500; }},
      {"an endless path", [](saved& from) { from.paths[1].text_bytes = 5000; }},
      {"a generator that stands still", [](saved& from) { from.random_state = 0; }}};
  for (const auto& [what, damage] : damages) {
    auto damaged = good;
    damage(damaged);
    item_categories table;
    EXPECT_FALSE(table.load(damaged, 9)) << what;
  }
  item_categories table;
  EXPECT_TRUE(table.load(good, 9));
  EXPECT_FALSE(table.load(good, 9)) << "into a table that is not empty";
}

TEST(item_categories, readers_see_whole_paths_while_clicks_come_in) {
  item_categories table({.paths_of_item_max = 2, .items_max = 8, .paths_max = 4});
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done)
      for (item_index item = 0; item < 16; ++item)
        for (const auto& [path, seen_s] : categories_of(table, item))
          EXPECT_TRUE(path.starts_with("Category "));
  });
  for (std::uint32_t step = 0; step < 20'000; ++step) table.add(step % 16, numbered(step % 9), step);
  done = true;
  reader.join();
}

}  // namespace
}  // namespace footfall::test
