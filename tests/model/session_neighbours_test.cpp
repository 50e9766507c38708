// Session kNN: the formula by hand, order and sets, what limits leave out.
#include "model/session_neighbours.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>

namespace footfall::test {
namespace {

using events::event_type;

struct small_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("sessions", "SESSION_KNN_CLICK");
  std::uint64_t users = 0;

  small_shop() {
    definition.set(model::option::half_life, 0);
    definition.set(model::option::window_events_min, 1);
  }
  void add_session(std::initializer_list<item_index> clicked, std::int64_t begin_s = 1000) {
    ++users;
    for (const auto item : clicked) append_event(history, event_type::click, users, item, begin_s++);
  }
  std::map<item_index, model::scored_item> ask(std::vector<item_index> context, bool by_sets = false) {
    history.settle();
    const auto make =
        by_sets ? model::make_session_set_neighbours_updater : model::make_ordered_session_neighbours_updater;
    std::vector<model::scored_item> out;
    make(definition, event_type::click)
        ->update({history, items, 10'000'000, 1})
        ->answer({.context = context, .wanted = 20}, out);
    std::map<item_index, model::scored_item> found;
    for (const auto& entry : out) EXPECT_TRUE(found.emplace(entry.item, entry).second) << entry.item;
    return found;
  }
};

TEST(session_neighbours, items_count_by_the_formula) {
  small_shop shop;
  shop.add_session({5, 1, 2, 3});
  shop.add_session({1, 2});
  shop.add_session({7, 8});
  const auto found = shop.ask({2, 1});  // 2 is the newest
  // Session 1: r = (2 + 1) / 2, e = 1; 2 stands at place 2, 3 one later, 5 two earlier.
  const auto weight = 1.5 * 0.9;
  EXPECT_NEAR(found.at(3).score, std::log(3.0) * weight, 1e-5);
  EXPECT_NEAR(found.at(5).score, std::log(3.0) * weight * 0.5 * std::pow(2, -0.25), 1e-5);
  EXPECT_EQ(found.at(3).context_bits, 0b11U);
  EXPECT_FALSE(found.contains(7));
}

TEST(session_neighbours, session_that_shares_an_older_item_counts_less) {
  small_shop shop;
  shop.add_session({1, 10});
  shop.add_session({2, 20});
  shop.add_session({3, 4});
  const auto found = shop.ask({2, 1});
  EXPECT_NEAR(found.at(20).score, std::log(3.0) * 1.0 * 0.9, 1e-5);
  EXPECT_NEAR(found.at(10).score, std::log(3.0) * 0.5 * 0.8, 1e-5);
  EXPECT_EQ(found.at(10).context_bits, 0b10U);
}

TEST(session_neighbours, older_sessions_weigh_less_by_the_half_life) {
  small_shop shop;
  shop.definition.set(model::option::half_life, 1'000'000);
  shop.add_session({1, 10}, 9000);
  shop.add_session({1, 20}, 8000);
  const auto found = shop.ask({1});
  EXPECT_NEAR(found.at(10).score / found.at(20).score, 2, 1e-4);
}

TEST(session_neighbours, only_the_newest_candidates_are_looked_at) {
  small_shop shop;
  shop.add_session({1, 10}, 1000);
  shop.add_session({2, 20}, 2000);
  shop.add_session({1, 30}, 3000);
  shop.definition.set(model::option::session_candidates, 2);
  auto found = shop.ask({1, 2});
  EXPECT_FALSE(found.contains(10));
  EXPECT_TRUE(found.contains(20));
  EXPECT_TRUE(found.contains(30));
  shop.definition.set(model::option::session_neighbours, 1);
  found = shop.ask({1, 2});
  EXPECT_FALSE(found.contains(20));
}

TEST(session_neighbours, only_the_newest_context_items_are_looked_at) {
  small_shop shop;
  shop.add_session({9, 10});
  shop.definition.set(model::option::context_events, 2);
  EXPECT_TRUE(shop.ask({1, 2, 9}).empty());
  EXPECT_TRUE(shop.ask({1, 1, 9}).contains(10));  // a repeat takes no rank
}

TEST(session_neighbours, sessions_of_one_item_are_no_neighbours_but_make_it_common) {
  small_shop shop;
  shop.add_session({1, 2});
  shop.add_session({2});
  shop.add_session({2});
  shop.add_session({3});
  shop.definition.set(model::option::session_candidates, 1);
  const auto found = shop.ask({1});
  EXPECT_NEAR(found.at(2).score, std::log(4.0 / 3) * 0.9, 1e-5);
}

TEST(session_neighbours, sets_are_compared_by_the_cosine_whatever_their_order) {
  small_shop shop;
  shop.add_session({3, 2, 1});
  shop.add_session({1, 4});
  const auto found = shop.ask({1, 2}, true);
  EXPECT_NEAR(found.at(3).score, 2 / std::sqrt(6.0), 1e-5);
  EXPECT_NEAR(found.at(4).score, 1 / std::sqrt(4.0), 1e-5);
}

TEST(session_neighbours, endless_session_keeps_its_newest_items_only) {
  small_shop shop;
  ++shop.users;
  for (item_index item = 0; item < 600; ++item)
    append_event(shop.history, event_type::click, shop.users, item, 1000 + item);
  EXPECT_TRUE(shop.ask({50}).empty());
  EXPECT_EQ(shop.ask({599}).size(), 500U);
}

TEST(session_neighbours, without_events_nothing_is_found) { EXPECT_TRUE(small_shop().ask({1, 2}).empty()); }

}  // namespace
}  // namespace footfall::test
