// Events that carry segments: which are kept, and until when.
#include "footfall/profile/segment_log.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;
using profile::segment_log;
using profile::segment_state;
using items_by_set = std::map<std::string, std::vector<item_index>>;
using ring_entries = std::vector<std::pair<item_index, std::uint32_t>>;

ring_entries entries(std::span<const profile::ring_event> of) {
  ring_entries found;
  for (const auto& each : of) found.emplace_back(each.item, each.time_s);
  return found;
}

struct told_log {
  segment_log log;

  void tell(std::uint64_t user, item_index item, std::string_view segments, std::int64_t time_s = 1000,
            event_type type = event_type::click, std::int16_t rating = -1) {
    events::event stored;
    stored.type = type;
    stored.time_ms = time_s * 1000;
    stored.user = user_numbered(user);
    stored.value = rating;
    log.apply(stored, item, segments);
  }
  [[nodiscard]] items_by_set read(std::uint32_t after_s = 0, event_type type = event_type::click) const {
    items_by_set found;
    for (const auto& part : log.read(type, after_s)) {
      std::string name;
      for (const auto& each : part.segments) name += each + ";";
      for (const auto& each : part.events) found[name].push_back(each.item);
    }
    return found;
  }
};

TEST(segment_log, has_events_by_the_segments_that_they_carried_in_any_order) {
  told_log shop;
  shop.tell(1, 5, "7,11", 1000);
  shop.tell(2, 6, "11,7,7", 1001);
  shop.tell(3, 7, "7", 1002);
  shop.tell(4, 8, "", 1003);
  shop.tell(5, 9, "7", 1004, event_type::buy);
  shop.tell(6, 9, "7", 1005, event_type::rate);
  EXPECT_EQ(shop.read(), (items_by_set{{"11;7;", {5, 6}}, {"7;", {7}}}));
  EXPECT_EQ(shop.read(1000), (items_by_set{{"11;7;", {6}}, {"7;", {7}}}));
  EXPECT_EQ(shop.read(0, event_type::buy), (items_by_set{{"7;", {9}}}));
  EXPECT_TRUE(shop.read(0, event_type::rate).empty()) << "a comment says nothing";
}

TEST(segment_log, has_the_newest_of_one_segment_for_who_asks_until_something_happens_there) {
  told_log shop;
  shop.tell(1, 5, "7,11", 1000);
  shop.tell(2, 6, "9", 1001);
  shop.tell(3, 8, "7", 1002);
  shop.tell(4, 7, "7", 1002);
  const auto ring = shop.log.ring_of(event_type::click, "7");
  ASSERT_TRUE(ring);
  EXPECT_EQ(entries(ring->newest_first()), (ring_entries{{7, 1002}, {8, 1002}, {5, 1000}}));
  EXPECT_EQ(entries(ring->by_item()), (ring_entries{{5, 1000}, {7, 1002}, {8, 1002}}));
  EXPECT_FALSE(shop.log.ring_of(event_type::buy, "7"));
  EXPECT_FALSE(shop.log.ring_of(event_type::click, "8"));
  shop.tell(5, 9, "9", 1003);
  shop.tell(5, 9, "7", 1003, event_type::buy);
  EXPECT_EQ(shop.log.ring_of(event_type::click, "7"), ring) << "nothing was clicked there";
  shop.tell(6, 4, "7", 1004);
  EXPECT_EQ(shop.log.ring_of(event_type::click, "7")->newest_first().front().item, 4U);
  EXPECT_EQ(ring->newest_first().front().item, 7U) << "who has the older one keeps it";
}

TEST(segment_log, a_ring_takes_the_room_of_the_one_before) {
  told_log shop;
  std::size_t first = 0;
  for (std::int64_t time_s = 1000; time_s < 1100; ++time_s) {
    shop.tell(1, 5, "7", time_s);
    shop.log.expire(static_cast<std::uint32_t>(time_s));
    ASSERT_TRUE(shop.log.ring_of(event_type::click, "7"));
    if (first == 0) first = shop.log.bytes();
  }
  EXPECT_EQ(shop.log.bytes(), first);
}

TEST(segment_log, a_ring_has_the_newest_ten_thousand) {
  told_log shop;
  for (std::uint32_t count = 0; count < segment_log::ring_events_max + 5; ++count)
    shop.tell(1, count, "7", 1000 + count);
  const auto ring = shop.log.ring_of(event_type::click, "7");
  ASSERT_EQ(ring->newest_first().size(), segment_log::ring_events_max);
  EXPECT_EQ(ring->newest_first().back().item, 5U);
}

