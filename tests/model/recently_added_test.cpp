// What is new in the catalogue, in order and at random, and lists that a person has written.
#include "footfall/model/editorial_items.hpp"

#include "catalogue_shop.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace footfall::test {
namespace {

constexpr std::int64_t days_ms = 86'400'000;

catalog::item added_at(std::int64_t time_ms) {
  catalog::item told;
  told.added_ms = time_ms;
  return told;
}

TEST(recently_added, newer_items_score_more_and_what_is_too_old_or_still_to_come_is_not_there) {
  catalogue_shop shop("RECENTLY_ADDED");
  for (const auto days : {15, 0, 30, 31}) shop.put(added_at(shop.now_ms - days * days_ms));
  shop.put(catalog::item{});  // nobody knows since when
  auto to_come = added_at(shop.now_ms - days_ms);
  to_come.valid_from_ms = shop.now_ms + days_ms;
  shop.put(to_come);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, 1U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
  EXPECT_EQ(list[1].item, 0U);
  EXPECT_FLOAT_EQ(list[1].score, 0.5F);
  EXPECT_EQ(list[2].item, 2U);
  EXPECT_FLOAT_EQ(list[2].score, 0.25F);
}

TEST(recently_added, follows_the_catalogue_and_the_clock) {
  catalogue_shop shop("RECENTLY_ADDED");
  EXPECT_TRUE(shop.ask().empty());
  EXPECT_EQ(shop.library.next_update_ms(), shop.now_ms + 30 * days_ms / 64);
  shop.put(added_at(shop.now_ms - 29 * days_ms));
  EXPECT_EQ(shop.ask().size(), 1U);
  shop.now_ms += 2 * days_ms;
  EXPECT_TRUE(shop.ask().empty());
}

TEST(recently_added, random_stays_for_a_period_and_newer_items_lead_more_often) {
  catalogue_shop shop("RANDOM");
  for (const auto days : {0, 15, 27}) shop.put(added_at(shop.now_ms - days * days_ms));
  // One period a minute, so that ages hardly change.
  shop.definition.set(model::option::shuffle, 60'000);
  constexpr int periods = 3000;
  std::array<int, 3> led{};
  for (int period = 0; period < periods; ++period) {
    const auto list = shop.ask();
    ASSERT_GE(list.size(), 2U);
    ++led.at(list.front().item);
    shop.now_ms += 59'999;
    EXPECT_EQ(shop.ask().front().item, list.front().item);
    shop.now_ms += 1;
  }
  // Their weights shrink alike meanwhile, so that their shares stay.
  const std::array weights{1.0, 0.5, std::exp2(-54.0 / 30)};
  for (std::size_t item = 0; item < weights.size(); ++item) {
    const auto share = weights.at(item) / (weights[0] + weights[1] + weights[2]);
    const auto error = 3 * std::sqrt(share * (1 - share) / periods);
    EXPECT_NEAR(led.at(item) / double{periods}, share, error) << item;
  }
}

TEST(editorial, has_the_order_of_the_list_each_item_once) {
  catalogue_shop shop("EDITOR_BASED");
  for (int count = 0; count < 4; ++count) shop.put({});
  shop.definition.items = {"3", "1", "3", "99", "1/2"};
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, 2U);
  EXPECT_FLOAT_EQ(list[0].score, 3);
  EXPECT_EQ(list[1].item, 0U);
  EXPECT_FLOAT_EQ(list[1].score, 2);
  EXPECT_EQ(list[2].item, 1U);
  EXPECT_FLOAT_EQ(list[2].score, 1);
}

TEST(editorial, items_that_nobody_has_told_of_get_a_number_beforehand) {
  catalogue_shop shop("EDITOR_BASED");
  shop.definition.items = {"2/rosé", "a/b", ""};
  model::add_editorial_items({&shop.definition, 1}, true, shop.items);
  EXPECT_EQ(shop.items.size(), 2U);
  EXPECT_TRUE(shop.items.find({2, 0, "rosé"}));
  EXPECT_TRUE(shop.items.find({1, 0, "a/b"}));
  EXPECT_EQ(shop.ask().size(), 2U);
}

}  // namespace
}  // namespace footfall::test
