// Best rated: the Bayesian average by hand.
#include "model/best_rated.hpp"

#include "footfall/model/item_ratings.hpp"
#include "footfall/model/ranking.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;

struct rated_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("rated", "POPULARITY_LONG_RATE");
  std::uint64_t raters = 0;

  item_index add_item(std::uint32_t type = 1) {
    return *items.add({type, static_cast<std::uint32_t>(items.size() + 1), {}});
  }
  void rate(std::uint64_t user, item_index item, std::int16_t rating, std::int64_t age_s = 10) {
    events::event stored;
    stored.type = event_type::rate;
    stored.time_ms = (now_s - age_s) * 1000;
    stored.user = user_numbered(user);
    stored.value = rating;
    history.append(stored, item);
  }
  item_index add_rated(int count, std::int16_t rating) {
    const auto item = add_item();
    for (int each = 0; each < count; ++each) rate(++raters, item, rating);
    return item;
  }
  boost::shared_ptr<const model::model> build() {
    history.settle();
    return model::make_best_rated_updater(definition, event_type::rate)
        ->update({history, items, now_s * 1000, 1});
  }
  float score_of(item_index item) { return build()->ranks()->score_of(item); }
};

TEST(best_rated, many_good_ratings_come_before_a_few_better_ones) {
  rated_shop shop;
  const auto few = shop.add_rated(2, 100);
  const auto good = shop.add_rated(30, 85);
  const auto one = shop.add_rated(1, 60);
  const auto usual = shop.add_rated(200, 80);
  static_cast<void>(shop.add_rated(100, 45));  // so that the mean of all is 0.7
  EXPECT_NEAR(shop.score_of(good), 0.8125, 1e-6);
  EXPECT_NEAR(shop.score_of(usual), 0.795238, 1e-6);
  EXPECT_NEAR(shop.score_of(few), 0.75, 1e-6);
  EXPECT_NEAR(shop.score_of(one), 0.690909, 1e-6);
  EXPECT_EQ(shop.build()->ranks()->items().front().item, good);
  const auto made = shop.build();
  const auto rating = dynamic_cast<const model::item_ratings&>(*made).rating_of(good);
  ASSERT_TRUE(rating);
  EXPECT_EQ(rating->raters, 30U);
  EXPECT_NEAR(rating->score, 0.8125, 1e-6);
  EXPECT_FALSE(dynamic_cast<const model::item_ratings&>(*made).rating_of(1'000));
}

TEST(best_rated, ratings_of_one_person_count_as_its_newest) {
  rated_shop shop;
  const auto item = shop.add_item();
  for (int each = 0; each < 10; ++each) shop.rate(1, item, static_cast<std::int16_t>(10 * each), 100 - each);
  shop.rate(2, shop.add_item(), 100);
  EXPECT_NEAR(shop.score_of(item), (0.9 + 10 * 0.95) / 11, 1e-6);
  EXPECT_EQ(shop.build()->record().events_used, 2U);
}

TEST(best_rated, a_comment_without_rating_says_nothing_and_takes_nothing_back) {
  rated_shop shop;
  const auto item = shop.add_item();
  shop.rate(1, item, 80, 100);
  shop.rate(1, item, -1, 50);
  shop.rate(2, shop.add_item(), -1);
  EXPECT_EQ(shop.build()->ranks()->items().size(), 1U);
  EXPECT_NEAR(shop.score_of(item), 1, 1e-6);
}

TEST(best_rated, each_item_type_has_its_own_scale_and_mean) {
  rated_shop shop;
  const auto of_five = shop.add_item(1);
  shop.rate(1, of_five, 5);
  shop.rate(2, shop.add_item(1), 3);
  const auto of_hundred = shop.add_item(2);
  shop.rate(1, of_hundred, 100);
  shop.rate(2, shop.add_item(2), 60);
  EXPECT_NEAR(shop.score_of(of_five), (1 + 10 * 0.8) / 11, 1e-6);
  EXPECT_FLOAT_EQ(shop.score_of(of_five), shop.score_of(of_hundred));
}

TEST(best_rated, among_equals_more_raters_come_first) {
  rated_shop shop;
  const auto one = shop.add_rated(1, 5);
  const auto three = shop.add_rated(3, 5);
  const auto two = shop.add_rated(2, 5);
  const auto model = shop.build();
  const auto list = model->ranks()->items();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, three);
  EXPECT_EQ(list[1].item, two);
  EXPECT_EQ(list[2].item, one);
  EXPECT_NEAR(list[2].score, 1, 1e-6);
}

TEST(best_rated, a_rating_of_nothing_counts_and_bad_ratings_do_not_add_up) {
  rated_shop shop;
  const auto bad = shop.add_rated(50, 0);
  const auto good = shop.add_rated(2, 100);
  const auto model = shop.build();
  EXPECT_GT(model->ranks()->score_of(good), model->ranks()->score_of(bad));
  EXPECT_NEAR(model->ranks()->score_of(bad), 10 * (2.0 / 52) / 60, 1e-6);
}

TEST(best_rated, old_ratings_weigh_less_by_the_half_life_and_few_raters_are_left_out_on_demand) {
  rated_shop shop;
  shop.definition.set(model::option::half_life, 1'000'000);
  shop.definition.set(model::option::raters_min, 2);
  const auto item = shop.add_item();
  shop.rate(1, item, 100, 0);
  shop.rate(2, item, 50, 1000);
  const auto one = shop.add_rated(1, 100);
  const auto mean = 2.5 / 3;
  EXPECT_NEAR(shop.score_of(item), (1 + 0.5 * 0.5 + 10 * mean) / (1.5 + 10), 1e-5);
  EXPECT_EQ(shop.score_of(one), 0);
}

}  // namespace
}  // namespace footfall::test
