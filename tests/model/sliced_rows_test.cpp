// What users with a value, users of segments, and an hour add to models with context.
#include "footfall/model/sliced_rows.hpp"

#include "footfall/model/model_set.hpp"
#include "model/journeys.hpp"
#include "model/make_slices.hpp"
#include "model/random_log.hpp"
#include "model/slice_rows.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;
using answers = std::map<item_index, float>;

constexpr std::int64_t now_s = 20 * 86'400;
constexpr item_index x = 1;
constexpr item_index y = 2;
constexpr item_index z = 3;

// Users of whom the customer says something; a model of them all with slices.
struct known_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
  std::vector<std::tuple<std::uint64_t, std::string, std::string>> said;
  std::vector<model::time_slot> slots;
  profile::segment_log carried;
  std::vector<std::string> asked_by_segments;
  std::vector<std::string> asked_attributes;
  model::model_library library;

  explicit known_shop(std::string_view type = "CF_I2I_CLICK")
      : definition(model::default_definition("also", type)) {
    definition.set(model::option::window_events_min, 0);
    definition.set(model::option::half_life, 0);
    definition.set(model::option::damping, 9);
    definition.set(model::option::neighbour_exponent, 0);
    definition.user_attributes = {"country"};
  }
  void say(std::uint64_t user, std::string key, std::string value) {
    said.emplace_back(user, std::move(key), std::move(value));
  }
  void click(std::uint64_t user, const std::vector<item_index>& clicked, std::int64_t age_s = 3600,
             event_type type = event_type::click) {
    auto time_s = now_s - age_s;
    for (const auto item : clicked) append_event(history, type, user, item, time_s++);
  }
  void carry(std::uint64_t user, item_index item, std::int64_t age_s, event_type type = event_type::click) {
    events::event stored;
    stored.type = type;
    stored.time_ms = (now_s - age_s) * 1000;
    stored.user = user_numbered(user);
    carried.apply(stored, item, "7");
  }
  [[nodiscard]] model::build_input input() {
    history.settle();
    return {.history = history,
            .items = items,
            .now_ms = now_s * 1000,
            .users = {[this](const model::known_users::visitor& visit) {
                        for (const auto& [user, key, value] : said) visit(user_numbered(user), key, value);
                      },
                      said.size()},
            .time_slots = slots,
            .segments = &carried,
            .asked_by_segments = asked_by_segments,
            .asked_attributes = asked_attributes};
  }
  boost::shared_ptr<const model::model_set> build() { return library.update({&definition, 1}, input()); }
};

const model::model_slice* find_slice(const model::built_model& built, std::string_view name) {
  if (!built.slices) return nullptr;
  const auto found = std::ranges::find(*built.slices, name, &model::model_slice::name);
  return found == built.slices->end() ? nullptr : &*found;
}

// What slices add to a list; one view each.
answers add_to(const model::built_model& built, model::scored_list list,
               const std::vector<std::vector<std::string>>& views, const std::vector<item_index>& context,
               std::int64_t scope_s = 0) {
  std::vector<model::slice_view> asked;
  for (const auto& names : views) {
    auto& view = asked.emplace_back();
    for (const auto& name : names)
      if (const auto* slice = find_slice(built, name)) view.slices.push_back(slice);
  }
  model::add_sliced_rows(built.definition, asked,
                         {.context = context, .wanted = 20, .scope_ms = scope_s * 1000}, list);
  answers found;
  for (const auto& each : list) EXPECT_TRUE(found.emplace(each.item, each.score).second) << each.item;
  return found;
}

TEST(sliced_rows, the_example_of_the_document_a_slice_moves_an_item_past_a_better_one) {
  known_shop shop;
  shop.say(1, "country", "DE");
  shop.click(1, {x, z});  // one session: 1 / (1 + 9)
  shop.click(2, {x, y});
  const auto built = shop.build()->models.at(0);
  const auto found = add_to(built, {{y, 0.10F, 1}, {z, 0.08F, 1}}, {{"country=DE"}}, {x});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(found.at(y), 0.10, 1e-6);
  EXPECT_NEAR(found.at(z), 0.11, 1e-6);
}

TEST(sliced_rows, what_only_the_slice_knows_is_there_too) {
  known_shop shop;
  shop.say(1, "country", "DE");
  shop.click(1, {x, z});
  const auto built = shop.build()->models.at(0);
  EXPECT_NEAR(add_to(built, {{y, 0.10F, 1}}, {{"country=DE"}}, {x}).at(z), 0.03, 1e-6);
}

