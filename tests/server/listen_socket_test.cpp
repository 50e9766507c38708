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

TEST(listen_socket, port_0_takes_a_free_port_that_further_listeners_of_the_server_share) {
  server::asio::io_context context;
  auto first =
      server::open_listener(context, *server::read_address("127.0.0.1:0"), server::listener_turn::first);
  ASSERT_TRUE(first);
  EXPECT_NE(first->local_endpoint().port(), 0);
  for (int each = 0; each < 2; ++each)
    EXPECT_TRUE(server::open_listener(context, first->local_endpoint(), server::listener_turn::further));
}

TEST(listen_socket, an_address_on_which_another_server_listens_is_refused) {
  server::asio::io_context context;
  auto of_another =
      server::open_listener(context, *server::read_address("127.0.0.1:0"), server::listener_turn::first);
  ASSERT_TRUE(of_another);
  const auto address = of_another->local_endpoint();
  const auto joined = server::open_listener(context, address, server::listener_turn::further);
  ASSERT_TRUE(joined);
  const auto second = server::open_listener(context, address, server::listener_turn::first);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().detail().find("in use"), std::string::npos) << second.error().detail();
}

}  // namespace
}  // namespace footfall::test
