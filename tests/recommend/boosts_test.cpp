// What moves up in an answer.
#include "footfall/recommend/boosts.hpp"
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

#include <set>

namespace footfall::test {
namespace {

using item_list = std::vector<item_index>;
constexpr std::int64_t now_ms = 1'000'000'000'000;
constexpr std::int64_t day_ms = 86'400'000;

struct boosted_shop : shop {
  boosted_shop() {
    std::vector<model::scored_item> list;
    for (item_index item = 0; item < 8; ++item) list.push_back({item, 20.0F - static_cast<float>(item), 0});
    add_list("top", list);
    add_stage({{"top"}});
    catalog::catalogue_editor editor({});
    catalog::item told;
    told.brand = "acme";
    editor.put(3, told);
    editor.put(6, told);
    told.brand = "other";
    told.categories = {{"Shoes", "Children"}};
    told.added_ms = now_ms - day_ms;
    editor.put(5, told);
    told.categories.clear();
    told.added_ms = now_ms - 3 * day_ms;
    told.price = text::price{100, {}};
    told.sale = catalog::sale_price{50, std::nullopt, std::nullopt};
    editor.put(4, told);
    catalogue = editor.finish();
  }
  [[nodiscard]] result<recommend::recommendation> ask_boosted(
      std::uint32_t count, recommend::answer_record* record = nullptr) const {
    return recommend::recommend(about({}, count), {.plan = plan,
                                                   .models = models,
                                                   .items = items,
                                                   .history = {},
                                                   .now_ms = now_ms,
                                                   .categories = {nullptr, 0, catalogue.get()},
                                                   .record = record,
                                                   .user_values = user_values});
  }
  [[nodiscard]] item_list first(std::uint32_t count) const { return items_of(*ask_boosted(count)); }

  boost::shared_ptr<const catalog::catalogue> catalogue;
  std::span<const recommend::user_value> user_values;
};

TEST(boosts, move_items_up_by_their_places_and_no_further) {
  boosted_shop box;
  box.plan.boosts = {{.by = "attribute", .places = 2, .attribute = "brand", .value = "acme"}};
  EXPECT_EQ(box.first(8), (item_list{0, 3, 1, 2, 6, 4, 5, 7}));
  box.plan.boosts[0].places = 50;
  EXPECT_EQ(box.first(8), (item_list{3, 6, 0, 1, 2, 4, 5, 7}));
}

TEST(boosts, bring_items_into_an_answer_from_below) {
  boosted_shop box;
  box.plan.boosts = {{.by = "attribute", .places = 2, .attribute = "brand", .value = "acme"}};
  EXPECT_EQ(box.first(2), (item_list{0, 3}));
  EXPECT_EQ(box.first(5), (item_list{0, 3, 1, 2, 6}));
}

TEST(boosts, each_row_moves_what_it_says) {
  boosted_shop box;
  const auto moved = [&](std::string_view by, std::string_view attribute, std::string_view value,
                         std::int64_t maximum_age_ms) {
    box.plan.boosts = {{std::string(by), 9, std::string(attribute), std::string(value), maximum_age_ms}};
    return box.first(1).front();
  };
  EXPECT_EQ(moved("category", "", "Shoes", 0), 5U);
  EXPECT_EQ(moved("category", "", "/Shoes/", 0), 5U);
  EXPECT_EQ(moved("category", "", "Sho", 0), 0U);
  EXPECT_EQ(moved("category", "", "/", 0), 0U);
  EXPECT_EQ(moved("new", "", "", 2 * day_ms), 5U);
  EXPECT_EQ(moved("sale", "", "", 0), 4U);
  EXPECT_EQ(moved("attribute", "brand", "nobody", 0), 0U);
  box.catalogue.reset();
  for (const auto& row : recommend::boosters())
    EXPECT_EQ(moved(row.name, "brand", "acme", day_ms), 0U) << row.name;
}

TEST(boosts, what_items_and_user_have_in_common_moves_up) {
  boosted_shop box;
  box.plan.boosts = {{.by = "user", .places = 2, .attribute = "brand", .user_attribute = "favourite"}};
  EXPECT_TRUE(recommend::boosts_by_user(box.plan.boosts));
  EXPECT_EQ(box.first(8), (item_list{0, 1, 2, 3, 4, 5, 6, 7}));
  const std::vector<recommend::user_value> values{{"colour", "acme"}, {"favourite", "acme"}};
  box.user_values = values;
  EXPECT_EQ(box.first(8), (item_list{0, 3, 1, 2, 6, 4, 5, 7}));
  box.plan.boosts[0].user_attribute = "size";
  EXPECT_EQ(box.first(8), (item_list{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(boosts, relevance_never_rises_and_of_several_the_largest_counts) {
  boosted_shop box;
  box.plan.boosts = {{.by = "attribute", .places = 1, .attribute = "brand", .value = "acme"},
                     {.by = "attribute", .places = 3, .attribute = "brand", .value = "acme"}};
  recommend::answer_record record;
  const auto answer = box.ask_boosted(8, &record);
  EXPECT_EQ(items_of(*answer), (item_list{3, 0, 1, 2, 6, 4, 5, 7}));
  for (std::size_t place = 1; place < answer->items.size(); ++place)
    EXPECT_GE(answer->items[place - 1].relevance, answer->items[place].relevance);
  EXPECT_EQ(answer->items.front().relevance, 1000U);
  ASSERT_EQ(record.items.size(), 8U);
  EXPECT_EQ(record.items[0].boosts.size(), 2U);  // goes with its item
  EXPECT_TRUE(record.items[1].boosts.empty());
}

TEST(boosts, rows_have_names_of_their_own) {
  std::set<std::string_view> names;
  for (const auto& row : recommend::boosters()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  EXPECT_EQ(recommend::find_booster("nothing"), nullptr);
}

}  // namespace
}  // namespace footfall::test