TEST(sliced_rows, nothing_changes_where_the_slice_says_nothing_of_the_context) {
  known_shop shop;
  shop.say(1, "country", "DE");
  shop.say(9, "country", "FR");
  shop.click(1, {y, z});
  const auto built = shop.build()->models.at(0);
  const answers whole{{y, 0.10F}, {z, 0.08F}};
  for (const auto* name : {"country=DE", "country=FR", "country=AT"})
    EXPECT_EQ(add_to(built, {{y, 0.10F, 1}, {z, 0.08F, 1}}, {{name}}, {x}), whole) << name;
  EXPECT_EQ(add_to(built, {{y, 0.10F, 1}, {z, 0.08F, 1}}, {{"country=DE"}}, {}), whole) << "no context";
}

TEST(sliced_rows, of_several_views_the_mean_counts_and_of_several_slices_of_one_all_sequences) {
  known_shop shop;
  shop.definition.user_attributes = {"country", "age"};
  shop.say(1, "country", "DE");
  shop.say(2, "country", "AT");
  shop.say(2, "age", "30");
  shop.click(1, {x, y});
  shop.click(2, {x, z});
  const auto built = shop.build()->models.at(0);
  const auto mean = add_to(built, {}, {{"country=DE"}, {"age=30"}}, {x});
  EXPECT_NEAR(mean.at(y), 0.3 * 0.1 / 2, 1e-6);
  EXPECT_NEAR(mean.at(z), 0.3 * 0.1 / 2, 1e-6);
  const auto both = add_to(built, {}, {{"country=DE", "country=AT"}}, {x});
  EXPECT_NEAR(both.at(y), 0.3 / 11, 1e-6);
  EXPECT_NEAR(both.at(z), 0.3 / 11, 1e-6);
}

TEST(sliced_rows, further_context_items_count_by_their_rank_and_are_told) {
  known_shop shop;
  shop.say(1, "country", "DE");
  shop.click(1, {x, 10});
  shop.click(1, {y, 20}, 80'000);
  const auto built = shop.build()->models.at(0);
  const auto found = add_to(built, {}, {{"country=DE"}}, {x, x, y});
  EXPECT_NEAR(found.at(10) / found.at(20), 4, 1e-4);
  model::scored_list list{{20, 1, 1}};
  const std::vector<model::slice_view> views{{{find_slice(built, "country=DE")}}};
  const std::vector<item_index> context{x, y};
  model::add_sliced_rows(built.definition, views, {.context = context}, list);
  EXPECT_EQ(list.front().context_bits, 3U);
}

TEST(sliced_rows, a_neighbour_is_held_back_by_its_support_in_the_whole_log) {
  known_shop shop;
  shop.definition.set(model::option::neighbour_exponent, 0.5);
  shop.say(1, "country", "DE");
  shop.click(1, {x, z});
  for (std::uint64_t user = 2; user <= 16; ++user) shop.click(user, {z});
  const auto built = shop.build()->models.at(0);
  EXPECT_NEAR(add_to(built, {}, {{"country=DE"}}, {x}).at(z), 0.3 * 0.1 / std::sqrt(16 + 9), 1e-6);
}

TEST(sliced_rows, a_sequence_belongs_to_the_hours_in_which_it_began) {
  known_shop shop;
  shop.definition.user_attributes.clear();
  shop.slots = {{"22:00", "23:00"}, {"23:00", "24:00"}};
  shop.click(1, {x, z}, 3601);  // at 22:59:59 and 23:00
  const auto built = shop.build()->models.at(0);
  EXPECT_NEAR(add_to(built, {}, {{"22:00-23:00"}}, {x}).at(z), 0.03, 1e-6);
  EXPECT_TRUE(add_to(built, {}, {{"23:00-24:00"}}, {x}).empty());
}

TEST(sliced_rows, of_segments_are_what_one_user_did_in_one_set_of_them) {
  known_shop shop;
  shop.definition.user_attributes.clear();
  shop.carry(1, x, 7200);
  shop.carry(2, x, 7100);
  shop.carry(1, z, 7000);
  shop.carry(1, y, 4000);  // after a pause
  shop.click(1, {x});
  shop.asked_by_segments = {"also"};
  const auto built = shop.build()->models.at(0);
  const auto found = add_to(built, {}, {{"segments=7"}}, {x});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(z), 0.3 / 11, 1e-6);
  EXPECT_EQ(find_slice(built, "segments=7")->items, (std::vector<item_index>{x, y, z}));
}

