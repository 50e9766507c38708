// Popularity: counting with and without age.
#include "model/popularity.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/model/ranking.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string_view>

namespace footfall::test {
namespace {

using events::event_type;
using model::scored_item;

constexpr std::int64_t now_s = 1'000'000;

struct small_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;

  small_shop() {
    definition.set(model::option::history, 100'000'000);
    definition.set(model::option::window_events_min, 1);
  }
  boost::shared_ptr<const model::model> build(event_type type = event_type::click) {
    history.settle();
    return model::make_popularity_updater(definition, type)->update({history, items, now_s * 1000, 1});
  }
  std::vector<scored_item> ask(std::size_t wanted = 10, event_type type = event_type::click) {
    std::vector<scored_item> out;
    build(type)->answer({.wanted = wanted}, out);
    return out;
  }
};

TEST(popularity, counts_events_best_first_and_orders_ties_by_index) {
  small_shop shop;
  std::uint64_t user = 0;
  for (const item_index item : {5U, 4U, 7U, 7U})
    append_event(shop.history, event_type::click, ++user, item, now_s - 10);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, 7U);
  EXPECT_FLOAT_EQ(list[0].score, 2);
  EXPECT_EQ(list[1].item, 4U);
  EXPECT_EQ(list[2].item, 5U);
  EXPECT_EQ(shop.ask(1).size(), 1U);
}

