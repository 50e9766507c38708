#include "footfall/outbound/guard.hpp"

#include <gtest/gtest.h>

namespace footfall::outbound {
namespace {

traffic::address at(std::string_view text) { return traffic::read_ip_address(text).value(); }

TEST(guard, addresses_that_are_not_public_are_refused_in_both_forms) {
  for (const auto* text : {"127.0.0.1",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "0.0.0.0",
                           "100.64.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::1",
                           "::",
                           "fe80::1",
                           "fd00::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "::ffff:169.254.169.254",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::",
                           "::7f00:1"})
    EXPECT_FALSE(is_public(at(text))) << text;
}

TEST(guard, addresses_of_the_internet_are_public) {
  for (const auto* text :
       {"8.8.8.8", "172.32.0.1", "192.0.1.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public(at(text))) << text;
}

TEST(guard, what_the_operator_names_is_reached) {
  const std::vector<std::string> allowed{"Shop.internal", "10.1.0.0/16"};
  const guard guarded(allowed);
  EXPECT_TRUE(guarded.may_reach("shop.internal", at("192.168.1.1")));
  EXPECT_FALSE(guarded.may_reach("other.internal", at("192.168.1.1")));
  EXPECT_TRUE(guarded.may_reach("other.internal", at("10.1.2.3")));
  EXPECT_FALSE(guarded.may_reach("other.internal", at("10.2.2.3")));
  EXPECT_TRUE(guarded.may_reach("anywhere.example", at("8.8.8.8")));
}

}  // namespace
}  // namespace footfall::outbound
