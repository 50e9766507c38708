// What is like an item by what the catalogue says.
#include "catalogue_shop.hpp"

#include "footfall/model/saved_model.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>

namespace footfall::test {
namespace {

catalog::item item_of(std::string brand, std::vector<std::string> colours, std::int64_t price_minor = 0) {
  catalog::item told;
  told.brand = std::move(brand);
  if (!colours.empty()) told.attribute("colour", catalog::attribute_type::nominal).texts = std::move(colours);
  if (price_minor > 0) told.price = text::price{price_minor, {}};
  return told;
}

// Brand counts twice, a price that is e^0.5 times another leaves 1/e.
struct four_items : catalogue_shop {
  four_items() : catalogue_shop("CB") {
    definition.attributes = {
        {.key = "brand", .weight = 2}, {.key = "colour"}, {.key = "price", .spread = 0.5}};
    put(item_of("acme", {"red", "blue"}, 2000));
    put(item_of("acme", {"red"}, 4000));
    put(item_of("other", {"red", "blue"}, 2000));
    put(item_of("acme", {}));
  }
};

std::map<item_index, float> like(catalogue_shop& shop, std::vector<item_index> context,
                                 const model::admission* admits = nullptr) {
  std::map<item_index, float> scores;
  for (const auto& entry : shop.ask({.context = context, .admits = admits, .wanted = 10}))
    scores[entry.item] = entry.score;
  return scores;
}

TEST(similar_content, is_the_mean_of_attributes_by_weight) {
  four_items shop;
  const auto scores = like(shop, {0});
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_NEAR(scores.at(1), 0.647437, 1e-6);
  EXPECT_NEAR(scores.at(2), 0.5, 1e-6);
  EXPECT_NEAR(scores.at(3), 0.5, 1e-6);
}

TEST(similar_content, only_the_ratio_of_weights_matters_and_one_of_nothing_is_as_no_attribute) {
  four_items shop;
  const auto before = like(shop, {0});
  for (auto& each : shop.definition.attributes) each.weight *= 10;
  const auto multiplied = like(shop, {0});
  for (const auto& [item, score] : before) EXPECT_NEAR(multiplied.at(item), score, 1e-6);
  four_items without;
  without.definition.attributes.pop_back();
  shop.definition.attributes.back().weight = 0;
  EXPECT_EQ(like(shop, {0}).size(), like(without, {0}).size());
  EXPECT_NEAR(like(shop, {0}).at(1), like(without, {0}).at(1), 1e-6);
}

TEST(similar_content, a_copy_is_entirely_alike_and_a_later_context_item_says_a_quarter) {
  four_items shop;
  const auto copy = shop.put(item_of("acme", {"red", "blue"}, 2000));
  EXPECT_NEAR(like(shop, {0}).at(copy), 1, 1e-6);
  const auto stranger = shop.put(item_of("nobody's", {}));
  EXPECT_NEAR(like(shop, {stranger, 0}).at(copy), 0.25, 1e-6);
  EXPECT_TRUE(like(shop, {stranger}).empty());
  EXPECT_TRUE(like(shop, {99}).empty());
}

TEST(similar_content, variants_of_the_context_and_what_a_filter_refuses_are_not_there) {
  four_items shop;
  auto variant = item_of("acme", {"red"}, 2000);
  variant.group = "shoe";
  shop.change(0, variant);
  shop.change(1, variant);
  EXPECT_FALSE(like(shop, {0}).contains(1));
  struct not_three final : model::admission {
    bool admits(item_index item) const override { return item != 3; }
  };
  const not_three admission;
  EXPECT_FALSE(like(shop, {0}, &admission).contains(3));
}

TEST(similar_content, prices_of_two_currencies_are_not_compared) {
  catalogue_shop shop("CB");
  shop.definition.attributes = {{.key = "price"}};
  shop.put(item_of("", {}, 2000));
  shop.put(item_of("", {}, 2000));
  auto yen = item_of("", {}, 2000);
  yen.price->unit = *text::find_currency("JPY");
  shop.put(yen);
  const auto scores = like(shop, {0});
  EXPECT_NEAR(scores.at(1), 1, 1e-6);
  EXPECT_FALSE(scores.contains(2));
}

TEST(similar_content, categories_above_count_too_and_the_usual_attributes_need_no_words) {
  catalogue_shop shop("CB");
  catalog::item told;
  told.categories = {{"Shoes", "Children"}};
  shop.put(told);
  told.categories = {{"Shoes", "Women"}};
  shop.put(told);
  told.categories = {{"Books"}};
  shop.put(told);
  const auto scores = like(shop, {0});
  EXPECT_GT(scores.at(1), 0);
  EXPECT_FALSE(scores.contains(2));
}

TEST(similar_content, numbers_are_near_in_their_own_order_where_nothing_else_is_known) {
  catalogue_shop shop("CB");
  shop.definition.attributes = {{.key = "pages", .type = "NUMERIC"}};
  for (const double pages : {100.0, 110.0, 300.0, 160.0}) {
    catalog::item told;
    told.attribute("pages", catalog::attribute_type::numeric).numbers = {pages};
    shop.put(told);
  }
  const auto list = shop.ask({.context = std::array{item_index{0}}});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, 1U);
  EXPECT_EQ(list[1].item, 3U);
  EXPECT_EQ(list[2].item, 2U);
}

TEST(similar_content, however_many_numbers_an_item_has_a_thousand_others_are_compared) {
  catalogue_shop shop("CB");
  for (const auto* key : {"pages", "weight", "height"})
    shop.definition.attributes.push_back({.key = key, .type = "NUMERIC"});
  // Near in one number, far away in the others.
  for (int number = 0; number < 6000; ++number) {
    catalog::item told;
    for (int key = 0; key < 3; ++key)
      told.attribute(shop.definition.attributes[static_cast<std::size_t>(key)].key,
                     catalog::attribute_type::numeric)
          .numbers = {number == 0 || number % 3 == key ? 100 + number / 1e6 : 1000.0 + number};
    shop.put(told);
  }
  EXPECT_LE(shop.ask({.context = std::array{item_index{0}}, .wanted = 6000}).size(), 1000U);
}

TEST(similar_content, what_is_too_old_is_not_there) {
  four_items shop;
  *shop.definition.find("maximum_item_age") = 10 * model::day_ms;
  auto old = item_of("acme", {"red"}, 2000);
  old.added_ms = shop.now_ms - 11 * 86'400'000LL;
  shop.change(1, old);
  auto recent = old;
  recent.added_ms = shop.now_ms - 9 * 86'400'000LL;
  shop.change(2, recent);
  model::scored_list list = shop.ask({.context = std::array{item_index{0}}, .now_ms = shop.now_ms});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].item, 2U);
}

