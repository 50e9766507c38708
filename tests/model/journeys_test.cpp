// Journeys from clicks to purchases, by hand.
#include "model/journeys.hpp"

#include "model/owner_log.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr item_index x = 1;
constexpr item_index y = 2;
constexpr item_index z = 3;

struct journey_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;

  explicit journey_shop(std::string_view type = "CF_I2I_MIX_CLICK_BUY")
      : definition(model::default_definition("ultimately", type)) {
    definition.set(model::option::window_events_min, 0);
    definition.set(model::option::half_life, 0);
  }
  void click(std::uint64_t user, item_index item, std::int64_t age_s) {
    append_event(history, event_type::click, user, item, now_s - age_s);
  }
  void buy(std::uint64_t user, item_index item, std::int64_t age_s, std::uint32_t units = 1) {
    append_event(history, event_type::buy, user, item, now_s - age_s, units);
  }
  std::map<item_index, float> ask(std::vector<item_index> context) {
    history.settle();
    model::scored_list out;
    model::make_journeys_updater(definition, event_type::buy)
        ->update({history, items, now_s * 1000, 1})
        ->answer({.context = context, .wanted = 20}, out);
    std::map<item_index, float> found;
    for (const auto& entry : out) EXPECT_TRUE(found.emplace(entry.item, entry.score).second) << entry.item;
    return found;
  }
};

TEST(journeys, clicks_count_by_how_many_others_came_between_them_and_the_purchase) {
  journey_shop shop;
  shop.click(1, x, 100);
  shop.buy(1, y, 50);
  shop.click(2, x, 100);
  shop.click(2, z, 90);
  shop.buy(2, y, 50);
  const auto found = shop.ask({x});
  // Two clicks of x; C is 1 + 1/2. P = 2 purchases / 3 clicks.
  EXPECT_NEAR(found.at(y), 1.5 / (2 + 30), 1e-6);
  const auto conversion = (0 + 50 * 2.0 / 3) / (2 + 50);
  EXPECT_NEAR(found.at(x), 30 * conversion / (2 + 30), 1e-6);
  // In one of two sessions z came after x.
  const auto conversion_of_z = (0 + 50 * 2.0 / 3) / (1 + 50);
  EXPECT_NEAR(found.at(z), 30 * 1.0 / (2 + 10) * conversion_of_z / (2 + 30), 1e-6);
}

// x in 20 sessions, 4 of them with y as the next and 6 with z; y in 50, z in 30, and one purchase on a
// hundred clicks in all.
struct counted_shop : journey_shop {
  std::uint64_t users = 0;
  void click_alone(item_index item, std::size_t times) {
    while (times-- > 0) click(++users, item, 1000);
  }
  void click_both(item_index first, item_index second, std::size_t times) {
    for (; times > 0; --times) {
      click(++users, first, 1000);
      click(users, second, 900);
    }
  }
  counted_shop() {
    constexpr item_index other = 4;
    click_both(x, y, 4);
    click_both(x, z, 6);
    click(++users, x, 1000);  // the newest click before y
    buy(users, y, 500);
    click(++users, x, 1000);
    click(users, other, 900);
    buy(users, y, 500);  // the newest but one
    click_alone(x, 8);
    click_alone(y, 46);
    click_alone(z, 24);
    click_alone(other, 599);
    for (const auto item : {y, y, y, x, x}) buy(++users, item, 500);
  }
};

TEST(journeys, where_few_buy_clicks_and_what_each_item_makes_of_them_say_what_is_bought_in_the_end) {
  counted_shop shop;
  const auto found = shop.ask({x});
  EXPECT_NEAR(found.at(y), 0.0344, 1e-6);
  EXPECT_NEAR(found.at(x), 0.021429, 1e-6);
  EXPECT_NEAR(found.at(z), 0.00075, 1e-7);
}

TEST(journeys, without_a_prior_the_order_is_that_of_journeys_alone) {
  counted_shop shop;
  shop.definition.set(model::option::prior, 0);
  const auto found = shop.ask({x});
  EXPECT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(y), 1.5 / 20, 1e-6);
}

TEST(journeys, the_very_item_may_be_what_is_bought_in_the_end) {
  journey_shop shop;
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 100);
  shop.buy(1, x, 50);
  const auto found = shop.ask({x});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(x), 1, 1e-6);
}

TEST(journeys, clicks_after_the_purchase_or_before_the_window_are_no_part_of_it) {
  journey_shop shop;
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 10);
  shop.buy(1, y, 50);
  shop.click(2, x, 50 + 7 * day_s + 1);
  shop.buy(2, y, 50);
  EXPECT_TRUE(shop.ask({x}).empty());
  shop.click(3, x, 50 + 7 * day_s);
  shop.buy(3, y, 50);
  EXPECT_TRUE(shop.ask({x}).contains(y));
}

TEST(journeys, units_and_repeats_in_one_session_are_one_purchase) {
  journey_shop shop;
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 100);
  shop.buy(1, y, 50, 7);
  shop.buy(1, y, 40);
  EXPECT_NEAR(shop.ask({x}).at(y), 1, 1e-6);
}

