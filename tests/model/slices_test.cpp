// What parts of the log say: groups of segments, attributes of users, hours of the day.
#include "footfall/model/slices.hpp"

#include "footfall/model/model_set.hpp"
#include "footfall/model/sliced_ranking.hpp"
#include "model/make_slices.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using strings = std::vector<std::string>;

TEST(segment_groups, all_parts_must_be_true_of_all_or_of_any_segments) {
  const model::segment_group all{"all", {{"and", {"7", "11", "14"}}}};
  EXPECT_TRUE(is_true(all, strings{"segment=7", "segment=11", "segment=14"}));
  EXPECT_FALSE(is_true(all, strings{"segment=7", "segment=14"}));
  const model::segment_group nested{"nested", {{"and", {"7"}}, {"or", {"10", "11"}}, {"and", {"8"}}}};
  EXPECT_TRUE(is_true(nested, strings{"segment=7", "segment=8", "segment=10"}));
  EXPECT_FALSE(is_true(nested, strings{"segment=7", "segment=9", "segment=11", "segment=14"}));
  const model::segment_group by_value{"by_value", {{"or", {"country=DE", "7"}}}};
  EXPECT_TRUE(is_true(by_value, strings{"country=DE"}));
  EXPECT_FALSE(is_true(by_value, strings{"country=FR", "segment=DE"}));
}

TEST(time_slots, are_hours_of_one_day) {
  EXPECT_EQ(model::minute_of("00:00"), 0U);
  EXPECT_EQ(model::minute_of("09:30"), 570U);
  EXPECT_EQ(model::minute_of("24:00"), 1440U);
  for (const auto* wrong : {"", "9:30", "09.30", "24:01", "09:60", "-1:30", "0a:00"})
    EXPECT_FALSE(model::minute_of(wrong)) << wrong;
  const model::time_slot morning{"06:00", "12:00"};
  EXPECT_TRUE(is_within(morning, 360));
  EXPECT_FALSE(is_within(morning, 720));
}

// Shares of A, B and C (0, 1, 2) are 0.5, 0.3, 0.2; in the slice A has 2 and C 8.
struct small_ranking {
  model::ranking whole{{{0, 5}, {1, 3}, {2, 2}}};
  model::model_slice slice{"DE", {0, 2}, {2, 8}, 10};

  [[nodiscard]] std::map<item_index, float> ask(bool strict, double prior = 100) const {
    const std::vector<model::slice_view> views{{{&slice}, prior, strict}};
    model::scored_list out;
    model::answer_sliced(whole, views, {.wanted = 10}, out);
    std::map<item_index, float> found;
    for (const auto& each : out) found.emplace(each.item, each.score);
    EXPECT_EQ(found.size(), out.size());
    return found;
  }
};

TEST(sliced_ranking, mixes_what_the_slice_likes_into_what_everybody_likes) {
  const small_ranking shop;
  const auto mixed = shop.ask(false);
  ASSERT_EQ(mixed.size(), 3U);
  EXPECT_NEAR(mixed.at(0), 0.472727, 1e-6);
  EXPECT_NEAR(mixed.at(1), 0.272727, 1e-6);
  EXPECT_NEAR(mixed.at(2), 0.254545, 1e-6);
  const auto strict = shop.ask(true);
  ASSERT_EQ(strict.size(), 2U);
  EXPECT_NEAR(strict.at(2), 0.254545, 1e-6);
  EXPECT_NEAR(shop.ask(false, 0).at(2), 0.8, 1e-6);
}

TEST(sliced_ranking, of_ratings_leans_on_the_score_of_all_raters) {
  const model::ranking whole{{{0, 0.9F}, {1, 0.8F}, {2, 0.7F}}};
  const model::model_slice slice{"DE", {0, 2}, {1, 19}, 22, {2, 20}};
  const std::vector<model::slice_view> views{{{&slice}, 100, false}};
  model::scored_list out;
  model::answer_sliced(whole, views, {.wanted = 10}, out);
  std::map<item_index, float> found;
  for (const auto& each : out) found.emplace(each.item, each.score);
  EXPECT_NEAR(found.at(0), (1 + 10 * 0.9) / 12, 1e-6);
  EXPECT_NEAR(found.at(1), 0.8, 1e-6);
  EXPECT_NEAR(found.at(2), (19 + 10 * 0.7) / 30, 1e-6);
}

