// Rows on demand: scopes and what comes next, by hand.
#include "model/rows_on_demand.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <map>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr item_index x = 1;
constexpr item_index y = 2;
constexpr item_index z = 3;

struct clicked_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("rows", "CF_I2I_UPHEAVAL_CLICK_CLICK");
  std::uint64_t users = 0;

  clicked_shop() { definition.set(model::option::window_events_min, 0); }
  void add_session(std::initializer_list<item_index> clicked, std::int64_t age_s) {
    ++users;
    auto time_s = now_s - age_s - static_cast<std::int64_t>(clicked.size()) + 1;
    for (const auto item : clicked) append_event(history, event_type::click, users, item, time_s++);
  }
  std::map<item_index, float> ask(std::vector<item_index> context, std::int64_t scope_s = 0) {
    history.settle();
    const auto rows = model::make_rows_on_demand_updater(definition, event_type::click)
                          ->update({history, items, now_s * 1000, 1});
    model::scored_list out;
    rows->answer({.context = context, .wanted = 20, .scope_ms = scope_s * 1000}, out);
    std::map<item_index, float> found;
    for (const auto& entry : out) EXPECT_TRUE(found.emplace(entry.item, entry.score).second) << entry.item;
    return found;
  }
};

void add_three_sessions(clicked_shop& shop) {
  shop.add_session({x, y}, 0);
  shop.add_session({y, x}, 7 * day_s / 2);
  shop.add_session({x, z, y}, 10 * day_s);
  shop.definition.set(model::option::half_life, 0);  // of the supports: 3 of y, 1 of z
}

TEST(rows_on_demand, only_sessions_of_the_scope_count_and_their_half_life_is_the_scope) {
  clicked_shop shop;
  add_three_sessions(shop);
  const auto week = shop.ask({x}, 7 * day_s);
  const auto half = std::exp2(-0.5);
  EXPECT_NEAR(week.at(y), (1 + 0.5 * half) / ((1 + half + 10) * std::pow(13, 0.2)), 1e-6);
  EXPECT_FALSE(week.contains(z));
  const auto month = shop.ask({x}, 30 * day_s);
  EXPECT_NEAR(month.at(y), 1.858008 / (12.716017 * std::pow(13, 0.2)), 1e-6);
  EXPECT_NEAR(month.at(z), 0.038639, 1e-6);
}

TEST(rows_on_demand, a_session_as_old_as_the_scope_is_outside) {
  clicked_shop shop;
  shop.add_session({x, y}, 7 * day_s);
  shop.add_session({x, z}, 7 * day_s - 1);
  const auto found = shop.ask({x}, 7 * day_s);
  EXPECT_FALSE(found.contains(y));
  EXPECT_TRUE(found.contains(z));
}

TEST(rows_on_demand, without_a_scope_in_the_question_the_one_of_the_model_counts) {
  clicked_shop shop;
  add_three_sessions(shop);
  shop.definition.set(model::option::maximum_rating_age, 7 * day_s * 1000);
  EXPECT_FALSE(shop.ask({x}).contains(z));
  shop.definition.set(model::option::maximum_rating_age, 30 * day_s * 1000);
  EXPECT_TRUE(shop.ask({x}).contains(z));
}

TEST(rows_on_demand, items_of_a_scope_are_among_those_of_a_wider_one) {
  clicked_shop shop;
  add_three_sessions(shop);
  for (const auto& [item, score] : shop.ask({x, z}, 4 * day_s))
    EXPECT_TRUE(shop.ask({x, z}, 11 * day_s).contains(item));
}

TEST(rows_on_demand, of_the_pairs_of_one_session_the_closest_counts_and_never_an_item_with_itself) {
  clicked_shop shop;
  shop.definition.set(model::option::half_life, 0);
  shop.add_session({x, z, y, x, y, x}, 0);
  const auto found = shop.ask({x}, 365 * day_s);
  EXPECT_NEAR(found.at(y), 1 / (11 * std::pow(11, 0.2)), 1e-6);
  EXPECT_FALSE(found.contains(x));
}

TEST(rows_on_demand, further_context_items_count_by_their_rank) {
  clicked_shop shop;
  shop.definition.set(model::option::half_life, 0);
  shop.add_session({x, 10}, 0);
  shop.add_session({y, 20}, 0);
  const auto found = shop.ask({x, x, y}, 365 * day_s);
  EXPECT_NEAR(found.at(10) / found.at(20), 4, 1e-4);
}

TEST(rows_on_demand, next_click_is_what_came_immediately_after) {
  clicked_shop shop;
  shop.definition = model::default_definition("next", "CF_I2I_MIX_CLICK_CLICK");
  shop.definition.set(model::option::half_life, 0);
  shop.add_session({z, x, y, 10}, 0);
  const auto found = shop.ask({x});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(y), 1 / (11 * std::pow(11, 0.2)), 1e-6);
}

}  // namespace
}  // namespace footfall::test