TEST(journeys, clicks_of_another_person_are_no_reason) {
  journey_shop shop;
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 100);
  shop.buy(2, y, 50);
  EXPECT_TRUE(shop.ask({x}).empty());
}

TEST(journeys, one_more_journey_raises_its_own_pair_and_no_other) {
  journey_shop shop;
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 100);
  shop.buy(1, y, 50);
  shop.click(2, x, 100);
  shop.buy(2, z, 50);
  const auto before = shop.ask({x});
  shop.click(3, x, 100);
  shop.buy(3, y, 50);
  const auto after = shop.ask({x});
  EXPECT_NEAR(after.at(y) * 3, before.at(y) * 2 + 1, 1e-5);
  EXPECT_NEAR(after.at(z) * 3, before.at(z) * 2, 1e-5);
}

TEST(journeys, timed_clicks_count_by_the_time_to_the_purchase) {
  journey_shop shop("CF_I2I_MIX_TIMED_CLICK_BUY");
  shop.definition.set(model::option::prior, 0);
  shop.click(1, x, 50 + 1800);
  shop.click(2, z, 50 + 7200);
  shop.buy(1, y, 50);
  shop.buy(2, y, 50);
  EXPECT_NEAR(shop.ask({x}).at(y), std::exp2(-0.5), 1e-5);
  EXPECT_NEAR(shop.ask({z}).at(y), 0.25, 1e-5);
}

TEST(owner_log, events_of_several_types_come_in_order_of_time) {
  journey_shop shop;
  shop.buy(1, y, 50);
  shop.click(1, x, 100);
  shop.click(1, z, 50);
  shop.click(2, x, 70);
  shop.click(1, x, 9 * day_s);
  shop.history.settle();
  const std::array types{event_type::click, event_type::buy};
  model::owner_log log(shop.history, types);
  ASSERT_EQ(log.owners(1).size(), 1U);
  EXPECT_EQ(log.owners(0).size(), 2U);
  std::vector<std::pair<item_index, std::uint32_t>> seen;
  for (const auto& each : log.read(log.owners(1).front())) seen.emplace_back(each.item, each.type);
  const std::vector<std::pair<item_index, std::uint32_t>> expected{{x, 0}, {x, 0}, {z, 0}, {y, 1}};
  EXPECT_EQ(seen, expected);
}

// Two clicks of x, of now and of 3.5 days ago, both with a purchase of y at once; one of 20 days ago with z.
struct upheaval_shop : journey_shop {
  upheaval_shop() : journey_shop("CF_I2I_UPHEAVAL_CLICK_BUY") {
    constexpr std::int64_t half_a_week_s = 302'400;
    for (const auto& [user, age_s, bought] : std::vector<std::tuple<std::uint64_t, std::int64_t, item_index>>{
             {1, 10, y}, {2, half_a_week_s, y}, {3, 20 * day_s, z}}) {
      click(user, x, age_s);
      buy(user, bought, age_s - 5);
    }
  }
  std::map<item_index, float> ask_within(std::int64_t days) {
    definition.set(model::option::maximum_rating_age, static_cast<double>(days) * model::day_ms);
    return ask({x});
  }
};

TEST(upheaval_journeys, only_what_is_younger_than_the_scope_counts_and_half_at_half_of_it) {
  upheaval_shop shop;
  const auto found = shop.ask_within(7);
  // C and S are both 1 + 0.5^(3.5 / 7) but for seconds; P is 1.
  EXPECT_NEAR(found.at(y), 1.707107 / (1.707107 + 30), 1e-5);
  EXPECT_NEAR(found.at(x), 30 * (50.0 / 53) / (1.707107 + 30), 1e-5);
  EXPECT_FALSE(found.contains(z));
  EXPECT_TRUE(shop.ask_within(30).contains(z));
}

TEST(upheaval_journeys, a_question_may_name_another_scope_and_nothing_is_widened) {
  upheaval_shop shop;
  shop.history.settle();
  const auto made = model::make_journeys_updater(shop.definition, event_type::buy)
                        ->update({shop.history, shop.items, now_s * 1000, 1});
  const auto items_within = [&](std::int64_t scope_s) {
    model::scored_list out;
    made->answer({.context = std::array{x}, .wanted = 20, .scope_ms = scope_s * 1000}, out);
    return out.size();
  };
  EXPECT_EQ(items_within(0), 3U);  // 90 days
  EXPECT_EQ(items_within(7 * day_s), 2U);
  EXPECT_EQ(items_within(3), 0U);
}

TEST(upheaval_journeys, baskets_and_consumption_are_beginnings_and_ends_too) {
  journey_shop shop("CF_I2I_UPHEAVAL_CONSUME_BUY");
  append_event(shop.history, event_type::consume, 1, x, now_s - 100);
  shop.click(1, z, 90);
  shop.buy(1, y, 50);
  EXPECT_TRUE(shop.ask({x}).contains(y));
  EXPECT_TRUE(shop.ask({z}).empty());
}

}  // namespace
}  // namespace footfall::test