TEST(sliced_ranking, has_all_that_can_be_among_the_best) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<model::ranked_item> items;
    model::model_slice slice{"x", {}, {}, 0};
    for (item_index item = 0; item < 60; ++item) {
      items.push_back({item, static_cast<float>(1 + random() % 1000)});
      if (random() % 4 != 0) continue;
      slice.items.push_back(item);
      slice.amounts.push_back(static_cast<float>(1 + random() % 20));
      slice.total += double{slice.amounts.back()};
    }
    const model::ranking whole(items);
    const std::vector<model::slice_view> views{{{&slice}, 100, false}};
    const auto ask = [&](std::size_t wanted) {
      model::scored_list out;
      model::answer_sliced(whole, views, {.wanted = wanted}, out);
      std::ranges::sort(out, [](const model::scored_item& left, const model::scored_item& right) {
        return left.score != right.score ? left.score > right.score : left.item < right.item;
      });
      out.resize(wanted);
      return out;
    };
    const auto all = ask(60);
    const auto best = ask(10);
    for (std::size_t place = 0; place < 10; ++place) EXPECT_EQ(best[place].score, all[place].score) << round;
  }
}

// Users 1 and 2 are from Germany, 2 is in segment 7; 3 is from nowhere. Each has clicked an item of their
// own.
struct sliced_shop {
  static constexpr std::int64_t now_s = 20 * 86'400;
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("top", "POPULARITY_LONG_CLICK");
  std::vector<model::time_slot> slots;
  std::vector<std::tuple<std::uint64_t, std::string, std::string>> said{
      {1, "country", "DE"}, {2, "country", "DE"}, {2, "segment", "7"}, {9, "country", "FR"}};
  std::uint64_t revision = 1;
  profile::segment_log carried;
  std::vector<std::string> asked_by_segments;
  model::model_library library;

  sliced_shop() {
    definition.set(model::option::window_events_min, 1);
    for (std::uint64_t user = 1; user <= 3; ++user)
      append_event(history, events::event_type::click, user, static_cast<item_index>(user),
                   now_s - 3600 * static_cast<std::int64_t>(user));
  }
  void carry(std::uint64_t user, item_index item, std::string_view segments,
             events::event_type type = events::event_type::click, std::int16_t rating = -1) {
    events::event stored;
    stored.type = type;
    stored.time_ms = (now_s - 3600) * 1000;
    stored.user = user_numbered(user);
    stored.value = rating;
    carried.apply(stored, item, segments);
  }
  boost::shared_ptr<const model::model_set> build() {
    history.settle();
    const model::build_input input{.history = history,
                                   .items = items,
                                   .now_ms = now_s * 1000,
                                   .users = {[this](const model::known_users::visitor& visit) {
                                               for (const auto& [user, key, value] : said)
                                                 visit(user_numbered(user), key, value);
                                             },
                                             revision},
                                   .time_slots = slots,
                                   .segments = &carried,
                                   .asked_by_segments = asked_by_segments};
    return library.update({&definition, 1}, input);
  }
  std::map<std::string, std::vector<item_index>> items_by_slice() {
    std::map<std::string, std::vector<item_index>> found;
    const auto set = build();
    if (const auto& slices = set->models.front().slices)
      for (const auto& each : *slices) found.emplace(each.name, each.items);
    return found;
  }
};

using slices_and_items = std::map<std::string, std::vector<item_index>>;

TEST(slices, there_are_none_where_nobody_asks_for_them) {
  EXPECT_EQ(sliced_shop().build()->models[0].slices, nullptr);
}

TEST(slices, hold_what_users_of_a_group_or_of_a_value_did) {
  sliced_shop shop;
  shop.definition.segment_groups = {{"german_seven", {{"and", {"country=DE", "7"}}}},
                                    {"either", {{"or", {"country=DE", "7"}}}},
                                    {"nobody", {{"and", {"8"}}}}};
  shop.definition.user_attributes = {"country"};
  EXPECT_EQ(
      shop.items_by_slice(),
      (slices_and_items{{"german_seven", {2}}, {"either", {1, 2}}, {"nobody", {}}, {"country=DE", {1, 2}}}));
}

