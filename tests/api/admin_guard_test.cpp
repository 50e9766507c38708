// The admin listener answers its operator, and no web page that the operator happens to look at.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr auto opt_out = "/admin/customers/00000/opt-outs/anna";
constexpr auto models = "/admin/customers/00000/models";
constexpr auto get = http::method::get;
constexpr auto post = http::method::post;
const std::pair<std::string, std::string> json{"Content-Type", "application/json"};

struct guarded {
  http::method method;
  const char* target;
  fields headers;
  int status;
};

TEST(admin_guard, requests_that_a_foreign_page_can_send_are_refused) {
  test_shop shop;
  const guarded cases[] = {
      {get, models, {{"Host", "127.0.0.1:8081"}}, 200},
      {get, models, {{"Host", "[::1]:8081"}}, 200},
      {get, models, {{"Host", "localhost:8081"}}, 200},
      {get, models, {{"Host", "attacker.example"}}, 403},
      {get, models, {{"Host", "127.0.0.1:8081"}, {"Origin", "http://127.0.0.1:8081"}}, 200},
      {get, models, {{"Host", "127.0.0.1:8081"}, {"Origin", "https://attacker.example"}}, 403},
      {get, models, {{"Host", "127.0.0.1:8081"}, {"Origin", "null"}}, 403},
      {post, opt_out, {{"Host", "127.0.0.1:8081"}, {"Content-Type", "text/plain"}}, 403},
      {post, opt_out, {{"Host", "127.0.0.1:8081"}}, 403},
      {post, opt_out, {json, {"Host", "127.0.0.1:8081"}, {"Origin", "https://attacker.example"}}, 403},
      {post, opt_out, {json, {"Host", "127.0.0.1:8081"}}, 200},
      {get, "/healthz", {{"Host", "attacker.example"}}, 200},
  };
  for (const auto& each : cases)
    EXPECT_EQ(shop.ask_admin(each.method, each.target, each.headers).status, each.status)
        << each.target << " " << each.headers.back().second;
}

TEST(admin_guard, names_of_the_listener_can_be_configured) {
  test_shop shop;
  shop.endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(
      api::endpoint_settings{.admin_hosts = {"stats.shop.example"}}));
  EXPECT_EQ(shop.ask_admin(get, models, {{"Host", "Stats.shop.example:8081"}}).status, 200);
  EXPECT_EQ(shop.ask_admin(get, models, {{"Host", "other.shop.example"}}).status, 403);
}

TEST(admin_guard, a_token_is_asked_for_where_there_is_one) {
  test_shop shop;
  shop.endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(
      api::endpoint_settings{.admin_token = "secret-of-admins"}));
  const auto refused = shop.ask_admin(get, models, {});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(field_of(refused, "WWW-Authenticate"), "Bearer realm=\"footfall\"");
  EXPECT_EQ(shop.ask_admin(get, models, {{"Authorization", "Bearer wrong"}}).status, 401);
  EXPECT_EQ(shop.ask_admin(get, models, {{"Authorization", "Bearer secret-of-admins"}}).status, 200);
  for (const auto* free : {"/healthz", "/readyz"})
    EXPECT_NE(shop.ask_admin(get, free, {}).status, 401) << free;
  EXPECT_EQ(shop.ask_admin(get, "/metrics", {}).status, 401);
}

}  // namespace
}  // namespace footfall::test
