#include "footfall/customer/duplicate_window.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace footfall::test {
namespace {

constexpr std::int64_t noon_ms = 1'769'860'800'000;

TEST(duplicate_window, a_request_is_repeated_within_the_window_and_not_at_its_end) {
  customer::duplicate_window window;
  EXPECT_FALSE(window.note(7, noon_ms, 100));
  EXPECT_TRUE(window.note(7, noon_ms + 99, 100));
  EXPECT_FALSE(window.note(8, noon_ms + 99, 100));
  EXPECT_FALSE(window.note(7, noon_ms + 100, 100));
}

TEST(duplicate_window, asking_does_not_note_and_forgetting_undoes_noting) {
  customer::duplicate_window window;
  EXPECT_FALSE(window.holds(7, noon_ms, 100));
  EXPECT_FALSE(window.note(7, noon_ms, 100));
  EXPECT_TRUE(window.holds(7, noon_ms, 100));
  window.forget(7);
  EXPECT_FALSE(window.note(7, noon_ms, 100));
  window.clear();
  EXPECT_FALSE(window.note(7, noon_ms, 100));
}

TEST(duplicate_window, of_two_threads_with_the_same_request_one_is_first) {
  customer::duplicate_window window;
  std::atomic<int> first{0};
  const auto send = [&] {
    for (std::uint64_t each = 1; each <= 5000; ++each)
      first += window.note(each * 0x9E3779B97F4A7C15ULL, noon_ms, 1000) ? 0 : 1;
  };
  std::thread one(send);
  std::thread other(send);
  one.join();
  other.join();
  EXPECT_EQ(first, 5000);
}

TEST(duplicate_window, requests_differ_by_each_of_their_parts) {
  std::vector<events::event> request(1);
  request[0].user = user_numbered(1);
  request[0].type = events::event_type::buy;
  request[0].item = {1, 42, ""};
  request[0].details = "q=2";
  request[0].time_ms = noon_ms;
  const auto original = customer::identity_of(request, noon_ms);
  const auto differs = [&](auto change) {
    auto other = request;
    change(other);
    return customer::identity_of(other, noon_ms) != original;
  };
  EXPECT_TRUE(differs([](auto& group) { group[0].user = user_numbered(2); }));
  EXPECT_TRUE(differs([](auto& group) { group[0].type = events::event_type::basket; }));
  EXPECT_TRUE(differs([](auto& group) { group[0].item.number = 43; }));
  EXPECT_TRUE(differs([](auto& group) { group[0].item.type = 2; }));
  EXPECT_TRUE(differs([](auto& group) { group[0].details = "q=3"; }));
  EXPECT_TRUE(differs([](auto& group) { group.push_back(group[0]); }));
  EXPECT_TRUE(differs([](auto& group) { group[0].time_ms -= 1; }));  // a time of its own
  // The time of arrival makes no difference.
  auto later = request;
  later[0].time_ms = noon_ms + 5;
  EXPECT_EQ(customer::identity_of(later, noon_ms + 5), original);
}

}  // namespace
}  // namespace footfall::test
