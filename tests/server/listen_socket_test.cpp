#include "server/listen_socket.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(listen_socket, addresses_of_both_families_are_read_and_written) {
  for (const auto* text : {"127.0.0.1:8080", "0.0.0.0:0", "[::1]:8080"}) {
    const auto address = server::read_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(server::to_text(*address), text);
  }
}

TEST(listen_socket, what_is_no_address_is_refused_with_its_text) {
  for (const auto* text : {"8080", "localhost:8080", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:", ":80"}) {
    const auto address = server::read_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_NE(address.error().detail().find(text), std::string::npos);
  }
}

TEST(listen_socket, port_0_takes_a_free_port_that_others_may_share) {
  server::asio::io_context context;
  auto first = server::open_listener(context, *server::read_address("127.0.0.1:0"));
  ASSERT_TRUE(first);
  EXPECT_NE(first->local_endpoint().port(), 0);
  EXPECT_TRUE(server::open_listener(context, first->local_endpoint()));
}

}  // namespace
}  // namespace footfall::test
