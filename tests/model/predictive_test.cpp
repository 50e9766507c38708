// Predictive popularity: hindcasts by hand and against counting everything.
#include "model/predictive.hpp"

#include "footfall/model/ranking.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::uint32_t now_s = 1'000'000'000;
constexpr std::uint32_t half_day_s = 43'200;
constexpr item_index a = 1;
constexpr item_index b = 2;

void add(std::vector<model::counted_event>& events, int count, item_index item, std::uint32_t half_days_ago) {
  for (int each = 0; each < count; ++each) events.push_back({now_s - half_days_ago * half_day_s, item, 1});
}

TEST(predictive, a_half_life_catches_what_comes_on_the_list_that_it_would_have_given) {
  std::vector<model::counted_event> events;
  add(events, 8, a, 6);
  add(events, 3, b, 3);
  add(events, 5, b, 1);
  add(events, 1, a, 1);
  const auto found = model::look_back(events, {.half_lives_s = {half_day_s, 4.0 * half_day_s},
                                               .moments_s = {now_s - 2 * half_day_s},
                                               .horizon_s = 2 * half_day_s,
                                               .list_items = 1,
                                               .events_min = 1});
  ASSERT_EQ(found.caught.size(), 1U);
  EXPECT_NEAR(found.caught[0][0], 5.0 / 6, 1e-9);
  EXPECT_NEAR(found.caught[0][1], 1.0 / 6, 1e-9);
  EXPECT_EQ(found.events, 6U);
}

TEST(predictive, a_moment_with_few_events_after_it_says_nothing) {
  std::vector<model::counted_event> events;
  add(events, 19, a, 1);
  const auto found = model::look_back(
      events,
      {.half_lives_s = {half_day_s}, .moments_s = {now_s - 2 * half_day_s}, .horizon_s = 2 * half_day_s});
  EXPECT_TRUE(found.caught.empty());
  EXPECT_EQ(found.events, 19U);
}

TEST(predictive, the_choice_is_smoothed_prefers_the_longer_and_wants_enough_events) {
  model::hindcast_plan plan{.half_lives_s = {100, 200, 400, 800}, .moments_s = {}, .horizon_s = 300};
  EXPECT_EQ(model::choose_half_life_s({.caught = {{0.5, 0.5, 0.5, 0.5}}, .events = 500}, plan), 800);
  EXPECT_EQ(model::choose_half_life_s({.caught = {{0.1, 0.6, 0.1, 0.4}, {0.1, 0.6, 0.1, 0.4}}, .events = 500},
                                      plan),
            200);
  // Alone 400 s were the best, beside its neighbours 100 s are.
  EXPECT_EQ(model::choose_half_life_s({.caught = {{0.5, 0.5, 0.0, 0.52}}, .events = 500}, plan), 100);
  EXPECT_EQ(model::choose_half_life_s({.caught = {{0.9, 0.1, 0.1, 0.1}}, .events = 499}, plan), 300);
  EXPECT_EQ(model::choose_half_life_s({}, plan), 300);
}