// Whatever happens, a ring is what a walk over all events finds, also where it was made before.
TEST(segment_log, a_ring_is_what_the_whole_log_says) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
  told_log shop;
  std::uint32_t moved_before_s = 0;
  shop.log.count_for(
      [&](item_index item, std::uint32_t time_s) { return time_s < moved_before_s ? item + 100 : item; });
  constexpr std::array types{event_type::click, event_type::buy};
  for (std::uint32_t step = 0; step < 3000; ++step) {
    std::string segments;
    for (std::uint32_t each = 0; each < 6; ++each)
      if (below(3) == 0) segments += std::to_string(each) + ",";
    shop.tell(below(40), below(30), segments, 1000 + step / 4 - below(50), types[below(2)]);
    if (below(50) == 0) shop.log.forget(user_numbered(below(40)));
    if (below(100) == 0) shop.log.expire(700 + step / 4);
    if (below(200) == 0) {
      moved_before_s = 900 + step / 4;
      shop.log.items_changed();
    }
    const auto segment = std::to_string(below(6));
    const auto type = types[below(2)];
    ring_entries wanted;
    for (const auto& part : shop.log.read(type, 0))
      if (std::ranges::find(part.segments, segment) != part.segments.end())
        for (const auto& each : part.events) wanted.emplace_back(each.item, each.time_s);
    const auto ring = shop.log.ring_of(type, segment);
    std::ranges::sort(wanted);
    ASSERT_EQ(ring ? entries(ring->by_item()) : ring_entries(), wanted) << step;
    std::ranges::sort(wanted, [](const auto& left, const auto& right) {
      return left.second != right.second ? left.second > right.second : left.first < right.first;
    });
    ASSERT_EQ(ring ? entries(ring->newest_first()) : ring_entries(), wanted) << step;
  }
}

TEST(segment_log, requests_may_ask_while_the_writer_writes) {
  told_log shop;
  std::atomic<bool> done{false};
  std::thread asks([&] {
    while (!done) {
      const auto ring = shop.log.ring_of(event_type::click, "7");
      EXPECT_TRUE(!ring || std::ranges::is_sorted(ring->by_item(), {}, &profile::ring_event::item));
    }
  });
  for (std::uint32_t count = 0; count < 20'000; ++count) {
    shop.tell(count % 100, count % 50, count % 2 == 0 ? "7" : "8", 1000 + count);
    if (count % 1000 == 0) shop.log.forget(user_numbered(count % 100));
  }
  done = true;
  asks.join();
}

TEST(segment_log, segments_are_active_while_an_event_carries_them_now_and_then) {
  told_log shop;
  shop.tell(1, 5, "7,11", 1000);
  shop.tell(1, 5, "7", 2000);
  EXPECT_EQ(shop.log.state_of("7", 1500), segment_state::active);
  EXPECT_EQ(shop.log.state_of("11", 1000), segment_state::active);
  EXPECT_EQ(shop.log.state_of("11", 1001), segment_state::inactive);
  EXPECT_EQ(shop.log.state_of("9", 0), segment_state::unknown);
  shop.log.expire(1500);
  EXPECT_EQ(shop.log.state_of("11", 0), segment_state::unknown) << "its only event is gone";
  EXPECT_EQ(shop.log.size(), 1U);
}

TEST(segment_log, nothing_is_left_of_who_was_forgotten) {
  told_log shop;
  shop.tell(1, 5, "secret,7");
  shop.tell(2, 6, "7");
  const auto before = shop.log.revision();
  shop.log.forget(user_numbered(1));
  EXPECT_GT(shop.log.revision(), before);
  EXPECT_EQ(shop.read(), (items_by_set{{"7;", {6}}}));
  EXPECT_EQ(shop.log.state_of("secret", 0), segment_state::unknown);
  const auto saved = shop.log.save();
  EXPECT_EQ(std::string(saved.text.begin(), saved.text.end()), "7");
}