TEST(popularity, event_of_one_half_life_counts_half) {
  small_shop shop;
  shop.definition.set(model::option::half_life, 5'000'000);
  append_event(shop.history, event_type::click, 1, 1, now_s);
  append_event(shop.history, event_type::click, 1, 2, now_s - 5000);
  append_event(shop.history, event_type::click, 1, 3, now_s - 10'000);
  append_event(shop.history, event_type::click, 1, 3, now_s - 50'000);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_NEAR(list[0].score, 1, 1e-6);
  EXPECT_NEAR(list[1].score, 0.5, 1e-6);
  EXPECT_NEAR(list[2].score, 0.25 + std::exp2(-10), 1e-6);
}

TEST(popularity, n_units_or_events_of_one_person_and_day_count_one_and_the_logarithm_of_n) {
  small_shop shop;
  append_event(shop.history, event_type::buy, 1, 1, now_s - 10, 5);
  for (int time = 0; time < 5; ++time)
    append_event(shop.history, event_type::buy, 1, 2, now_s - 10'000 * time);
  append_event(shop.history, event_type::buy, 1, 3, now_s - 10, 2);
  append_event(shop.history, event_type::buy, 1, 3, now_s - 10, 3);
  const auto built = shop.build(event_type::buy);
  for (item_index item = 1; item <= 3; ++item)
    EXPECT_NEAR(built->ranks()->score_of(item), 1 + std::log(5), 1e-6) << item;
}

TEST(popularity, a_robot_is_one_person) {
  small_shop shop;
  for (int time = 0; time < 10'000; ++time) append_event(shop.history, event_type::click, 1, 1, now_s - time);
  for (std::uint64_t user = 2; user < 22; ++user)
    append_event(shop.history, event_type::click, user, 2, now_s - 10);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].item, 2U);
  EXPECT_NEAR(list[1].score, 1 + std::log(10'000), 1e-3);
}

TEST(popularity, a_day_is_one_of_the_customers_clocks) {
  small_shop shop;
  // 1970-01-11T22:30Z and 23:30Z: in Paris the second is of the next day.
  constexpr std::int64_t evening_s = 10 * 86'400 + 22 * 3600 + 1800;
  append_event(shop.history, event_type::click, 1, 1, evening_s);
  append_event(shop.history, event_type::click, 1, 1, evening_s + 3600);
  shop.history.settle();
  const auto score_in = [&](std::string_view zone) {
    model::build_input input{shop.history, shop.items, now_s * 1000, 1};
    input.time_zone = zone;
    return model::make_popularity_updater(shop.definition, event_type::click)
        ->update(input)
        ->ranks()
        ->score_of(1);
  };
  EXPECT_NEAR(score_in("UTC"), 1 + std::log(2), 1e-6);
  EXPECT_NEAR(score_in("Europe/Paris"), 2, 1e-6);
}

TEST(popularity, event_from_the_future_counts_as_one_of_now) {
  small_shop shop;
  shop.definition.set(model::option::half_life, 1000);
  append_event(shop.history, event_type::click, 1, 1, now_s + 500'000);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
}

TEST(popularity, other_types_and_events_before_the_history_do_not_count) {
  small_shop shop;
  append_event(shop.history, event_type::buy, 1, 1, now_s);
  append_event(shop.history, event_type::click, 1, 2, now_s - 100'001);
  append_event(shop.history, event_type::click, 1, 3, now_s - 99'999);
  const auto list = shop.ask();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].item, 3U);
}

TEST(popularity, short_window_counts_alone_when_it_holds_enough_events) {
  small_shop shop;
  shop.definition.set(model::option::short_window, 1'000'000);
  shop.definition.set(model::option::short_events_min, 2);
  for (int old = 0; old < 5; ++old) append_event(shop.history, event_type::click, 1, 1, now_s - 5000);
  append_event(shop.history, event_type::click, 1, 2, now_s - 10);
  EXPECT_EQ(shop.ask()[0].item, 1U);
  EXPECT_FALSE(shop.build()->record().short_window);
  append_event(shop.history, event_type::click, 1, 3, now_s - 5);
  EXPECT_EQ(shop.ask().size(), 2U);
  EXPECT_TRUE(shop.build()->record().short_window);
  EXPECT_EQ(shop.build()->record().events_used, 2U);
}

TEST(popularity, consumption_counts_once_for_an_item_of_a_session_at_its_last_time) {
  small_shop shop;
  shop.definition.set(model::option::half_life, 1'000'000);
  for (const auto age_s : {3000, 2000, 1000}) {
    append_event(shop.history, event_type::consume, 1, 1, now_s - age_s);
    append_event(shop.history, event_type::click, 1, 1, now_s - age_s);
  }
  append_event(shop.history, event_type::consume, 1, 2, now_s - 2000);
  append_event(shop.history, event_type::consume, 2, 2, now_s - 2000);
  append_event(shop.history, event_type::consume, 2, 2, now_s - 20'000);  // another session
  const auto consumed = shop.build(event_type::consume);
  EXPECT_NEAR(consumed->ranks()->score_of(1), 0.5, 1e-6);
  EXPECT_NEAR(consumed->ranks()->score_of(2), 0.25 + 0.25 * std::log(2), 1e-5);
  EXPECT_EQ(consumed->record().events_used, 4U);
  EXPECT_NEAR(shop.build(event_type::click)->ranks()->score_of(1),
              0.125 + 0.25 * std::log(2) + 0.5 * std::log(1.5), 1e-6);
}

void log_in(model::event_history& history, std::uint64_t user, std::uint64_t account, std::int64_t time_s,
            event_type type) {
  events::event stored;
  stored.type = type;
  stored.time_ms = time_s * 1000;
  stored.user = user_numbered(user);
  events::append_link(stored.details, {stored.user, user_numbered(account)});
  history.link(stored, 50);
}

class updated_popularity : public testing::TestWithParam<event_type> {};

TEST_P(updated_popularity, updates_from_changes_give_the_list_of_the_whole_history) {
  const auto type = GetParam();
  std::mt19937_64 random(11);
  small_shop shop;
  shop.definition.set(model::option::half_life, 100'000'000);
  const auto updater = model::make_popularity_updater(shop.definition, type);
  std::size_t from_changes = 0;
  for (int piece = 0; piece < 50; ++piece) {
    for (int event = 0; event < 20; ++event)
      append_event(shop.history, type, random() % 30, static_cast<item_index>(random() % 40),
                   now_s - static_cast<std::int64_t>(random() % 90'000),
                   1 + static_cast<std::uint32_t>(random() % 3));
    if (piece % 10 == 9) shop.history.forget(user_numbered(random() % 30));
    if (piece % 10 == 4)
      log_in(shop.history, random() % 30, random() % 30, now_s - static_cast<std::int64_t>(random() % 90'000),
             random() % 3 == 0 ? event_type::unlink : event_type::login);
    shop.history.settle();
    model::build_input input{shop.history, shop.items, now_s * 1000, 1};
    input.changes_from_events = 0;
    const auto updated = updater->update(input);
    const auto whole = shop.build(type);
    from_changes += updated->record().from_changes ? 1 : 0;
    EXPECT_EQ(updated->record().events_used, whole->record().events_used);
    EXPECT_EQ(updated->record().items, whole->record().items);
    for (item_index item = 0; item < 40; ++item)
      ASSERT_NEAR(updated->ranks()->score_of(item), whole->ranks()->score_of(item),
                  1e-6 * whole->ranks()->score_of(item) + 1e-9);
  }
  EXPECT_GT(from_changes, 10U);
}

INSTANTIATE_TEST_SUITE_P(types, updated_popularity, testing::Values(event_type::buy, event_type::consume));

TEST(popularity, score_of_one_item_and_the_sum_of_all_are_those_of_the_list) {
  small_shop shop;
  std::uint64_t user = 0;
  for (const item_index item : {5U, 4U, 7U, 7U})
    append_event(shop.history, event_type::click, ++user, item, now_s - 10);
  const auto built = shop.build();
  EXPECT_FLOAT_EQ(built->ranks()->score_of(7), 2);
  EXPECT_FLOAT_EQ(built->ranks()->score_of(6), 0);
  EXPECT_FLOAT_EQ(built->ranks()->score_of(1'000'000), 0);
  EXPECT_DOUBLE_EQ(built->ranks()->total(), 4);
  std::vector<float> scores(3);
  built->ranks()->find_scores(std::vector<item_index>{6, 1'000'000, 7}, scores);
  EXPECT_EQ(scores, (std::vector<float>{0, 0, 2}));
}

}  // namespace
}  // namespace footfall::test
