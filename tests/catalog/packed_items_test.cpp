// Many items in little memory.
#include "footfall/catalog/packed_items.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::catalog {
namespace {

item named(std::string id, std::string title) {
  item made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.brand = "Lux & Sons";
  return made;
}

std::vector<std::string> titles_of(const packed_items& items) {
  std::vector<std::string> titles;
  for (const auto& each : items) titles.push_back(each.title);
  return titles;
}

TEST(packed_items, keep_their_places_when_others_go_or_change) {
  packed_items items;
  EXPECT_TRUE(items.empty());
  for (const auto* title : {"a", "b", "c", "d"})
    EXPECT_EQ(items.at(items.add(named(title, title))).title, title);
  items.remove(0);
  items.remove(2);
  items.remove(2);
  items.replace(3, named("d", "other"));
  EXPECT_EQ(items.size(), 2u);
  EXPECT_EQ(items.places(), 4u);
  EXPECT_FALSE(items.has(2));
  EXPECT_EQ(items.key_at(3), (packed_key{1, "d"}));
  EXPECT_EQ(titles_of(items), (std::vector<std::string>{"b", "other"}));
  items.remove(1);
  items.remove(3);
  EXPECT_TRUE(titles_of(items).empty());
}

TEST(packed_items, are_the_same_after_a_move_and_of_any_size) {
  packed_items items;
  std::vector<std::string> expected;
  for (std::size_t number = 0; number < 300; ++number) {
    expected.emplace_back(number % 100 == 0 ? 1'000'000 : number * 10, 'x');
    items.add(named(std::to_string(number), expected.back()));
  }
  const auto moved = std::move(items);
  EXPECT_EQ(titles_of(moved), expected);
  EXPECT_EQ(moved.at(299).brand, "Lux & Sons");
}

}  // namespace
}  // namespace footfall::catalog