TEST(segment_log, of_a_flood_the_newest_stay_and_long_sets_never_come_in) {
  told_log shop;
  for (std::uint32_t count = 0; count < segment_log::events_max + 10; ++count)
    shop.tell(1, count, "s" + std::to_string(count), 1000 + count);
  EXPECT_EQ(shop.log.size(), segment_log::events_max);
  EXPECT_EQ(shop.log.state_of("s9", 0), segment_state::unknown);
  EXPECT_EQ(shop.log.state_of("s10", 0), segment_state::active);
  EXPECT_EQ(shop.log.save().set_bytes.size(), segment_log::events_max) << "what is gone is not saved";
  shop.tell(1, 7, "late", 999);
  EXPECT_EQ(shop.log.state_of("late", 0), segment_state::unknown) << "older than all that there is";
  EXPECT_EQ(shop.log.state_of("s10", 0), segment_state::active);
  shop.tell(1, 1, std::string(segment_log::set_bytes_max + 1, 'x'), 999'999);
  EXPECT_EQ(shop.read(999'998), items_by_set{});
}

TEST(segment_log, is_the_same_after_it_was_saved_and_believes_nothing_that_never_was) {
  told_log shop;
  shop.tell(1, 5, "7,11", 1000);
  shop.tell(2, 6, "9", 2000, event_type::buy);
  auto saved = shop.log.save();
  told_log loaded;
  ASSERT_TRUE(loaded.log.load(saved, 7, 0));
  EXPECT_EQ(loaded.read(), shop.read());
  EXPECT_EQ(loaded.read(0, event_type::buy), shop.read(0, event_type::buy));
  EXPECT_EQ(loaded.log.state_of("9", 2000), segment_state::active);
  told_log newer;
  ASSERT_TRUE(newer.log.load(saved, 7, 1500));
  EXPECT_EQ(newer.log.size(), 1U);
  EXPECT_FALSE(told_log().log.load(saved, 6, 0)) << "an item that there is not";
  saved.events[0].set = 2;
  EXPECT_FALSE(told_log().log.load(saved, 7, 0)) << "a set that there is not";
  saved.events[0].set = 0;
  saved.set_bytes[1] = 900;
  EXPECT_FALSE(told_log().log.load(saved, 7, 0)) << "longer than all text";
}

TEST(segment_log, of_segments_that_strangers_make_up_the_newest_are_kept) {
  told_log shop;
  constexpr std::size_t in_an_event = 30;
  constexpr std::size_t events = segment_log::segments_max / in_an_event + 100;
  for (std::size_t event = 0; event < events; ++event) {
    std::string segments;
    for (std::size_t each = 0; each < in_an_event; ++each)
      segments += std::to_string(event * in_an_event + each) + ",";
    shop.tell(event, 1, segments, 1000 + static_cast<std::int64_t>(event));
  }
  EXPECT_EQ(shop.log.size(), segment_log::segments_max / in_an_event);
  EXPECT_EQ(shop.log.state_of("0", 0), segment_state::unknown);
  EXPECT_EQ(shop.log.state_of(std::to_string(events * in_an_event - 1), 0), segment_state::active);
}

TEST(segment_log, different_sets_of_many_segments_are_bounded_too) {
  told_log shop;
  constexpr std::uint32_t known = 100;
  constexpr std::uint32_t in_an_event = 50;
  for (std::uint32_t event = 0; event < segment_log::members_max / in_an_event + 100; ++event) {
    std::string segments = std::to_string(known + event) + ",";
    for (std::uint32_t each = 0; each + 1 < in_an_event; ++each) segments += std::to_string(each) + ",";
    shop.tell(event, 1, segments, 1000 + event);
  }
  EXPECT_EQ(shop.log.size(), segment_log::members_max / in_an_event);
  EXPECT_EQ(shop.log.state_of("100", 0), segment_state::unknown) << "the oldest went";
}

TEST(segment_log, a_segment_is_as_active_after_a_restart_and_not_by_somebody_who_was_forgotten) {
  told_log shop;
  shop.tell(1, 5, "7", 1000, event_type::buy);
  shop.tell(2, 5, "7", 5000);
  for (std::size_t event = 0; event < segment_log::events_max; ++event) shop.tell(3, 5, "9", 5000);
  ASSERT_EQ(shop.log.read(event_type::click, 0).size(), 1U) << "others have taken the place of the click";
  told_log loaded;
  ASSERT_TRUE(loaded.log.load(shop.log.save(), 7, 0));
  for (const auto* const log : {&shop.log, &loaded.log})
    EXPECT_EQ(log->state_of("7", 5000), segment_state::active);
  shop.log.forget(user_numbered(2));
  EXPECT_EQ(shop.log.state_of("7", 5000), segment_state::inactive);
}

TEST(segment_log, items_are_those_that_events_count_for_by_now) {
  told_log shop;
  shop.tell(1, 5, "7", 1000);
  shop.tell(1, 5, "7", 2000);
  shop.log.count_for([](item_index item, std::uint32_t time_s) { return time_s < 1500 ? item + 100 : item; });
  EXPECT_EQ(shop.read(), (items_by_set{{"7;", {105, 5}}}));
}

}  // namespace
}  // namespace footfall::test
