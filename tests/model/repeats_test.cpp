// What persons buy again and again, and the lists that are made from it.
#include "footfall/model/model_set.hpp"

#include "footfall/events/link_event.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <map>

namespace footfall::test {
namespace {

using events::event_type;
using events::history_type;
using answers = std::map<item_index, float>;

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t begin_s = 1'000'000'000;
constexpr std::uint64_t anna = 1;

// Days count from `begin_s`; what a user buys is in the log and in the user's own history at once.
struct grocery {
  explicit grocery(std::string_view type) : definition(model::default_definition("made", type)) {}

  void buy(std::uint64_t user, item_index item, double day, event_type type = event_type::buy) {
    const auto time_s = begin_s + static_cast<std::int64_t>(day * day_s);
    append_event(history, type, user, item, time_s);
    if (user == anna) told(item, day);
  }
  void buy_elsewhere(std::uint64_t user, item_index item, double day) {
    buy(user, item, day, event_type::owns);
  }
  /// A purchase that the models have not heard of yet.
  void told(item_index item, double day, history_type type = history_type::owns) {
    std::erase_if(own, [&](const auto& each) { return each.item == item && each.type == type; });
    own.push_back(
        {item, static_cast<std::uint32_t>(begin_s + static_cast<std::int64_t>(day * day_s)), type, 1});
  }
  void build(double day) {
    history.settle();
    const auto now_ms = (begin_s + static_cast<std::int64_t>(day * day_s)) * 1000;
    models = library.update({&definition, 1}, {.history = history, .items = items, .now_ms = now_ms});
  }
  [[nodiscard]] answers ask(double day, std::uint64_t user = anna) const {
    model::scored_list out;
    models->models.front().content->answer(
        {.history = own,
         .user = user_numbered(user),
         .wanted = 10,
         .now_ms = (begin_s + static_cast<std::int64_t>(day * day_s)) * 1000},
        out);
    answers found;
    for (const auto& each : out) EXPECT_TRUE(found.emplace(each.item, each.score).second) << each.item;
    return found;
  }

  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
  model::model_library library;
  boost::shared_ptr<const model::model_set> models;
  std::vector<profile::history_entry> own;
};

constexpr item_index coffee = 1, tea = 2, milk = 3;

TEST(recurring, is_shown_from_four_fifths_of_the_interval_until_four_times_the_longest) {
  grocery shop("RECURRING_BUY");
  for (const double day : {0, 30, 62, 90}) shop.buy(anna, coffee, day);
  shop.build(91);
  EXPECT_TRUE(shop.ask(112.3).empty());
  EXPECT_EQ(shop.ask(112.5).size(), 1U);
  EXPECT_NEAR(shop.ask(115).at(coffee), 0.027586, 1e-6);
  EXPECT_EQ(shop.ask(217.9).size(), 1U);
  EXPECT_TRUE(shop.ask(218.1).empty());
}

TEST(recurring, what_was_bought_elsewhere_counts) {
  grocery shop("RECURRING_BUY");
  shop.buy(anna, coffee, 0);
  shop.buy_elsewhere(anna, coffee, 30);
  shop.buy_elsewhere(anna, tea, 0);
  shop.buy_elsewhere(anna, tea, 30);
  shop.build(31);
  EXPECT_TRUE(shop.ask(53.9).empty());
  const auto found = shop.ask(55);
  EXPECT_NEAR(found.at(coffee), 2.0 / 85, 1e-6);
  EXPECT_NEAR(found.at(tea), 2.0 / 85, 1e-6);
  shop.buy_elsewhere(anna, coffee, 55);
  EXPECT_FALSE(shop.ask(55).contains(coffee)) << "in the next answer";
}

TEST(recurring, is_gone_with_the_next_purchase_and_begins_to_count_anew) {
  grocery shop("RECURRING_BUY");
  shop.buy(anna, coffee, 0);
  shop.buy(anna, coffee, 100);
  shop.build(101);
  EXPECT_TRUE(shop.ask(179.9).empty());
  EXPECT_EQ(shop.ask(180.1).size(), 1U);
  shop.told(coffee, 192);
  EXPECT_TRUE(shop.ask(192.1).empty());
  EXPECT_TRUE(shop.ask(265.5).empty());
  EXPECT_EQ(shop.ask(265.7).size(), 1U);  // before the next round, too
  append_event(shop.history, event_type::buy, anna, coffee, begin_s + 192 * day_s);
  shop.build(193);
  EXPECT_TRUE(shop.ask(265.5).empty());
  EXPECT_EQ(shop.ask(265.7).size(), 1U);
}

TEST(recurring, an_interval_between_two_rounds_is_that_of_the_round_after) {
  for (const double next : {61.0, 63.5, 66.0, 70.0, 80.0}) {
    grocery shop("RECURRING_BUY");
    for (const double day : {0.0, 10.0, 22.0, 36.0, 52.0}) shop.buy(anna, coffee, day);
    shop.build(53);
    shop.told(coffee, next);
    const auto shown = [&] {
      std::vector<bool> found;
      for (double day = next; day < next + 14; day += 0.25) found.push_back(!shop.ask(day).empty());
      return found;
    };
    const auto before = shown();
    append_event(shop.history, event_type::buy, anna, coffee,
                 begin_s + static_cast<std::int64_t>(next * day_s));
    shop.build(next + 0.1);
    EXPECT_EQ(before, shown()) << next;
  }
}

TEST(recurring, purchases_within_four_days_are_one_occasion) {
  grocery shop("RECURRING_BUY");
  for (const double day : {0.0, 1.0, 3.9}) shop.buy(anna, coffee, day);
  shop.build(5);
  EXPECT_TRUE(shop.ask(6).empty());
  shop.buy(anna, coffee, 20);
  shop.build(21);
  EXPECT_EQ(shop.ask(36.1).size(), 1U);  // 20 + 0.8 * 20
}

TEST(recurring, everybody_has_intervals_of_their_own) {
  grocery shop("RECURRING_BUY");
  for (const double day : {0, 10}) shop.buy(anna, coffee, day);
  for (const double day : {0, 50}) shop.buy(2, coffee, day);
  for (const double day : {0, 10}) shop.buy(3, tea, day);
  shop.build(51);
  EXPECT_EQ(shop.ask(20).size(), 1U);
  shop.own.clear();
  EXPECT_TRUE(shop.ask(60, 2).empty());
  EXPECT_EQ(shop.ask(91, 2).size(), 1U);
  EXPECT_EQ(shop.ask(20, 3).begin()->first, tea);
  EXPECT_TRUE(shop.ask(20, 4).empty());
}

TEST(recurring, what_was_done_before_a_login_is_the_accounts) {
  grocery shop("RECURRING_BUY");
  shop.buy(7, coffee, 0);
  events::event login;
  login.type = event_type::login;
  login.time_ms = (begin_s + day_s) * 1000;
  login.user = user_numbered(7);
  events::append_link(login.details, {login.user, user_numbered(anna)});
  shop.buy(anna, coffee, 20);
  shop.build(21);
  EXPECT_TRUE(shop.ask(37).empty());
  shop.history.link(login, 50);
  shop.build(21);
  EXPECT_EQ(shop.ask(37).size(), 1U);
}

TEST(recurring, one_purchase_of_many_units_is_one) {
  grocery shop("RECURRING_BUY");
  append_event(shop.history, event_type::buy, anna, coffee, begin_s, 40);
  shop.build(30);
  EXPECT_TRUE(shop.ask(300).empty());
}

// Own purchases 0.4, popularity 0.6; coffee 10, tea 30, milk 60 of a hundred.
struct three_goods : grocery {
  three_goods() : grocery("SUGGESTION") {
    buy(anna, coffee, 0);
    buy(anna, coffee, 120);
    told(tea, 240);  // today
    // Popularity is that of today: what anna bought long ago has no weight in it any more.
    std::uint64_t buyer = 100;
    const std::map<item_index, int> sold{{coffee, 10}, {tea, 30}, {milk, 60}};
    for (const auto& [item, count] : sold)
      for (int each = 0; each < count; ++each) buy(buyer++, item, 240);
    build(240);
  }
};

TEST(shopping_list, mixes_own_purchases_by_age_with_what_is_popular) {
  const three_goods shop;
  const auto list = shop.ask(240);
  EXPECT_NEAR(list.at(tea), 0.408571, 1e-3);
  EXPECT_NEAR(list.at(milk), 0.36, 1e-3);
  EXPECT_NEAR(list.at(coffee), 0.231429, 1e-3);
}

TEST(shopping_list, leaves_out_what_is_in_the_basket_and_says_nothing_to_strangers) {
  three_goods shop;
  shop.told(tea, 240, history_type::basket);
  const auto list = shop.ask(240);
  EXPECT_FALSE(list.contains(tea));
  EXPECT_TRUE(list.contains(milk));
  shop.own.clear();
  EXPECT_TRUE(shop.ask(240, 99).empty());
}

TEST(shopping_list, of_the_user_alone_or_of_everybody_alone) {
  three_goods shop;
  *shop.definition.find("own_share") = 1;
  shop.build(240);
  EXPECT_EQ(shop.ask(240).size(), 2U);
  EXPECT_NEAR(shop.ask(240).at(tea), 1 / 1.75, 1e-6);
  *shop.definition.find("own_share") = 0;
  shop.build(240);
  EXPECT_NEAR(shop.ask(240).at(milk), 0.6, 1e-3);
}

TEST(shopping_list, a_purchase_never_lowers_what_was_bought) {
  three_goods shop;
  const auto before = shop.ask(241).at(coffee);
  shop.told(coffee, 241);
  EXPECT_GT(shop.ask(241).at(coffee), before);
}

}  // namespace
}  // namespace footfall::test
