#include "footfall/traffic/rate_limit.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace footfall::test {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(rate_limit, without_a_limit_every_request_passes) {
  traffic::token_bucket bucket;
  for (int each = 0; each < 10'000; ++each) EXPECT_TRUE(bucket.take({}, 5));
}

TEST(rate_limit, a_full_bucket_serves_its_burst_and_then_one_request_for_each_new_token) {
  traffic::token_bucket bucket;
  const traffic::rate_limit limit{10, 5};
  auto now = 100 * second_ns;
  for (int each = 0; each < 5; ++each) EXPECT_TRUE(bucket.take(limit, now)) << each;
  EXPECT_FALSE(bucket.take(limit, now));
  now += second_ns / 10;
  EXPECT_TRUE(bucket.take(limit, now));
  EXPECT_FALSE(bucket.take(limit, now));
  now += 60 * second_ns;  // it holds no more than its burst
  for (int each = 0; each < 5; ++each) EXPECT_TRUE(bucket.take(limit, now));
  EXPECT_FALSE(bucket.take(limit, now));
}

TEST(rate_limit, a_limit_without_a_burst_allows_one_second_at_once) {
  traffic::token_bucket bucket;
  int passed = 0;
  for (int each = 0; each < 100; ++each) passed += bucket.take({7, 0}, second_ns) ? 1 : 0;
  EXPECT_EQ(passed, 7);
}

TEST(rate_limit, threads_share_the_tokens_of_a_bucket) {
  traffic::token_bucket bucket;
  std::atomic<int> passed{0};
  std::vector<std::thread> threads;
  for (int each = 0; each < 4; ++each)
    threads.emplace_back([&] {
      for (int request = 0; request < 1000; ++request) passed += bucket.take({100, 500}, second_ns) ? 1 : 0;
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(passed, 500);
}

}  // namespace
}  // namespace footfall::test