TEST(slices, hold_what_happened_in_sets_of_segments_that_events_carry_where_a_scenario_asks) {
  sliced_shop shop;
  shop.carry(1, 5, "7,11");
  shop.carry(2, 6, "11,7");
  shop.carry(2, 6, "7");
  EXPECT_TRUE(shop.items_by_slice().empty());
  shop.asked_by_segments = {"top"};
  EXPECT_EQ(shop.items_by_slice(), (slices_and_items{{"segments=11,7", {5, 6}}, {"segments=7", {6}}}));
  EXPECT_EQ(shop.build()->models[0].slices->at(0).facts, (strings{"segment=11", "segment=7"}));
  shop.carry(3, 9, "7");
  EXPECT_EQ(shop.items_by_slice().at("segments=7"), (std::vector<item_index>{6, 9}))
      << "as soon as it is there";
  shop.carried.forget(user_numbered(1));
  EXPECT_EQ(shop.items_by_slice().at("segments=11,7"), (std::vector<item_index>{6}));
}

TEST(slices, of_ratings_hold_their_shares_and_numbers) {
  sliced_shop shop;
  shop.definition = model::default_definition("top", "POPULARITY_LONG_RATE");
  shop.definition.set(model::option::window_events_min, 1);
  shop.definition.user_attributes = {"country"};
  for (item_index item = 0; item < 5; ++item) static_cast<void>(shop.items.add({1, item + 1, {}}));
  const auto rate = [&](std::uint64_t user, item_index item, std::int16_t rating) {
    events::event stored;
    stored.type = events::event_type::rate;
    stored.time_ms = (sliced_shop::now_s - 3600) * 1000;
    stored.user = user_numbered(user);
    stored.value = rating;
    shop.history.append(stored, item);
  };
  rate(1, 1, 10);
  rate(2, 1, 5);
  rate(2, 2, 0);
  shop.asked_by_segments = {"top"};
  shop.carry(1, 1, "7", events::event_type::rate, 10);
  const auto set = shop.build();
  const auto& german = set->models[0].slices->at(0);
  EXPECT_EQ(german.amounts, (std::vector<float>{1.5F, 0}));
  EXPECT_EQ(german.counts, (std::vector<float>{2, 1}));
  const auto& carried = set->models[0].slices->back();
  EXPECT_EQ(carried.name, "segments=7");
  EXPECT_EQ(carried.amounts, (std::vector<float>{1}));
}

TEST(slices, follow_what_is_said_of_users_though_nothing_happens) {
  sliced_shop shop;
  shop.definition.user_attributes = {"country"};
  EXPECT_EQ(shop.items_by_slice(), (slices_and_items{{"country=DE", {1, 2}}}));
  shop.said.emplace_back(3, "country", "FR");
  ++shop.revision;
  EXPECT_EQ(shop.items_by_slice(), (slices_and_items{{"country=DE", {1, 2}}, {"country=FR", {3}}}));
}

TEST(slices, of_hours_hold_what_everybody_did_then_by_the_clocks_of_the_customer) {
  sliced_shop shop;
  shop.slots = {{"21:00", "22:30"}, {"22:30", "24:00"}};
  EXPECT_EQ(shop.items_by_slice(), (slices_and_items{{"21:00-22:30", {2, 3}}, {"22:30-24:00", {1}}}));
}

TEST(slices, amounts_are_those_of_the_newest_events_by_age) {
  sliced_shop shop;
  shop.definition = model::default_definition("top", "POPULARITY_SHORT_CLICK");
  shop.definition.set(model::option::half_life, 86'400'000);
  shop.definition.set(model::option::window_events_min, 1);
  shop.definition.user_attributes = {"country"};
  for (std::size_t event = 0; event < model::slice_events_max; ++event)
    append_event(shop.history, events::event_type::click, 1, 50, sliced_shop::now_s - 86'400);
  append_event(shop.history, events::event_type::click, 2, 60, sliced_shop::now_s - 2 * 86'400);
  const auto set = shop.build();
  const auto& slice = set->models[0].slices->at(0);
  EXPECT_EQ(slice.amount_of(60), 0) << "older than the newest 10,000";
  EXPECT_GT(slice.amount_of(50), 0.5F);
  EXPECT_EQ(slice.amount_of(51), 0);
}

}  // namespace
}  // namespace footfall::test
