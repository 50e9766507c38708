#include "footfall/customer/duplicate_window.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

constexpr std::int64_t noon_ms = 1'769'860'800'000;

/// Whether the request was stored.
bool sent(customer::duplicate_window& window, std::uint64_t identity, std::int64_t now_ms,
          std::int64_t window_ms) {
  const auto stored = window.store_once(identity, now_ms, window_ms, [] { return result<void>(); });
  EXPECT_TRUE(stored);
  return stored && *stored;
}

TEST(duplicate_window, a_request_is_repeated_within_the_window_and_not_at_its_end) {
  customer::duplicate_window window;
  EXPECT_TRUE(sent(window, 7, noon_ms, 100));
  EXPECT_FALSE(sent(window, 7, noon_ms + 99, 100));
  EXPECT_TRUE(sent(window, 8, noon_ms + 99, 100));
  EXPECT_TRUE(sent(window, 7, noon_ms + 100, 100));
}

TEST(duplicate_window, asking_does_not_note_and_clearing_forgets) {
  customer::duplicate_window window;
  EXPECT_FALSE(window.holds(7, noon_ms, 100));
  EXPECT_TRUE(sent(window, 7, noon_ms, 100));
  EXPECT_TRUE(window.holds(7, noon_ms, 100));
  window.clear();
  EXPECT_TRUE(sent(window, 7, noon_ms, 100));
}

TEST(duplicate_window, what_could_not_be_stored_may_come_again) {
  customer::duplicate_window window;
  const auto refused = window.store_once(7, noon_ms, 100, [] {
    return result<void>(failure{error::queue_full, "full"});
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), error::queue_full);
  EXPECT_TRUE(sent(window, 7, noon_ms, 100));
}

TEST(duplicate_window, of_two_threads_with_the_same_request_one_is_first_and_the_other_comes_after_it) {
  customer::duplicate_window window;
  std::vector<std::atomic<bool>> stored(5001);
  std::atomic<int> first{0};
  const auto send = [&] {
    for (std::uint64_t each = 1; each <= 5000; ++each) {
      const auto done = window.store_once(each * 0x9E3779B97F4A7C15ULL, noon_ms, 1000, [&] {
        stored[each] = true;
        return result<void>();
      });
      first += *done ? 1 : 0;
      EXPECT_TRUE(stored[each]);
    }
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