TEST(sliced_rows, of_a_span_of_time_are_what_is_younger) {
  known_shop shop("CF_I2I_UPHEAVAL_CLICK_CLICK");
  shop.say(1, "country", "DE");
  shop.click(1, {x, y}, 10 * 86'400);
  shop.click(1, {x, z}, 60);
  const auto built = shop.build()->models.at(0);
  const auto week = add_to(built, {}, {{"country=DE"}}, {x}, 7 * 86'400);
  EXPECT_TRUE(week.contains(z));
  EXPECT_FALSE(week.contains(y));
  EXPECT_TRUE(add_to(built, {}, {{"country=DE"}}, {x}, 30 * 86'400).contains(y));
}

TEST(sliced_rows, of_journeys_are_what_those_of_the_slice_bought_in_the_end) {
  known_shop shop("CF_I2I_MIX_CLICK_BUY");
  shop.say(1, "country", "DE");
  shop.click(1, {x, 10}, 7200);
  shop.click(1, {y}, 3600, event_type::buy);
  shop.click(2, {x}, 7200);
  shop.click(2, {z}, 3600, event_type::buy);
  const auto built = shop.build()->models.at(0);
  const auto found = add_to(built, {}, {{"country=DE"}}, {x});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(y), 0.3 * 0.5 / (1 + 30), 1e-6) << "x is the second click before the purchase";
}

TEST(sliced_rows, of_journeys_are_divided_by_all_sessions_of_the_slice) {
  known_shop shop("CF_I2I_MIX_CLICK_BUY");
  constexpr std::uint64_t buyers = 400;
  for (std::uint64_t user = 1; user <= 20'000; ++user) {
    shop.say(user, "country", "DE");
    shop.click(user, {x}, user <= buyers ? 90'000 : 7200);
    if (user <= buyers) shop.click(user, {y}, 3600, event_type::buy);
  }
  const auto built = shop.build()->models.at(0);
  const auto found = add_to(built, {}, {{"country=DE"}}, {x});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(y), 0.3 * 400 / 20'030, 1e-6);
}

TEST(sliced_rows, of_journeys_with_a_scope_are_divided_by_the_sessions_inside_it) {
  known_shop shop("CF_I2I_UPHEAVAL_CLICK_BUY");
  shop.say(1, "country", "DE");
  shop.say(2, "country", "DE");
  shop.click(1, {x}, 7200);
  shop.click(1, {y}, 3600, event_type::buy);
  shop.click(2, {x}, 10 * 86'400);
  const auto built = shop.build()->models.at(0);
  const auto day = add_to(built, {}, {{"country=DE"}}, {x}, 86'400);
  const auto by_age = [](double age_s) { return std::exp2(-age_s / 86'400); };
  EXPECT_NEAR(day.at(y), 0.3 * by_age(3600) / (by_age(7200) + 30), 1e-6);
}

TEST(sliced_rows, journeys_that_end_in_an_item_take_no_place_of_those_that_begin_with_it) {
  known_shop shop("CF_I2I_MIX_CLICK_BUY");
  for (std::uint64_t user = 1; user <= 600; ++user) {
    shop.say(user, "country", "DE");
    shop.click(user, {z}, 7200);
    shop.click(user, {x}, 3600, event_type::buy);
  }
  shop.say(601, "country", "DE");
  shop.click(601, {x}, 90'000);
  shop.click(601, {y}, 80'000, event_type::buy);
  const auto built = shop.build()->models.at(0);
  EXPECT_NEAR(add_to(built, {}, {{"country=DE"}}, {x}).at(y), 0.3 / 31, 1e-6);
  EXPECT_EQ(find_slice(built, "country=DE")->items, (std::vector<item_index>{x, y})) << "what was bought";
}

TEST(sliced_rows, of_journeys_segments_that_events_carry_hold_what_was_bought_and_move_nothing) {
  known_shop shop("CF_I2I_MIX_CLICK_BUY");
  shop.click(1, {x}, 7200);
  shop.click(1, {y}, 3600, event_type::buy);
  shop.carry(1, y, 3600, event_type::buy);
  shop.asked_by_segments = {"also"};
  const auto built = shop.build()->models.at(0);
  ASSERT_NE(find_slice(built, "segments=7"), nullptr);
  EXPECT_EQ(find_slice(built, "segments=7")->items, std::vector<item_index>{y});
  EXPECT_TRUE(add_to(built, {}, {{"segments=7"}}, {y}).empty());
}

TEST(sliced_rows, are_made_for_attributes_that_requests_asked_for) {
  known_shop shop;
  shop.definition.user_attributes.clear();
  shop.say(1, "country", "DE");
  shop.click(1, {x, z});
  EXPECT_EQ(shop.build()->models.at(0).slices, nullptr);
  shop.asked_attributes = {"country"};
  EXPECT_NE(find_slice(shop.build()->models.at(0), "country=DE"), nullptr);
  shop.definition.type = "SESSION_KNN_CLICK";
  EXPECT_EQ(shop.build()->models.at(0).slices, nullptr) << "nothing moves its list";
}

TEST(sliced_rows, follow_what_is_said_of_users_at_once_only_where_the_model_names_it) {
  known_shop shop;
  shop.say(1, "country", "DE");
  shop.say(2, "country", "AT");
  shop.slots = {{"22:00", "24:00"}};
  shop.click(1, {x, z});
  const auto build_after_news = [&] {
    const auto before = shop.build()->models.at(0).slices;
    shop.say(1, "age", std::to_string(shop.said.size()));
    return std::pair(before, shop.build()->models.at(0).slices);
  };
  const auto [before, named] = build_after_news();
  EXPECT_NE(named, before);
  shop.definition.user_attributes.clear();
  const auto [of_hours, of_hours_later] = build_after_news();
  EXPECT_NE(of_hours, nullptr);
  EXPECT_EQ(of_hours_later, of_hours) << "hours know nobody";
  shop.asked_attributes = {"country"};
  const auto [asked, asked_later] = build_after_news();
  EXPECT_NE(asked, of_hours);
  EXPECT_EQ(asked_later, asked) << "nothing has happened";
  shop.click(2, {x, y});
  EXPECT_NE(find_slice(shop.build()->models.at(0), "country=AT"), nullptr);
  EXPECT_FALSE(add_to(shop.build()->models.at(0), {}, {{"country=AT"}}, {x}).empty());
}

TEST(sliced_rows, hold_a_million_events_however_many_there_are_and_their_memory_is_told) {
  known_shop shop("CF_I2I_MIX_CLICK_BUY");
  constexpr std::size_t slices = 1'500;
  for (std::size_t number = 0; number < slices; ++number)
    shop.definition.segment_groups.push_back({std::to_string(number), {{"and", {"country=DE"}}}});
  for (std::uint64_t user = 1; user <= 600; ++user) {
    shop.say(user, "country", "DE");
    shop.click(user, {x}, 7200 + static_cast<std::int64_t>(user));
    shop.click(user, {y}, 3600 + static_cast<std::int64_t>(user), event_type::buy);
  }
  const auto built = shop.build()->models.at(0);
  ASSERT_EQ(built.slices->size(), slices + 1);
  std::size_t events = 0;
  for (const auto& each : *built.slices)
    events += each.rows->sessions.places() + each.rows->journeys.places() + each.rows->targets.size();
  EXPECT_LE(events, model::model_slices_events_max);
  EXPECT_GT(events, model::model_slices_events_max * 9 / 10);
  EXPECT_GT(model::memory_bytes_of(*built.slices), events * sizeof(item_index));
}

// Every user is from the same country.
TEST(sliced_rows, a_slice_of_everything_keeps_the_order_of_the_model) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    known_shop shop;
    shop.definition.set(model::option::neighbour_exponent, 0.2);
    shop.definition.set(model::option::history, 3650 * std::int64_t{86'400'000});
    model::event_history other;
    random_log log(seed);
    for (int step = 0; step < 600; ++step) log.append_to(shop.history, other);
    for (std::uint64_t user = 1; user <= 24; ++user) shop.say(user, "country", "DE");
    const auto built = shop.build()->models.at(0);
    for (item_index item = 0; item < 50; ++item) {
      const std::vector<item_index> context{item, item + 1};
      model::scored_list list;
      built.content->answer({.context = context, .wanted = 50, .alone = true}, list);
      const auto found = add_to(built, list, {{"country=DE"}}, context);
      ASSERT_EQ(found.size(), list.size()) << seed;
      for (const auto& each : list) EXPECT_NEAR(found.at(each.item), 1.3 * double{each.score}, 1e-5) << seed;
      compared += list.size();
    }
  }
  EXPECT_GT(compared, 1000U);
}

TEST(sliced_rows, from_changes_they_are_those_of_the_whole_log) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    known_shop grown;
    known_shop fresh;
    random_log log(seed);
    for (auto* shop : {&grown, &fresh})
      for (std::uint64_t user = 1; user <= 24; ++user)
        if (user % 4 != 0) shop->say(user, "country", user % 2 == 0 ? "DE" : "AT");
    for (int step = 0; step < 600; ++step) {
      log.append_to(grown.history, fresh.history);
      if (const auto gone = log.take_forgotten()) {
        grown.history.forget(*gone);
        fresh.history.forget(*gone);
      }
      if (log.now_and_then()) static_cast<void>(grown.build());
    }
    const auto from_changes = grown.build()->models.at(0);
    const auto whole = fresh.build()->models.at(0);
    for (const auto* name : {"country=DE", "country=AT"})
      for (item_index item = 0; item < 50; ++item) {
        const auto found = add_to(from_changes, {}, {{name}}, {item, item + 1});
        const auto expected = add_to(whole, {}, {{name}}, {item, item + 1});
        ASSERT_EQ(found.size(), expected.size()) << seed;
        for (const auto& [other, score] : expected) EXPECT_NEAR(found.at(other), score, 1e-6) << seed;
      }
  }
}

}  // namespace
}  // namespace footfall::test
