// Links between user ids: chains, cycles, undoing, and ids that link too many.
#include "footfall/identity/link_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace footfall::test {
namespace {

using identity::link_table;

user_key user(std::uint64_t number) { return {{number, ~number}}; }

constexpr std::int64_t day_ms = 86'400'000;

/// Whose it is what `who` did at this time.
user_key owner(const link_table& links, std::uint64_t who, std::int64_t time_ms) {
  const auto* link = links.next_link(user(who), time_ms);
  return link == nullptr ? user(who) : links.account_of(*link);
}

/// The sources of the links that lead to an account, in the order in which they are read.
std::vector<std::uint64_t> sources_of(const link_table& links, std::uint64_t who,
                                      std::size_t count_max = 32) {
  std::vector<std::uint64_t> found;
  links.visit_links_to(user(who), count_max,
                       [&](const identity::user_link& link) { found.push_back(link.source.words[0]); });
  return found;
}

TEST(link_table, what_came_before_a_login_is_the_accounts_and_what_comes_after_stays) {
  link_table links;
  links.add(user(1), user(100), 1000);
  EXPECT_EQ(owner(links, 1, 999), user(100));
  EXPECT_EQ(owner(links, 1, 1000), user(1));
  EXPECT_EQ(owner(links, 100, 999), user(100));
}

TEST(link_table, of_a_shared_device_each_account_gets_what_came_before_its_login) {
  link_table links;
  links.add(user(1), user(100), 1000);
  links.add(user(1), user(200), 2000);
  EXPECT_EQ(owner(links, 1, 500), user(100));
  EXPECT_EQ(owner(links, 1, 1500), user(200));
  EXPECT_EQ(owner(links, 1, 2500), user(1));
  EXPECT_EQ(sources_of(links, 100), (std::vector<std::uint64_t>{1}));
}

TEST(link_table, a_login_that_is_told_late_takes_its_place_in_time) {
  link_table links;
  links.add(user(1), user(200), 2000);
  links.add(user(1), user(100), 1000);
  EXPECT_EQ(owner(links, 1, 500), user(100));
  EXPECT_EQ(owner(links, 1, 1500), user(200));
}

TEST(link_table, chains_lead_to_the_last_account) {
  link_table links;
  links.add(user(1), user(2), 1000);
  links.add(user(2), user(3), 2000);
  EXPECT_EQ(owner(links, 1, 500), user(3));
  EXPECT_EQ(owner(links, 2, 1500), user(3));
  EXPECT_EQ(sources_of(links, 3), (std::vector<std::uint64_t>{2, 1}));
  EXPECT_TRUE(sources_of(links, 2).empty());
}

TEST(link_table, cycles_end_also_within_one_moment) {
  link_table links;
  for (int round = 0; round < 3; ++round) {
    links.add(user(1), user(2), 1000);
    links.add(user(2), user(1), 1000);
  }
  EXPECT_EQ(owner(links, 1, 500), user(1));
  EXPECT_EQ(owner(links, 2, 500), user(1));
  EXPECT_FALSE(sources_of(links, 1).empty());
  EXPECT_TRUE(links.add(user(5), user(5), 1).added == std::nullopt);
}

TEST(link_table, a_login_on_every_page_is_one_link_with_the_last_time) {
  link_table links;
  for (int page = 0; page < 1000; ++page) links.add(user(1), user(100), 1000 + page);
  EXPECT_EQ(links.size(), 1U);
  EXPECT_EQ(owner(links, 1, 1998), user(100));
}

TEST(link_table, an_undone_link_is_as_if_it_had_never_been) {
  link_table links;
  links.add(user(1), user(100), 1000);
  links.add(user(1), user(200), 2000);
  EXPECT_TRUE(links.holds(user(1), user(100)));
  EXPECT_EQ(links.remove(user(1), user(100)).removed.size(), 1U);
  EXPECT_FALSE(links.holds(user(1), user(100)));
  EXPECT_EQ(owner(links, 1, 500), user(200));
  EXPECT_TRUE(links.remove(user(1), user(100)).removed.empty());
}

TEST(link_table, a_user_with_too_many_others_within_a_week_loses_all_links_and_gets_no_more) {
  link_table links;
  for (std::uint64_t other = 0; other < 50; ++other) links.add(user(1000 + other), user(1), 1000);
  EXPECT_EQ(links.size(), 50U);
  const auto change = links.add(user(2000), user(1), 1000);
  EXPECT_FALSE(change.added.has_value());
  EXPECT_EQ(change.removed.size(), 50U);
  ASSERT_EQ(change.unlinked.size(), 1U);
  EXPECT_EQ(change.unlinked[0].user, user(1));
  EXPECT_FALSE(change.unlinked[0].placeholder);
  EXPECT_EQ(links.size(), 0U);
  EXPECT_FALSE(links.add(user(3000), user(1), 9 * day_ms).added);
  EXPECT_EQ(links.unlinked().size(), 1U);
}

TEST(link_table, a_device_that_many_people_use_is_found_as_a_source_too) {
  link_table links;
  bool found = false;
  for (std::uint64_t other = 0; other < 51; ++other)
    found = !links.add(user(1), user(1000 + other), std::int64_t(other)).unlinked.empty();
  EXPECT_TRUE(found);
}

TEST(link_table, a_customer_who_logs_in_from_a_new_session_each_day_is_not_taken_for_a_shared_one) {
  link_table links;
  for (std::uint64_t day = 0; day < 400; ++day)
    EXPECT_TRUE(links.add(user(1000 + day), user(1), std::int64_t(day) * day_ms).added);
  EXPECT_EQ(links.unlinked_count(), 0U);
  EXPECT_EQ(links.size(), 256U);  // of one user
  EXPECT_EQ(sources_of(links, 1).size(), 32U);
  EXPECT_EQ(sources_of(links, 1).front(), 1399U);
}

TEST(link_table, a_placeholder_is_not_linked) {
  link_table links;
  links.add(user(1), user(2), 1000);
  const auto change = links.refuse(user(2), 2000);
  EXPECT_EQ(change.removed.size(), 1U);
  ASSERT_EQ(change.unlinked.size(), 1U);
  EXPECT_TRUE(change.unlinked[0].placeholder);
  EXPECT_TRUE(links.refuse(user(2), 3000).unlinked.empty());
}

TEST(link_table, a_user_that_is_allowed_again_is_linked_by_new_logins_only_and_can_be_found_out_again) {
  link_table links;
  for (std::uint64_t person = 1; person <= 4; ++person) links.add(user(person), user(9), 1000, 3);
  ASSERT_TRUE(links.find_unlinked(user(9)));
  EXPECT_TRUE(links.allow(user(9)));
  EXPECT_FALSE(links.allow(user(9)));
  EXPECT_FALSE(links.find_unlinked(user(9)));
  EXPECT_EQ(links.size(), 0U);
  for (std::uint64_t person = 1; person <= 3; ++person) links.add(user(person), user(9), 2000, 3);
  EXPECT_EQ(links.size(), 3U);
  EXPECT_EQ(links.add(user(4), user(9), 2000, 3).unlinked.size(), 1U);
}

TEST(link_table, forgets_the_oldest_links_when_it_is_full) {
  link_table links({.links_max = 10, .links_of_user_max = 5, .unlinked_max = 2});
  for (std::uint64_t each = 0; each < 100; ++each) links.add(user(each), user(1000 + each), 1000);
  EXPECT_EQ(links.size(), 10U);
  EXPECT_TRUE(links.holds(user(99), user(1099)));
  EXPECT_FALSE(links.holds(user(1), user(1001)));
}

// Whatever comes: what an account reads is what belongs to it, and nothing is read for two.
TEST(link_table, reading_an_account_and_asking_for_the_owner_of_an_event_agree) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    link_table links;
    for (int step = 0; step < 12; ++step) {
      const auto source = user(random() % 5);
      const auto target = user(random() % 5);
      if (random() % 6 == 0)
        links.remove(source, target);
      else
        links.add(source, target, random() % 20);
    }
    std::set<std::uint64_t> read;
    for (std::uint64_t account = 0; account < 5; ++account)
      links.visit_links_to(user(account), 100, [&](const identity::user_link& link) {
        EXPECT_TRUE(read.insert(link.number).second) << "read for two accounts";
        EXPECT_EQ(links.account_of(link), user(account));
      });
  }
}

}  // namespace
}  // namespace footfall::test
