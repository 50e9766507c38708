// What the buyers of a company looked at, purchased, and will need again.
#include "model/segment_kinds.hpp"

#include "footfall/model/model_set.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;
using scores = std::map<item_index, float>;

struct company_shop {
  static constexpr std::int64_t begin_s = 1'000'000'000;
  profile::segment_log log;
  model::event_history history;
  catalog::item_dictionary items;

  void tell(event_type type, std::uint64_t user, item_index item, double day,
            std::string_view segments = "7") {
    events::event stored;
    stored.type = type;
    stored.time_ms = time_ms(day);
    stored.user = user_numbered(user);
    log.apply(stored, item, segments);
  }
  static std::int64_t time_ms(double day) {
    return begin_s * 1000 + static_cast<std::int64_t>(day * model::day_ms);
  }
  [[nodiscard]] scores ask(std::string_view type, double day,
                           const std::vector<std::string>& segments = {"7"}) const {
    const auto definition = model::default_definition("model", type);
    const auto set =
        model::build_models({&definition, 1}, {.history = history, .items = items, .now_ms = time_ms(day)});
    model::scored_list out;
    set->models[0].content->answer(
        {.wanted = 10, .now_ms = time_ms(day), .segments = segments, .happened = &log}, out);
    scores found;
    for (const auto& each : out) found.emplace(each.item, each.score);
    EXPECT_EQ(found.size(), out.size());
    return found;
  }
};

TEST(last_in_segment, is_what_colleagues_did_newest_first_each_once) {
  company_shop shop;
  shop.tell(event_type::click, 1, 5, 1);
  shop.tell(event_type::click, 2, 6, 2, "11,7");
  shop.tell(event_type::click, 1, 5, 3);
  shop.tell(event_type::click, 1, 8, 4, "8");
  shop.tell(event_type::buy, 1, 9, 4);
  EXPECT_EQ(shop.ask("B2B_LAST_CLICK", 5), (scores{{5, 1.0F}, {6, 0.5F}}));
  EXPECT_EQ(shop.ask("B2B_LAST_BUY", 5), (scores{{9, 1.0F}}));
  EXPECT_EQ(shop.ask("B2B_LAST_CLICK", 12.5), (scores{{5, 1.0F}})) << "ten days at the most";
}

TEST(last_in_segment, says_nothing_without_exactly_one_segment) {
  company_shop shop;
  shop.tell(event_type::click, 1, 5, 1, "7,8");
  EXPECT_TRUE(shop.ask("B2B_LAST_CLICK", 2, {}).empty());
  EXPECT_TRUE(shop.ask("B2B_LAST_CLICK", 2, {"7", "8"}).empty());
  EXPECT_TRUE(shop.ask("B2B_LAST_CLICK", 2, {"9"}).empty());
  EXPECT_EQ(shop.ask("B2B_LAST_CLICK", 2, {"8"}).size(), 1U);
}

TEST(recurring_in_segment, is_shown_from_four_fifths_of_the_way_to_when_it_is_due) {
  company_shop shop;
  shop.tell(event_type::buy, 1, 5, 0);
  shop.tell(event_type::buy, 2, 5, 10);
  shop.tell(event_type::buy, 1, 5, 20);
  constexpr auto type = "B2B_RECURRING_BUY";
  EXPECT_TRUE(shop.ask(type, 27.9).empty());
  EXPECT_NEAR(shop.ask(type, 28).at(5), 0.333333, 1e-6);
  EXPECT_NEAR(shop.ask(type, 30).at(5), 1, 1e-6);
  EXPECT_NEAR(shop.ask(type, 33).at(5), 0.25, 1e-6);
  EXPECT_FALSE(shop.ask(type, 60).empty());
  EXPECT_TRUE(shop.ask(type, 60.1).empty()) << "four intervals after the last purchase";
}

TEST(recurring_in_segment, a_purchase_takes_it_away_and_events_of_other_segments_change_nothing) {
  company_shop shop;
  for (const auto day : {0.0, 10.0, 20.0}) shop.tell(event_type::buy, 1, 5, day);
  shop.tell(event_type::buy, 1, 6, 0);
  shop.tell(event_type::buy, 1, 6, 0.5);
  constexpr auto type = "B2B_RECURRING_BUY";
  ASSERT_EQ(shop.ask(type, 30), (scores{{5, 1.0F}})) << "twice on one day is one occasion";
  shop.tell(event_type::buy, 1, 5, 29, "8");
  EXPECT_EQ(shop.ask(type, 30), (scores{{5, 1.0F}}));
  shop.tell(event_type::buy, 2, 5, 29);
  EXPECT_TRUE(shop.ask(type, 30).empty());
}

}  // namespace
}  // namespace footfall::test
