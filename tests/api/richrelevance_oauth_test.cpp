// Profiles that a program of the shop reads with a signature: OAuth 1.0.
#include "api/richrelevance/oauth.hpp"
#include "api/richrelevance_shop.hpp"
#include "footfall/identity/hmac_sha1.hpp"

#include <fmt/format.h>

namespace footfall::test {
namespace {

using api::richrelevance::oauth_base;
using api::richrelevance::read_oauth;

constexpr std::string_view path = "/userProfile/api/v1/service/userProfile/d4ff21d55a1368fc/12345";

// What another implementation signed: the key of the documents, the clock of the tests, `https` and `http`.
constexpr std::string_view by_tls = "9rB0b8OCDWFVL6%2Bof3dKdm53eqI%3D";
constexpr std::string_view by_plain = "PSd6Sl67EMKLkkdPoK1e331uArg%3D";

std::string field_with(std::string_view signature, std::string_view time = "1769860800",
                       std::string_view nonce = "kllo9940pd9333jh",
                       std::string_view client = "42f5962fe3ed493e") {
  return fmt::format(R"(OAuth realm="", oauth_consumer_key="{}", oauth_nonce="{}", oauth_signature="{}", )"
                     R"(oauth_signature_method="HMAC-SHA1", oauth_timestamp="{}", oauth_version="1.0")",
                     client, nonce, signature, time);
}

http::response ask(richrelevance_shop& shop, const std::string& authorization,
                   const std::string& target = std::string(path) + "?fields=viewedItems,orders",
                   const std::string& host = "recs.example") {
  return shop.send(http::method::get, target, "", {{"Host", host}, {"Authorization", authorization}});
}

TEST(richrelevance_oauth, what_another_implementation_has_signed_is_answered) {
  for (const auto signature : {by_tls, by_plain}) {
    richrelevance_shop shop;
    EXPECT_EQ(shop.ok(ask(shop, field_with(signature)))["userId"], "12345") << signature;
  }
}

TEST(richrelevance_oauth, the_host_counts_without_case_and_without_the_usual_port) {
  richrelevance_shop shop;
  EXPECT_EQ(shop.ok(ask(shop, field_with(by_tls), std::string(path) + "?fields=viewedItems%2Corders",
                        "Recs.Example:443"))["userId"],
            "12345");
}

TEST(richrelevance_oauth, what_is_covered_by_the_signature_cannot_be_changed) {
  richrelevance_shop shop;
  const std::string wrong = "oauth_signature: is wrong";
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls), std::string(path) + "?fields=all")), wrong);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls), std::string(path) + "4?fields=viewedItems,orders")),
            wrong);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls), std::string(path) + "?fields=viewedItems,orders",
                           "other.example")),
            wrong);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls, "1769860801"))), wrong);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls, "1769860800", "other"))), wrong);
  EXPECT_EQ(shop.fault(ask(shop, field_with("9rB0b8OCDWFVL6"))), wrong);
}

TEST(richrelevance_oauth, a_signature_is_good_once_and_for_five_minutes) {
  richrelevance_shop shop;
  shop.time.advance_ms(299'000);
  shop.ok(ask(shop, field_with(by_tls)));
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls))), "oauth_nonce: was used before");
  shop.time.advance_ms(2000);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls))), "oauth_timestamp: is more than 5 minutes off");
  shop.time.set_wall_ms(1'769'860'800'000 - 301'000);
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls))), "oauth_timestamp: is more than 5 minutes off");
}

TEST(richrelevance_oauth, who_has_no_secret_here_cannot_sign) {
  const std::string unknown = "oauth_consumer_key: is unknown, or has no secret here";
  richrelevance_shop shop;
  EXPECT_EQ(shop.fault(ask(shop, field_with(by_tls, "1769860800", "n", "nobody"))), unknown);
  // Signed with the empty secret that the application has.
  const auto target = std::string(path) + "?fields=all";
  http::target query;
  ASSERT_TRUE(query.assign(target));
  const auto claim = read_oauth(field_with("x", "1769860800", "n", "integration"));
  ASSERT_TRUE(claim) << claim.error().detail();
  const auto signature = identity::hmac_sha1_of(
      "&", oauth_base("GET", "http://recs.example" + std::string(path), query.parameters(), *claim));
  EXPECT_EQ(
      shop.fault(ask(shop, field_with(text::encoded(*signature), "1769860800", "n", "integration"), target)),
      unknown);
}

TEST(richrelevance_oauth, what_is_malformed_is_told) {
  richrelevance_shop shop;
  const struct {
    std::string field, why;
  } cases[] = {
      {"OAuth ", "oauth_consumer_key: is required"},
      {"OAuth x", "Authorization: expected OAuth name=\"value\", name=\"value\""},
      {"OAuth oauth_nonce=1", "Authorization: expected OAuth name=\"value\", name=\"value\""},
      {"OAuth oauth_nonce=\"", "Authorization: expected OAuth name=\"value\", name=\"value\""},
      {"OAuth oauth_nonce=\"%zz\"", "Authorization: expected OAuth name=\"value\", name=\"value\""},
      {"OAuth oauth_nonce=\"1\",oauth_nonce=\"2\"", "oauth_nonce: is there twice"},
      {"OAuth oauth_signature_method=\"PLAINTEXT\"", "oauth_signature_method: is not HMAC-SHA1"},
      {"OAuth oauth_version=\"2.0\"", "oauth_version: is not 1.0"},
      {"OAuth oauth_token=\"x\"", "oauth_token: there are no tokens here"},
      {"OAuth oauth_timestamp=\"-5\"", "oauth_timestamp: is not a number of seconds"},
      {"OAuth oauth_timestamp=\"99999999999999999999\"", "oauth_timestamp: is not a number of seconds"},
      {"OAuth oauth_nonce=\"" + std::string(300, 'n') + "\"",
       "Authorization: expected OAuth name=\"value\", name=\"value\""},
      {field_with(""), "oauth_signature: is required"},
  };
  for (const auto& each : cases) EXPECT_EQ(shop.fault(ask(shop, each.field)), each.why) << each.field;
  std::string many = "OAuth a0=\"\"";
  for (int count = 1; count < 20; ++count) many += ",a" + std::to_string(count) + "=\"\"";
  EXPECT_EQ(shop.fault(ask(shop, many)), "Authorization: has too many parameters");
}

// RFC 5849, section 3.4.1.1, without the parameters that tokens and bodies add.
TEST(richrelevance_oauth, names_that_are_there_twice_are_in_the_order_of_their_values) {
  http::target query;
  ASSERT_TRUE(query.assign("/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2%20q"));
  EXPECT_EQ(oauth_base("POST", "http://example.com/request", query.parameters(), {}),
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
            "%26c%2540%3D");
}

}  // namespace
}  // namespace footfall::test
