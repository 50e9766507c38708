#include "footfall/traffic/client_address.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

traffic::address at(std::string_view text) {
  const auto read = traffic::read_ip_address(text);
  EXPECT_TRUE(read) << text;
  return read.value_or(traffic::address{});
}

TEST(client_address, one_address_written_in_several_ways_is_one_address) {
  EXPECT_EQ(at("192.0.2.1"), at("192.0.2.1:8080"));
  EXPECT_EQ(at("192.0.2.1"), at("::ffff:192.0.2.1"));
  EXPECT_EQ(at("2001:db8::1"), at("[2001:DB8:0::1]"));
  EXPECT_EQ(at("2001:db8::1"), at(" [2001:db8::1]:443 "));
  EXPECT_EQ(at("fe80::1%eth0"), at("fe80::1"));
}

TEST(client_address, what_is_no_address_is_refused) {
  for (const auto* text : {"", " ", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[::1", "[]",
                           ":", "::g", "12345:6789::1", "1.2.3.4, 5.6.7.8"})
    EXPECT_FALSE(traffic::read_ip_address(text)) << text;
  EXPECT_FALSE(traffic::read_ip_address(std::string(10'000, '1')));
}

struct membership {
  const char* network;
  const char* address;
  bool inside;
};

TEST(client_address, a_network_holds_the_addresses_that_begin_with_its_bits) {
  constexpr membership cases[] = {
      {"10.0.0.0/8", "10.255.1.2", true},       {"10.0.0.0/8", "11.0.0.1", false},
      {"10.0.0.0/8", "::ffff:10.1.1.1", true},  {"192.0.2.7", "192.0.2.7", true},
      {"192.0.2.7", "192.0.2.6", false},        {"192.0.2.128/25", "192.0.2.129", true},
      {"192.0.2.128/25", "192.0.2.127", false}, {"0.0.0.0/0", "203.0.113.1", true},
      {"0.0.0.0/0", "2001:db8::1", false},      {"2001:db8::/32", "2001:db8:ffff::1", true},
      {"2001:db8::/32", "2001:db9::1", false},  {"::/0", "192.0.2.1", true},
      {"2001:db8::8/125", "2001:db8::f", true}, {"2001:db8::8/125", "2001:db8::10", false},
  };
  for (const auto& each : cases) {
    const auto network = traffic::read_network(each.network);
    ASSERT_TRUE(network) << each.network;
    EXPECT_EQ(network->contains(at(each.address)), each.inside) << each.network << " " << each.address;
  }
  for (const auto* text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "ten/8"})
    EXPECT_FALSE(traffic::read_network(text)) << text;
}

struct way {
  const char* peer;
  const char* forwarded_for;
  const char* client;
};

TEST(client_address, the_client_is_the_right_most_hop_that_is_not_a_trusted_proxy) {
  constexpr way cases[] = {
      {"203.0.113.9", "", "203.0.113.9"},
      {"203.0.113.9", "198.51.100.1", "203.0.113.9"},  // its word counts for nothing
      {"10.0.0.1", "", "10.0.0.1"},
      {"10.0.0.1", "198.51.100.1", "198.51.100.1"},
      {"10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},  // the client wrote 1.1.1.1 itself
      {"10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2,10.0.0.3", "198.51.100.1"},
      {"10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"},  // somebody inside
      {"10.0.0.1", "nonsense, 10.0.0.2", "10.0.0.2"},
      {"10.0.0.1", "nonsense", "10.0.0.1"},
      {"2001:db8::1", "2a00::7", "2a00::7"},
      {"10.0.0.1", ",", "10.0.0.1"},
  };
  const traffic::trusted_proxies proxies(
      {*traffic::read_network("10.0.0.0/8"), *traffic::read_network("2001:db8::1")});
  for (const auto& each : cases)
    EXPECT_EQ(proxies.client(at(each.peer), each.forwarded_for), at(each.client))
        << each.peer << " for " << each.forwarded_for;
}

}  // namespace
}  // namespace footfall::test
