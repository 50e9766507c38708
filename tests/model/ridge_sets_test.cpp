// Ridge on sets: the equations, and what goes with all of a basket.
#include "model/ridge_sets.hpp"

#include "model/set_regression.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;

struct shop_of_baskets {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
  std::uint64_t user = 0;

  void add(const std::vector<item_index>& basket) {
    ++user;
    for (std::size_t place = 0; place < basket.size(); ++place)
      append_event(history, event_type::buy, user, basket[place],
                   now_s - 10'000 + static_cast<std::int64_t>(place));
  }
  boost::shared_ptr<const model::model> build() {
    definition.set(model::option::window_events_min, 1);
    history.settle();
    return model::make_ridge_sets_updater(definition, event_type::buy)
        ->update({history, items, now_s * 1000, 2});
  }
  std::map<item_index, float> ask(const std::vector<item_index>& context) {
    model::scored_list found;
    build()->answer({.context = context, .wanted = 100}, found);
    std::map<item_index, float> scores;
    for (const auto& each : found) scores[each.item] = each.score;
    return scores;
  }
};

TEST(ridge_sets, solves_what_it_is_given) {
  std::mt19937 random(3);
  constexpr std::size_t size = 12;
  std::vector<double> half(size * size);
  for (auto& each : half) each = static_cast<double>(random() % 7);
  std::vector<double> matrix(size * size);
  std::vector<double> wanted(size);
  for (auto& each : wanted) each = static_cast<double>(random() % 100) - 50;
  for (std::size_t row = 0; row < size; ++row)
    for (std::size_t column = 0; column < size; ++column)
      for (std::size_t inner = 0; inner < size; ++inner)
        matrix[row * size + column] += half[row * size + inner] * half[column * size + inner];
  std::vector<double> right(size);
  for (std::size_t row = 0; row < size; ++row) {
    right[row] = 2 * wanted[row];
    for (std::size_t column = 0; column < size; ++column)
      right[row] += matrix[row * size + column] * wanted[column];
  }
  model::solve_ridge(matrix, right, 2);
  for (std::size_t row = 0; row < size; ++row) EXPECT_NEAR(right[row], wanted[row], 1e-6);
}

TEST(ridge_sets, two_items_have_the_weight_of_the_formula) {
  shop_of_baskets shop;
  for (int count = 0; count < 30; ++count) shop.add({1, 2});
  for (int count = 0; count < 20; ++count) shop.add({1});
  const auto scores = shop.ask({1});
  ASSERT_EQ(scores.size(), 1U);
  EXPECT_NEAR(scores.at(2), 30.0 / (50 + 100), 1e-6);
  EXPECT_NEAR(shop.ask({2}).at(1), 30.0 / (30 + 100), 1e-6);
}

TEST(ridge_sets, all_items_of_the_context_speak_alike_and_once) {
  shop_of_baskets shop;
  shop.definition.set(model::option::regularization, 1);
  for (int count = 0; count < 20; ++count) {
    shop.add({1, 2, 3});
    shop.add({1, 4});
    shop.add({2, 5});
  }
  const auto all = shop.ask({1, 2});
  EXPECT_GT(all.at(3), all.at(4));
  EXPECT_GT(all.at(3), all.at(5));
  EXPECT_EQ(all, shop.ask({1, 2, 1, 2}));
  EXPECT_NEAR(all.at(3), shop.ask({2, 1}).at(3), 1e-6);
}

TEST(ridge_sets, the_fifty_newest_of_the_context_count) {
  shop_of_baskets shop;
  for (int count = 0; count < 5; ++count) shop.add({1, 2});
  std::vector<item_index> context(50, 1'000);
  for (std::size_t place = 0; place < context.size(); ++place)
    context[place] += static_cast<item_index>(place);
  context.push_back(1);
  EXPECT_TRUE(shop.ask(context).empty());
  context.erase(context.begin());
  EXPECT_EQ(shop.ask(context).size(), 1U);
}

TEST(ridge_sets, very_large_baskets_say_nothing) {
  shop_of_baskets shop;
  std::vector<item_index> basket;
  for (item_index item = 0; item < 200; ++item) basket.push_back(item);
  shop.add(basket);
  EXPECT_FALSE(shop.ask({1}).empty());
  shop_of_baskets other;
  basket.push_back(200);
  other.add(basket);
  EXPECT_TRUE(other.ask({1}).empty());
}

}  // namespace
}  // namespace footfall::test
