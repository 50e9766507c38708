// Links that were saved and loaded go on as if nothing had happened.
#include "footfall/identity/link_table.hpp"

#include <gtest/gtest.h>

#include <random>

namespace footfall::test {
namespace {

using identity::link_table;
using identity::saved_links;

constexpr identity::link_limits small{.links_max = 30, .links_of_user_max = 4, .unlinked_max = 3};

user_key user(std::uint64_t number) { return {{number, 0}}; }

void change(link_table& table, std::mt19937& random) {
  const auto source = user(random() % 12);
  const auto target = user(random() % 12);
  const auto time_ms = static_cast<std::int64_t>(random() % 1000);
  const auto kind = random() % 40;
  if (kind == 0)
    table.refuse(source, time_ms);
  else if (kind < 5)
    table.remove(source, target);
  else
    table.add(source, target, time_ms, 9);
}

void expect_same(const link_table& left, const link_table& right) {
  EXPECT_EQ(left.size(), right.size());
  ASSERT_EQ(left.unlinked_count(), right.unlinked_count());
  for (std::size_t index = 0; index < left.unlinked_count(); ++index) {
    EXPECT_EQ(left.unlinked()[index].user, right.unlinked()[index].user);
    EXPECT_EQ(left.unlinked()[index].time_ms, right.unlinked()[index].time_ms);
    EXPECT_EQ(left.unlinked()[index].placeholder, right.unlinked()[index].placeholder);
  }
  for (std::uint64_t number = 0; number < 12; ++number) {
    std::vector<std::pair<std::uint64_t, std::int64_t>> of_left;
    std::vector<std::pair<std::uint64_t, std::int64_t>> of_right;
    const auto into = [](auto& list) {
      return [&list](const identity::user_link& link) { list.emplace_back(link.number, link.time_ms); };
    };
    left.visit_links_to(user(number), 100, into(of_left));
    right.visit_links_to(user(number), 100, into(of_right));
    EXPECT_EQ(of_left, of_right);
  }
}

TEST(save_links, a_loaded_table_goes_on_like_the_one_that_was_saved) {
  for (std::uint32_t round = 0; round < 60; ++round) {
    std::mt19937 random(round);
    link_table live(small);
    for (std::uint32_t step = 0; step < round * 3; ++step) change(live, random);
    link_table loaded(small);
    const auto done = loaded.load(live.save());
    ASSERT_TRUE(done) << done.error().detail();
    expect_same(live, loaded);
    auto same_again = random;
    for (int step = 0; step < 100; ++step) change(live, random);
    for (int step = 0; step < 100; ++step) change(loaded, same_again);
    expect_same(live, loaded);
  }
}

TEST(save_links, what_no_table_has_saved_is_refused) {
  const saved_links good{{{user(1), user(2), 5, 3}, {user(2), user(3), 6, 4}}, {{user(9), 5, 1}}, 5, 4};
  ASSERT_TRUE(link_table(small).load(good));
  struct {
    const char* name;
    void (*spoil)(saved_links&);
  } const cases[] = {
      {"a number twice", [](saved_links& from) { from.links[1].number = 3; }},
      {"a number that was never given", [](saved_links& from) { from.links[1].number = 6; }},
      {"a number that is forgotten", [](saved_links& from) { from.links[0].number = 1; }},
      {"a user with itself", [](saved_links& from) { from.links[0].target = user(1); }},
      {"more than the table takes", [](saved_links& from) { from.last_number = from.remembered = 31; }},
      {"more numbers than there were", [](saved_links& from) { from.remembered = 6; }},
      {"a user twice", [](saved_links& from) { from.unlinked_users.push_back(from.unlinked_users[0]); }},
      {"too many users", [](saved_links& from) {
         for (std::uint64_t number = 20; number < 23; ++number)
           from.unlinked_users.push_back({user(number), 5, 0});
       }}};
  for (const auto& each : cases) {
    auto spoilt = good;
    each.spoil(spoilt);
    EXPECT_FALSE(link_table(small).load(spoilt)) << each.name;
  }
}

}  // namespace
}  // namespace footfall::test
