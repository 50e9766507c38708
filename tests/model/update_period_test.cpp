// How long models are made from what changes.
#include "model/update_period.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 10'000'000;
constexpr std::int64_t hour_s = 3600;

// A thousand clicks of as many users in the hour before now, and a model whose weights halve in 32 hours.
struct busy_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
  model::update_period period;
  std::uint64_t users = 0;

  explicit busy_shop(std::int64_t newest_s = now_s) {
    definition.set(model::option::history, 1000 * hour_s * 1000);
    definition.set(model::option::half_life, 32 * hour_s * 1000);
    click(1000, newest_s);
  }
  void click(int times, std::int64_t time_s) {
    for (int count = 0; count < times; ++count)
      append_event(history, event_type::click, ++users, 1, time_s - count);
    history.settle();
  }
  model::build_input input(std::int64_t at_s = now_s) {
    model::build_input made{history, items, at_s * 1000, 1};
    made.changes_from_events = 100;
    return made;
  }
  void begin(std::int64_t at_s = now_s) { period.begin(input(at_s), event_type::click, definition); }
  bool goes_on(std::int64_t at_s = now_s) {
    return period.goes_on(input(at_s), history.book(event_type::click), definition);
  }
};

TEST(update_period, does_not_go_on_before_it_has_begun) { EXPECT_FALSE(busy_shop().goes_on()); }

TEST(update_period, ends_after_a_share_of_the_half_life) {
  busy_shop shop;
  shop.begin();
  EXPECT_TRUE(shop.goes_on());
  EXPECT_TRUE(shop.goes_on(now_s + hour_s - 1));
  EXPECT_FALSE(shop.goes_on(now_s + hour_s));
}

TEST(update_period, ends_when_much_has_come) {
  busy_shop shop;
  shop.begin();
  shop.click(125, now_s);
  EXPECT_TRUE(shop.goes_on());
  shop.click(1, now_s);
  EXPECT_FALSE(shop.goes_on());
}

TEST(update_period, ends_when_sessions_are_numbered_anew) {
  busy_shop shop;
  shop.begin();
  shop.history.settle({.gap_s = 60});
  EXPECT_FALSE(shop.goes_on());
}

TEST(update_period, few_events_are_always_counted_anew) {
  busy_shop shop;
  shop.begin();
  auto input = shop.input();
  input.changes_from_events = 1001;
  EXPECT_FALSE(shop.period.goes_on(input, shop.history.book(event_type::click), shop.definition));
}

TEST(update_period, of_a_history_that_ended_long_ago_goes_by_the_time_of_new_events) {
  busy_shop shop(1'000'000);
  shop.begin();
  EXPECT_TRUE(shop.period.window().counts_from_newest_event);
  EXPECT_TRUE(shop.goes_on(now_s + 100));
  shop.click(1, 1'000'000 + hour_s - 1);
  EXPECT_TRUE(shop.goes_on());
  shop.click(1, 1'000'000 + hour_s);
  EXPECT_FALSE(shop.goes_on());
}

TEST(update_period, of_a_history_that_goes_on_again_ends_when_enough_is_new) {
  busy_shop shop(1'000'000);
  shop.definition.set(model::option::half_life, 10'000 * shop.definition[model::option::half_life]);
  shop.definition.set(model::option::window_events_min, 50);
  shop.begin();
  shop.click(49, now_s);
  EXPECT_TRUE(shop.goes_on());
  shop.click(1, now_s);
  EXPECT_FALSE(shop.goes_on());
}

}  // namespace
}  // namespace footfall::test
