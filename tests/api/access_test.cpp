// Who may ask, how often, and which methods there are: the same for all endpoints of the open listener.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

// 00000:67890-1234-5678-90123-4567, and two that are wrong
constexpr auto right_key = "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc=";
constexpr auto wrong_key = "Basic MDAwMDA6d3Jvbmc=";
constexpr auto not_basic = "Bearer abc";
constexpr auto click = "/api/00000/click/anna/1/42";
constexpr auto landing_page = "/api/v2/00000/anna/landing_page.json";

http::response get(test_shop& shop, std::string_view target, const fields& headers = {}) {
  return shop.send(http::method::get, target, "", headers);
}

TEST(access, an_authorization_header_is_ignored_where_none_is_needed) {
  test_shop shop;
  for (const auto* key : {right_key, wrong_key, not_basic})
    EXPECT_EQ(get(shop, click, {{"Authorization", key}}).status, 200);
}

TEST(access, tracking_with_authentication_needs_the_customers_own_key) {
  customer::customer_settings settings;
  settings.tracking_authentication = true;
  test_shop shop(settings);
  const auto without = get(shop, click);
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(field_of(without, "WWW-Authenticate"), "Basic realm=\"footfall\", charset=\"UTF-8\"");
  EXPECT_EQ(field_of(without, "X-Footfall-Event"), "refused; reason=unauthorized");
  EXPECT_EQ(field_of(without, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(get(shop, click, {{"Authorization", wrong_key}}).status, 401);
  EXPECT_EQ(get(shop, click, {{"Authorization", not_basic}}).status, 401);
  EXPECT_TRUE(shop.events().empty());
  EXPECT_EQ(get(shop, click, {{"Authorization", right_key}}).status, 200);
  EXPECT_EQ(shop.events().size(), 1U);
  EXPECT_NE(get(shop, landing_page).status, 401);
}

TEST(access, a_valid_key_of_another_customer_is_forbidden) {
  customer::customer_settings other;
  other.id = "other";
  other.license_key = "other-key";
  other.tracking_authentication = true;
  test_shop shop;
  auto directory = boost::make_shared<customer::customer_directory>(*shop.customers.load());
  directory->add(boost::make_shared<customer::customer>(
      *shop.store.number_of("other"), boost::make_shared<const customer::customer_settings>(other)));
  shop.customers.publish(std::move(directory));
  const auto answer = get(shop, "/api/other/click/anna/1/42", {{"Authorization", right_key}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(field_of(answer, "X-Footfall-Event"), "refused; reason=forbidden");
}

TEST(access, wrong_credentials_of_a_bulk_request_are_refused_by_its_head) {
  test_shop shop;
  constexpr auto events = "/api/00000/events";
  const auto post = http::method::post;
  for (const auto* key : {wrong_key, not_basic}) {
    const auto plan = shop.plan_for(events, post, {{"Authorization", key}});
    ASSERT_TRUE(plan.refusal);
    EXPECT_EQ(plan.refusal->code(), error::unauthorized);
    EXPECT_FALSE(plan.keeps_body);
    EXPECT_EQ(plan.body_bytes_max, 65536U);
  }
  const auto plan = shop.plan_for(events, post, {{"Authorization", right_key}});
  EXPECT_FALSE(plan.refusal);
  EXPECT_EQ(plan.body_bytes_max, 8388608U);
  EXPECT_EQ(plan.where, http::work::disk);
}

TEST(access, wrong_credentials_of_strangers_do_not_spend_the_customers_limit) {
  customer::customer_settings settings;
  settings.tracking_authentication = true;
  settings.requests = {.per_second = 1};
  test_shop shop(settings);
  for (int attempt = 0; attempt < 10; ++attempt)
    EXPECT_EQ(get(shop, click, {{"Authorization", wrong_key}}).status, 401);
  EXPECT_EQ(get(shop, click, {{"Authorization", right_key}}).status, 200);
}

TEST(access, recommendations_have_a_switch_of_their_own) {
  customer::customer_settings settings;
  settings.recommendation_authentication = true;
  test_shop shop(settings);
  EXPECT_EQ(get(shop, click).status, 200);
  EXPECT_EQ(get(shop, landing_page).status, 401);
  EXPECT_EQ(get(shop, "/api/00000/anna/landing_page.json").status, 401);
  EXPECT_NE(get(shop, landing_page, {{"Authorization", right_key}}).status, 401);
}

TEST(access, a_customers_limit_counts_all_its_requests_and_nobody_elses) {
  customer::customer_settings settings;
  settings.requests = {.per_second = 2, .burst = 3};
  test_shop shop(settings);
  EXPECT_EQ(get(shop, click).status, 200);
  EXPECT_EQ(get(shop, click).status, 200);
  EXPECT_NE(get(shop, landing_page).status, 429);
  const auto refused = get(shop, click);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(field_of(refused, "Retry-After"), "1");
  EXPECT_EQ(field_of(refused, "X-Footfall-Event"), "refused; reason=too_many_requests");
  EXPECT_EQ(get(shop, landing_page).status, 429);
  EXPECT_EQ(get(shop, "/api/nobody/click/anna/1/42").status, 404);
  shop.time.advance_ms(500);
  EXPECT_EQ(get(shop, click).status, 200);
  EXPECT_EQ(get(shop, click).status, 429);
}

TEST(access, a_preflight_is_allowed_the_header_fields_that_it_asks_for) {
  test_shop shop;
  const auto allowed = [&](const std::string& asked) {
    const fields headers{{"Origin", "https://shop.example"}, {"Access-Control-Request-Headers", asked}};
    return field_of(shop.send(http::method::options, click, "", headers), "Access-Control-Allow-Headers");
  };
  EXPECT_EQ(allowed("baggage,sentry-trace,x-requested-with"), "baggage,sentry-trace,x-requested-with");
  EXPECT_EQ(allowed(""), "Authorization, Content-Type");
  EXPECT_EQ(allowed("a: b"), "Authorization, Content-Type");
  EXPECT_EQ(allowed(std::string(2000, 'a')), "Authorization, Content-Type");
}

struct method_case {
  http::method method;
  const char* target;
  int status;
  const char* allow;
};

TEST(access, methods_and_paths_are_told_apart) {
  using enum http::method;
  constexpr method_case cases[] = {
      {options, click, 204, "GET, HEAD, POST, OPTIONS"},
      {options, "/ebl/00000/click/anna/1/42", 204, "GET, HEAD, POST, OPTIONS"},
      {options, landing_page, 204, "GET, HEAD, OPTIONS"},
      {options, "/other/00000/click/anna/1/42", 404, ""},
      {options, "/API/00000/click/anna/1/42", 404, ""},
      {options, "/", 404, ""},
      {options, "/a/b/c/d/e/f/g/h", 404, ""},
      {del, click, 405, "GET, HEAD, POST, OPTIONS"},
      {put, landing_page, 405, "GET, HEAD, OPTIONS"},
      {post, landing_page, 405, "GET, HEAD, OPTIONS"},
      {del, "/other/00000/click/anna/1/42", 404, ""},
      {head, click, 200, ""},
  };
  test_shop shop;
  for (const auto& each : cases) {
    const auto answer = shop.send(each.method, each.target, "", {});
    EXPECT_EQ(answer.status, each.status) << http::name_of(each.method) << " " << each.target;
    EXPECT_EQ(field_of(answer, "Allow"), each.allow) << http::name_of(each.method) << " " << each.target;
    EXPECT_EQ(field_of(answer, "Access-Control-Allow-Origin"), "*") << each.target;
  }
}

}  // namespace
}  // namespace footfall::test
