// Lists that come from the user's own history, and from what everybody did last.
#include "footfall/model/model_set.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace footfall::test {
namespace {

using events::history_type;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr std::uint32_t day_s = 86'400;

struct asked_model {
  explicit asked_model(std::string_view type) : definition(model::default_definition("own", type)) {}

  [[nodiscard]] model::scored_list ask(const std::vector<profile::history_entry>& own,
                                       const model::admission* admits = nullptr) const {
    const auto set = model::build_models({&definition, 1}, {history, items, now_s * 1000, 1});
    model::scored_list out;
    set->models.front().content->answer(
        {.history = own, .admits = admits, .wanted = 10, .now_ms = now_s * 1000}, out);
    return out;
  }

  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
};

std::uint32_t days_ago(std::uint32_t days) { return static_cast<std::uint32_t>(now_s) - days * day_s; }

TEST(own_history, profile_lists_one_type_of_event_newest_first_by_rank) {
  const asked_model viewed("PROFILE_CLICK");
  const auto list = viewed.ask({{7, days_ago(0), history_type::clicked, 1},
                                {5, days_ago(1), history_type::owns, 1},
                                {3, days_ago(2), history_type::clicked, 1}});
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].item, 7U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
  EXPECT_EQ(list[1].item, 3U);
  EXPECT_FLOAT_EQ(list[1].score, 0.5F);
  EXPECT_TRUE(viewed.ask({}).empty());
}

TEST(own_history, ranks_are_those_of_admitted_items) {
  struct even_items final : model::admission {
    [[nodiscard]] bool admits(item_index item) const override { return item % 2 == 0; }
  } even;
  const auto list =
      asked_model("PROFILE_BUY")
          .ask({{7, days_ago(0), history_type::owns, 1}, {4, days_ago(1), history_type::owns, 1}}, &even);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
}

TEST(own_history, own_items_weigh_by_times_and_age) {
  const auto list = asked_model("OWN_ITEMS_BUY")
                        .ask({{1, days_ago(0), history_type::owns, 1},
                              {2, days_ago(90), history_type::owns, 3},
                              {3, days_ago(1), history_type::clicked, 1}});
  ASSERT_EQ(list.size(), 2U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
  EXPECT_NEAR(list[1].score, (1 + std::log(3.0)) / 2, 1e-6);
}

TEST(own_history, clock_that_is_behind_makes_nothing_younger_than_now) {
  const auto list = asked_model("OWN_ITEMS_BUY").ask({{1, days_ago(0) + 3600, history_type::owns, 1}});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_FLOAT_EQ(list[0].score, 1);
}

TEST(own_history, own_items_count_in_a_mixture_as_much_as_there_are_such_events) {
  asked_model own("OWN_ITEMS_BUY");
  append_event(own.history, events::event_type::buy, 1, 7, now_s - 100);
  append_event(own.history, events::event_type::buy, 2, 8, now_s - 50);
  append_event(own.history, events::event_type::click, 2, 8, now_s - 50);
  own.history.settle();
  const auto set = model::build_models({&own.definition, 1}, {own.history, own.items, now_s * 1000, 1});
  EXPECT_EQ(set->models.front().content->record().events_used, 2U);
}

TEST(last_events, are_the_newest_items_of_everybody_each_once) {
  asked_model last("LAST_EVENTS_CLICK");
  const auto click = [&](std::uint64_t user, item_index item, std::int64_t time_s) {
    events::event stored;
    stored.type = events::event_type::click;
    stored.time_ms = time_s * 1000;
    stored.user = user_numbered(user);
    stored.item = {1, item + 1, {}};
    last.history.append(stored, item);
  };
  for (std::uint32_t item = 0; item < 6; ++item) static_cast<void>(last.items.add({1, item + 1, {}}));
  click(1, 0, now_s - 30);
  click(2, 1, now_s - 20);
  click(1, 0, now_s - 10);
  click(1, 2, now_s - 40);
  click(1, 3, now_s - 11 * std::int64_t{day_s});  // before its history
  click(3, 4, now_s + 60);                        // not yet
  last.history.settle();
  const auto list = last.ask({});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].item, 0U);
  EXPECT_EQ(list[1].item, 1U);
  EXPECT_FLOAT_EQ(list[1].score, 0.5F);
  EXPECT_EQ(list[2].item, 2U);
}

}  // namespace
}  // namespace footfall::test
