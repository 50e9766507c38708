// What users like and never want to see again: the last word counts, and there is a bound.
#include "footfall/customer/preference_table.hpp"

#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/page_events.hpp"
#include "footfall/events/records.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using customer::preference;
using customer::preference_action;
using customer::preference_table;
using customer::preference_target;

user_key user(std::uint64_t number) { return click(number, 1).user; }

preference of_brand(std::string name, preference_action action = preference_action::like,
                    std::uint32_t time_s = 1) {
  return {std::move(name), time_s, preference_target::brand, action};
}

std::vector<std::string> targets(const preference_table& table, std::uint64_t number) {
  std::vector<std::string> names;
  for (const auto& each : table.of(user(number))) names.push_back(each.target);
  return names;
}

using names = std::vector<std::string>;

TEST(preference_table, the_last_word_on_a_target_counts) {
  preference_table table;
  table.put(user(1), of_brand("Acer"));
  table.put(user(1), of_brand("Lenovo"));
  table.put(user(1), of_brand("Acer", preference_action::dislike));
  table.put(user(1), {"Acer", 1, preference_target::category, preference_action::like});
  EXPECT_EQ(targets(table, 1), (names{"Lenovo", "Acer", "Acer"}));
  EXPECT_EQ(table.of(user(1))[1].action, preference_action::dislike);
  EXPECT_TRUE(table.of(user(2)).empty());
  table.put(user(1), of_brand("Lenovo", preference_action::neutral));
  EXPECT_EQ(targets(table, 1), (names{"Acer", "Acer", "Lenovo"}));
  EXPECT_EQ(table.of(user(1))[2].action, preference_action::neutral);
  EXPECT_EQ(table.size(), 3U);
}

TEST(preference_table, what_is_older_than_asked_for_is_not_told) {
  preference_table table;
  table.put(user(1), of_brand("old", preference_action::like, 10));
  table.put(user(1), of_brand("new", preference_action::like, 20));
  ASSERT_EQ(table.of(user(1), 20).size(), 1U);
  EXPECT_EQ(table.of(user(1), 20)[0].target, "new");
}

TEST(preference_table, of_one_user_the_newest_are_kept_and_of_all_those_who_spoke_last) {
  preference_table table(60);
  for (int number = 0; number < 55; ++number) table.put(user(1), of_brand(std::to_string(number)));
  EXPECT_EQ(table.size(), preference_table::of_user_max);
  EXPECT_EQ(targets(table, 1).front(), "5");
  table.put(user(2), of_brand("a"));
  table.put(user(1), of_brand("again"));
  for (int number = 0; number < 10; ++number) table.put(user(3), of_brand(std::to_string(number)));
  EXPECT_TRUE(table.of(user(2)).empty()) << "has said nothing for longest";
  EXPECT_EQ(table.of(user(1)).size(), preference_table::of_user_max);
  table.put(user(1), of_brand(std::string(300, 'x')));
  EXPECT_EQ(targets(table, 1).back(), "again") << "nobody has such a brand";
  table.forget(user(1));
  EXPECT_TRUE(table.of(user(1)).empty());
  EXPECT_EQ(table.size(), 10U);
}

TEST(preference_table, a_user_who_is_forgotten_has_said_nothing) {
  const auto shop = make_customer(1);
  auto said = click(1, 1);
  said.type = events::preference_event;
  said.item = {};
  events::append_detail(said.details, "pt", "Acer");
  events::append_detail(said.details, "py", "brand");
  events::append_detail(said.details, "pa", "dislike");
  customer::apply(*shop, said);
  ASSERT_EQ(shop->preferences.of(said.user).size(), 1U);
  EXPECT_EQ(shop->preferences.of(said.user)[0],
            (preference{"Acer", static_cast<std::uint32_t>(said.time_ms / 1000), preference_target::brand,
                        preference_action::dislike}));
  auto forget = said;
  forget.type = events::forget_record;
  forget.details.clear();
  customer::apply(*shop, forget);
  EXPECT_TRUE(shop->preferences.of(said.user).empty());
}

}  // namespace
}  // namespace footfall::test