TEST(predictive, hindcasts_are_those_of_counting_everything_for_each_moment) {
  std::mt19937_64 random(5);
  std::vector<model::counted_event> events;
  for (std::uint32_t time_s = now_s - 100'000; time_s < now_s; time_s += 50)
    events.push_back({time_s, static_cast<item_index>(random() % 20), 1});
  const model::hindcast_plan plan{.half_lives_s = {1000, 8000},
                                  .moments_s = {now_s - 60'000, now_s - 30'000, now_s - 20'000},
                                  .horizon_s = 20'000,
                                  .list_items = 5};
  const auto found = model::look_back(events, plan);
  ASSERT_EQ(found.caught.size(), 3U);
  for (std::size_t moment = 0; moment < 3; ++moment)
    for (std::size_t half_life = 0; half_life < 2; ++half_life) {
      const auto moment_s = plan.moments_s[moment];
      std::map<item_index, double> sums;
      for (const auto& each : events)
        if (each.time_s <= moment_s)
          sums[each.item] +=
              std::exp2(-static_cast<double>(moment_s - each.time_s) / plan.half_lives_s[half_life]);
      double all = 0;
      double caught = 0;
      for (const auto& each : events) {
        if (each.time_s <= moment_s || each.time_s > moment_s + plan.horizon_s) continue;
        all += 1;
        const auto better =
            std::ranges::count_if(sums, [&](const auto& other) { return other.second > sums[each.item]; });
        caught += better < 5 ? 1 : 0;
      }
      EXPECT_NEAR(found.caught[moment][half_life], caught / all, 1e-9);
    }
}

struct predicted_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("predicted", "POPULARITY_PREDICTIVE_CLICK");

  predicted_shop() { definition.set(model::option::window_events_min, 0); }
  boost::shared_ptr<const model::model> build(event_type type = event_type::click) {
    history.settle();
    return model::make_predictive_updater(definition, type)
        ->update({history, items, std::int64_t{now_s} * 1000, 1});
  }
};

TEST(predictive, with_few_events_the_half_life_is_the_horizon) {
  predicted_shop shop;
  append_event(shop.history, event_type::click, 1, a, now_s);
  append_event(shop.history, event_type::click, 2, b, now_s - 2 * half_day_s);
  append_event(shop.history, event_type::click, 3, b, now_s - 4 * half_day_s);
  const auto model = shop.build();
  EXPECT_NEAR(model->ranks()->score_of(a), 1, 1e-6);
  EXPECT_NEAR(model->ranks()->score_of(b), 0.75, 1e-6);
}

TEST(predictive, looks_ahead_as_far_as_its_history_says_where_nothing_else_does) {
  auto definition = model::default_definition("soon", "POPULARITY_PREDICTIVE_CLICK");
  constexpr std::int64_t hour = 3'600'000;
  EXPECT_EQ(model::horizon_ms(definition), 24 * hour) << "30 days";
  EXPECT_EQ(model::choice_interval_ms(definition), 24 * hour);
  definition.set(model::option::history, 2 * model::day_ms);
  EXPECT_EQ(model::horizon_ms(definition), 48 * hour / 30);
  definition.set(model::option::history, model::hour_ms);
  EXPECT_EQ(model::horizon_ms(definition), hour / 6) << "ten minutes at the least";
  EXPECT_EQ(model::choice_interval_ms(definition), hour) << "an hour at the least";
  definition.set(model::option::horizon, 7 * model::day_ms);
  EXPECT_EQ(model::choice_interval_ms(definition), 7 * 24 * hour);
}

TEST(predictive, a_pallet_does_not_make_a_bestseller) {
  predicted_shop shop;
  append_event(shop.history, event_type::buy, 1, a, now_s, 100);
  for (std::uint64_t user = 2; user < 9; ++user) append_event(shop.history, event_type::buy, user, b, now_s);
  const auto model = shop.build(event_type::buy);
  EXPECT_NEAR(model->ranks()->score_of(a), 1 + std::log(100), 1e-5);
  EXPECT_NEAR(model->ranks()->score_of(b), 7, 1e-6);
}

TEST(predictive, what_moves_fast_is_given_a_short_half_life) {
  predicted_shop shop;
  shop.definition.set(model::option::history, 10 * 86'400'000.0);
  // Each quarter of a day has its own items; what was clicked an hour ago tells what is clicked next.
  std::mt19937_64 random(7);
  for (std::uint32_t age_s = 8 * 86'400; age_s > 0; age_s -= 60) {
    const auto hour = age_s / 21'600;
    append_event(shop.history, event_type::click, random() % 500,
                 hour * 30 + static_cast<item_index>(random() % 30), now_s - age_s);
  }
  shop.definition.set(model::option::horizon, 3'600'000.0);
  const auto model = shop.build();
  const auto ranks = model->ranks();
  // Of the running quarter one has come since six hours at the most; a day's half life would let hundreds of
  // older ones weigh nearly as much.
  double running = 0;
  for (item_index item = 0; item < 30; ++item) running += double{ranks->score_of(item)};
  EXPECT_GT(running / ranks->total(), 0.5);
}

}  // namespace
}  // namespace footfall::test