catalog::item written(std::string brand, std::string title, std::string language = {}) {
  auto told = item_of(std::move(brand), {});
  told.title = std::move(title);
  told.language = std::move(language);
  return told;
}

// Titles count three times as much as the brand.
struct four_titles : catalogue_shop {
  four_titles() : catalogue_shop("CB") {
    definition.attributes = {{.key = "brand"}, {.key = "title", .type = "TEXT", .weight = 3}};
    put(written("acme", "red tea pot large"));
    put(written("acme", "red tea cup"));
    put(written("other", "green tea pot pot lid"));
    put(written("acme", "garden chair"));
    put(written("other", "bench"));
  }
};

TEST(similar_content, texts_count_by_their_share_of_what_the_item_answers_itself) {
  four_titles shop;
  shop.change(4, item_of("other", {}));  // it has no title
  const auto scores = like(shop, {0});
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_NEAR(scores.at(1), (1 + 3 * 0.677089) / 4, 1e-5);
  EXPECT_NEAR(scores.at(2), 3 * 0.700796 / 4, 1e-5);
  EXPECT_NEAR(scores.at(3), 1.0 / 4, 1e-5);
}

TEST(similar_content, a_text_without_a_word_of_others_is_none_and_a_copy_is_entirely_alike) {
  four_titles shop;
  EXPECT_EQ(like(shop, {4}), (std::map<item_index, float>{{2, 1.0F}})) << "the brand alone";
  const auto copy = shop.put(written("acme", "red tea pot large"));
  EXPECT_NEAR(like(shop, {0}).at(copy), 1, 1e-6);
  for (auto& each : shop.definition.attributes) each.weight = each.type == "TEXT" ? 1 : 0;
  EXPECT_NEAR(like(shop, {0}).at(copy), 1, 1e-6);
}

TEST(similar_content, texts_are_compared_within_a_language) {
  catalogue_shop shop("CB");
  shop.definition.attributes = {{.key = "title", .type = "TEXT"}};
  for (const auto* language : {"en", "en", "de"}) shop.put(written("", "tea pot", language));
  const auto scores = like(shop, {0});
  EXPECT_NEAR(scores.at(1), 1, 1e-6);
  EXPECT_FALSE(scores.contains(2));
}

TEST(similar_content, texts_are_the_same_after_they_were_saved_and_when_one_has_changed) {
  four_titles shop;
  const auto before = like(shop, {0});
  std::vector<std::byte> bytes;
  {
    model::model_writer to(
        [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
    model::save_models(*shop.build(), to);
  }
  model::model_reader from(bytes);
  const auto loaded = model::load_models({&shop.definition, 1}, from, shop.items.size());
  ASSERT_TRUE(loaded);
  model::scored_list list;
  loaded->models.front().content->answer({.context = std::array{item_index{0}}, .wanted = 10}, list);
  std::map<item_index, float> scores;
  for (const auto& entry : list) scores[entry.item] = entry.score;
  EXPECT_EQ(scores, before);
  model::model_reader fewer(bytes);
  EXPECT_FALSE(model::load_models({&shop.definition, 1}, fewer, 1));
  shop.change(3, written("acme", "tea pot"));
  const auto kept = like(shop, {0});
  EXPECT_NE(kept, before);
  shop.library = {};
  EXPECT_EQ(like(shop, {0}), kept);
}

TEST(similar_content, brought_up_to_date_is_as_made_anew) {
  std::mt19937 random(7);
  four_items shop;
  for (int round = 0; round < 50; ++round) {
    const auto told = item_of(std::to_string(random() % 3), {std::to_string(random() % 4)},
                              100 * static_cast<std::int64_t>(1 + random() % 9));
    if (random() % 2 == 0)
      shop.put(told);
    else
      shop.change(static_cast<item_index>(random() % shop.items.size()), told);
    const auto kept = like(shop, {0, 1});
    shop.library = {};
    const auto anew = like(shop, {0, 1});
    ASSERT_EQ(kept.size(), anew.size());
    for (const auto& [item, score] : anew) ASSERT_NEAR(kept.at(item), score, 1e-6);
    shop.library = {};
    static_cast<void>(shop.build());
  }
}

}  // namespace
}  // namespace footfall::test
