// The newest sessions of each item: which are kept when there are too many, and what is shared with a later
// index.
#include "model/neighbour_sessions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using model::owner_number;
using owners = std::vector<owner_number>;

constexpr std::size_t per_item = 2;  // 4 are kept

/// A book of sessions with the items 1 and 2.
struct small_book {
  model::session_book book;
  model::neighbour_session_lists lists{per_item};
  model::neighbour_sessions index;
  model::book_place place;

  void add(owner_number owner, std::uint32_t last_s, std::initializer_list<item_index> items = {1, 2}) {
    for (const auto item : items) book.append_event(item, last_s, 1);
    book.close_session(owner);
  }
  void build() {
    book.end_numbering(100);
    model::stage_times times;
    index = lists.build(book, 0, std::make_shared<const model::age_decay>(1000, 0, 0), 2, times);
    place = book.place();
  }
  /// False when there is no index without building it anew.
  bool change() {
    model::stage_times times;
    auto changed = lists.change(index, book, place, 0, times);
    place = book.place();
    if (changed) index = std::move(*changed);
    return changed.has_value();
  }
  [[nodiscard]] owners owners_with(item_index item) const {
    owners found;
    for (const auto session : index.lists.at(item).sessions())
      found.push_back(index.contents.of(model::place_of(session)).owner());
    std::ranges::sort(found);
    return found;
  }

  small_book() { book.begin_numbering(100); }
};

TEST(neighbour_sessions, of_one_second_those_of_the_larger_owners_are_newer) {
  small_book shop;
  for (owner_number owner = 0; owner < 6; ++owner) shop.add(owner, 100);
  shop.build();
  EXPECT_EQ(shop.owners_with(1), (owners{2, 3, 4, 5}));
}

TEST(neighbour_sessions, those_that_came_later_are_not_newer_for_that) {
  small_book shop;
  for (owner_number owner = 2; owner < 6; ++owner) shop.add(owner, 100);
  shop.build();
  shop.add(1, 100);
  shop.add(0, 100);
  shop.add(9, 100);
  ASSERT_TRUE(shop.change());
  EXPECT_EQ(shop.owners_with(1), (owners{3, 4, 5, 9}));
}

TEST(neighbour_sessions, list_that_was_cut_takes_nothing_older_and_is_built_anew_when_it_is_short) {
  small_book shop;
  for (owner_number owner = 0; owner < 6; ++owner) shop.add(owner, 100 * (owner + 1));
  shop.build();
  shop.book.end_session(5);
  shop.book.end_session(4);
  shop.add(9, 50);
  ASSERT_TRUE(shop.change());
  EXPECT_EQ(shop.owners_with(1), (owners{2, 3}));
  shop.book.end_session(3);
  EXPECT_FALSE(shop.change());
}

TEST(neighbour_sessions, list_that_was_never_cut_may_become_empty) {
  small_book shop;
  shop.add(0, 100);
  shop.add(1, 100, {3, 4});
  shop.build();
  shop.book.end_session(0);
  ASSERT_TRUE(shop.change());
  EXPECT_EQ(shop.owners_with(1), owners{});
  EXPECT_EQ(shop.index.items(), 2U);
  EXPECT_EQ(shop.index.sessions, 1U);
}

TEST(neighbour_sessions, later_index_shares_the_lists_that_have_not_changed) {
  small_book shop;
  shop.add(0, 100);
  shop.add(1, 100, {3, 4});
  shop.build();
  const auto before = shop.index;
  shop.add(2, 200, {3, 5});
  ASSERT_TRUE(shop.change());
  EXPECT_EQ(shop.index.lists.at(1).begin(), before.lists.at(1).begin());
  EXPECT_NE(shop.index.lists.at(3).begin(), before.lists.at(3).begin());
  EXPECT_EQ(before.lists.at(3).size(), 1U);  // who has the index before goes on with it
}

TEST(neighbour_sessions, sessions_that_no_list_leads_to_take_no_memory) {
  small_book small;
  for (owner_number owner = 0; owner < 4; ++owner) small.add(owner, 100);
  small.build();
  small_book large;
  for (owner_number owner = 0; owner < 50; ++owner) large.add(owner, 100);
  large.build();
  EXPECT_EQ(large.index.contents.memory_bytes(), small.index.contents.memory_bytes());
  EXPECT_EQ(large.index.sessions, 50U);
}

}  // namespace
}  // namespace footfall::test
