#include "footfall/traffic/gate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

traffic::gate_settings behind_proxy(traffic::rate_limit limit = {}) {
  return {{*traffic::read_network("10.0.0.0/8")}, limit};
}

TEST(gate, each_client_behind_a_trusted_proxy_has_a_bucket_of_its_own) {
  traffic::gate gate(behind_proxy({2, 2}));
  EXPECT_TRUE(gate.admit({"10.0.0.1", "198.51.100.1"}, second_ns));
  EXPECT_TRUE(gate.admit({"10.0.0.2", "198.51.100.1"}, second_ns));
  EXPECT_FALSE(gate.admit({"10.0.0.1", "198.51.100.1"}, second_ns));
  EXPECT_TRUE(gate.admit({"10.0.0.1", "198.51.100.2"}, second_ns));
}

TEST(gate, who_is_not_trusted_cannot_get_a_new_bucket_by_claiming_another_address) {
  traffic::gate gate(behind_proxy({2, 2}));
  int passed = 0;
  for (int each = 0; each < 50; ++each)
    passed += gate.admit({"203.0.113.9", "198.51.100." + std::to_string(each)}, second_ns) ? 1 : 0;
  EXPECT_EQ(passed, 2);
}

TEST(gate, addresses_of_one_ipv6_network_share_a_bucket) {
  traffic::gate gate(behind_proxy({1, 1}));
  EXPECT_TRUE(gate.admit({"2001:db8:1:2::1", ""}, second_ns));
  EXPECT_FALSE(gate.admit({"2001:db8:1:2:ffff::7", ""}, second_ns));
  EXPECT_TRUE(gate.admit({"2001:db8:1:3::1", ""}, second_ns));
}

TEST(gate, a_flood_of_addresses_does_not_open_the_gate_for_the_busiest) {
  traffic::gate gate(behind_proxy({10, 10}));
  for (int each = 0; each < 10; ++each) ASSERT_TRUE(gate.admit({"203.0.113.9", ""}, second_ns));
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b)
      static_cast<void>(gate.admit({"11.0." + std::to_string(a) + "." + std::to_string(b), ""}, second_ns));
  EXPECT_FALSE(gate.admit({"203.0.113.9", ""}, second_ns));
}

TEST(gate, a_proxy_that_is_not_trusted_is_reported_once_an_hour) {
  traffic::gate gate(behind_proxy());
  auto now = second_ns;
  int warnings = 0;
  for (int each = 0; each < 1000; ++each)
    warnings += gate.should_warn_of_proxy({"203.0.113.9", "198.51.100.1"}, now += 1000) ? 1 : 0;
  EXPECT_EQ(warnings, 1);
  EXPECT_TRUE(gate.suspects_proxy(now));
  now += 3601 * second_ns;
  EXPECT_FALSE(gate.suspects_proxy(now));
  EXPECT_TRUE(gate.should_warn_of_proxy({"203.0.113.9", "198.51.100.1"}, now));
}

TEST(gate, trusted_proxies_visitors_and_a_mixture_are_not_reported) {
  traffic::gate gate(behind_proxy());
  for (int each = 0; each < 1000; ++each) {
    EXPECT_FALSE(gate.should_warn_of_proxy({"10.0.0.1", "198.51.100.1"}, second_ns));
    EXPECT_FALSE(gate.should_warn_of_proxy({"203.0.113.9", ""}, second_ns));
    EXPECT_FALSE(
        gate.should_warn_of_proxy({each % 2 == 0 ? "203.0.113.9" : "203.0.113.8", "1.1.1.1"}, second_ns));
  }
  EXPECT_FALSE(gate.suspects_proxy(second_ns));
}

}  // namespace
}  // namespace footfall::test
