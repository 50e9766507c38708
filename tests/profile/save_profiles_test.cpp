// Saving a table of profiles while it changes: what is saved is the table of the moment when saving began.
#include "footfall/profile/profile_table.hpp"

#include <gtest/gtest.h>

#include <random>

namespace footfall::test {
namespace {

using events::history_type;
using profile::history_entry;
using profile::profile_table;
using profile::saved_profiles;

constexpr std::size_t items_end = 100;
const profile::profile_settings small{.users_max = 640};  // ten users in each stripe

user_key random_user(std::mt19937& random) { return {{random() % 20, random() % 3}}; }

/// One of everything that changes a table.
void change(profile_table& table, std::mt19937& random) {
  const auto user = random_user(random);
  const auto other = random_user(random);
  const auto item = static_cast<item_index>(random() % items_end);
  const auto time_s = static_cast<std::uint32_t>(random() % 1000);
  const auto type = static_cast<history_type>(1 + random() % 8);
  switch (random() % 10) {
    case 0:
      return table.move(user, other, time_s);
    case 1:
      return table.remove(user, item, type, time_s);
    default:
      return table.apply(user, {item, time_s, type, 1});
  }
}

void change_often(profile_table& table, std::mt19937& random, std::size_t times) {
  for (std::size_t step = 0; step < times; ++step) change(table, random);
}

void load_all(profile_table& table, const std::vector<saved_profiles>& saved) {
  for (std::size_t part = 0; part < saved.size(); ++part) {
    if (saved[part].users.empty()) continue;
    const auto done = table.load(part, saved[part], items_end);
    ASSERT_TRUE(done) << done.error().detail();
  }
}

void expect_same(const profile_table& left, const profile_table& right) {
  EXPECT_EQ(left.size(), right.size());
  std::vector<history_entry> of_left;
  std::vector<history_entry> of_right;
  for (std::uint64_t first = 0; first < 20; ++first)
    for (std::uint64_t second = 0; second < 3; ++second) {
      left.read({{first, second}}, of_left);
      right.read({{first, second}}, of_right);
      ASSERT_EQ(of_left.size(), of_right.size());
      for (std::size_t index = 0; index < of_left.size(); ++index) {
        EXPECT_EQ(of_left[index].item, of_right[index].item);
        EXPECT_EQ(of_left[index].time_s, of_right[index].time_s);
        EXPECT_EQ(of_left[index].type, of_right[index].type);
        EXPECT_EQ(of_left[index].value, of_right[index].value);
      }
    }
}

// The tables are full, so that users are forgotten before, meanwhile and afterwards.
TEST(save_profiles, what_is_saved_is_the_table_as_it_was_and_goes_on_like_it) {
  for (std::uint32_t round = 0; round < 50; ++round) {
    profile_table live(small);
    profile_table kept(small);
    std::mt19937 random(round);
    change_often(live, random, round * 20);
    random.seed(round);
    change_often(kept, random, round * 20);

    std::vector<saved_profiles> saved(profile_table::stripe_count);
    live.begin_save();
    for (std::size_t part = 0; part < saved.size(); ++part) {
      change_often(live, random, part < 4 ? 100 : 1);
      live.save(part, saved[part]);
    }
    profile_table loaded(small);
    load_all(loaded, saved);
    expect_same(kept, loaded);
    random.seed(round + 1000);
    change_often(kept, random, 200);
    random.seed(round + 1000);
    change_often(loaded, random, 200);
    expect_same(kept, loaded);
  }
}

TEST(save_profiles, saving_again_gives_what_came_meanwhile) {
  profile_table live(small);
  live.begin_save();
  live.apply({{1, 0}}, {1, 5, history_type::clicked, 1});
  saved_profiles share;
  live.save(0, share);
  EXPECT_TRUE(share.users.empty());
  live.begin_save();
  live.save(0, share);
  EXPECT_EQ(share.users.size(), 1U);
  EXPECT_EQ(share.entries.size(), 1U);
}

TEST(save_profiles, after_the_end_nothing_is_saved) {
  profile_table live(small);
  live.apply({{1, 0}}, {1, 5, history_type::clicked, 1});
  live.begin_save();
  live.end_save();
  saved_profiles share;
  live.save(0, share);
  EXPECT_TRUE(share.users.empty());
}

TEST(save_profiles, what_no_table_has_saved_is_refused) {
  const saved_profiles good{{{{{1, 0}}, 2}, {{{2, 0}}, 1}}, {{1, 5, 1, 1}, {2, 6, 1, 1}, {3, 7, 2, 9}}, 1};
  ASSERT_TRUE(profile_table(small).load(0, good, items_end));
  struct {
    const char* name;
    void (*spoil)(saved_profiles&);
  } const cases[] = {
      {"an unknown item", [](saved_profiles& from) { from.entries[0].item = items_end; }},
      {"an unknown type", [](saved_profiles& from) { from.entries[0].type = 9; }},
      {"a type without a history", [](saved_profiles& from) { from.entries[0].type = 0; }},
      {"the wrong order", [](saved_profiles& from) { from.entries[0].time_s = 7; }},
      {"a user of another stripe", [](saved_profiles& from) { from.users[0].key.words[1] = 1; }},
      {"a user twice", [](saved_profiles& from) { from.users[1].key = from.users[0].key; }},
      {"entries that are not there", [](saved_profiles& from) { from.users[1].entries = 2; }},
      {"entries of nobody", [](saved_profiles& from) { from.users[1].entries = 0; }},
      {"too many of a type",
       [](saved_profiles& from) {
         from.users.resize(1);
         from.users[0].entries = 51;
         from.entries.assign(51, {1, 5, 1, 1});
       }},
      {"too many users", [](saved_profiles& from) {
         for (std::uint64_t user = 10; user < 19; ++user) from.users.push_back({{{user, 0}}, 0});
       }}};
  for (const auto& each : cases) {
    auto spoilt = good;
    each.spoil(spoilt);
    EXPECT_FALSE(profile_table(small).load(0, spoilt, items_end)) << each.name;
  }
}

}  // namespace
}  // namespace footfall::test
