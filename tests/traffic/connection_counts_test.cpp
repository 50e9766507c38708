// Nobody can take all connections.
#include "footfall/traffic/connection_counts.hpp"

#include <gtest/gtest.h>

namespace footfall::test {

using traffic::connection_counts;
using verdict = connection_counts::verdict;

TEST(connection_counts, an_address_has_its_share_and_gets_it_back) {
  connection_counts counts({.all = 10, .per_address = 2});
  const auto greedy = traffic::read_ip_address("192.0.2.1");
  EXPECT_EQ(counts.enter(greedy), verdict::welcome);
  EXPECT_EQ(counts.enter(greedy), verdict::welcome);
  EXPECT_EQ(counts.enter(greedy), verdict::too_many_of);
  EXPECT_EQ(counts.enter(traffic::read_ip_address("192.0.2.2")), verdict::welcome);
  EXPECT_EQ(counts.open(), 3U);
  counts.leave(greedy);
  EXPECT_EQ(counts.enter(greedy), verdict::welcome);
}

TEST(connection_counts, who_has_no_bound_of_its_own_counts_for_all) {
  connection_counts counts({.all = 2, .per_address = 1});
  EXPECT_EQ(counts.enter(std::nullopt), verdict::welcome);
  EXPECT_EQ(counts.enter(std::nullopt), verdict::welcome);
  EXPECT_EQ(counts.enter(traffic::read_ip_address("192.0.2.1")), verdict::full);
  EXPECT_EQ(counts.open(), 3U);
  counts.leave(std::nullopt);
  counts.leave(traffic::read_ip_address("192.0.2.1"));
  EXPECT_EQ(counts.open(), 1U);
}

}  // namespace footfall::test
