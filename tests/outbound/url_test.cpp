#include "footfall/outbound/url.hpp"

#include <gtest/gtest.h>

namespace footfall::outbound {
namespace {

TEST(url, scheme_host_port_and_target_are_read) {
  EXPECT_EQ(read_url("https://shop.example/feed.xml?a=1#top").value(),
            (url{true, "shop.example", 443, "/feed.xml?a=1"}));
  EXPECT_EQ(read_url("HTTP://Shop.Example:8080").value(), (url{false, "shop.example", 8080, "/"}));
  EXPECT_EQ(read_url("http://[2001:db8::1]:81?x").value(), (url{false, "2001:db8::1", 81, "/?x"}));
}

TEST(url, what_is_no_address_of_the_web_is_refused_without_showing_it) {
  for (const auto* text :
       {"", "ftp://shop.example/", "//shop.example/", "https://", "https:///feed",
        "https://u:secret@shop.example/", "https://shop.example:0/", "https://shop.example:99999/",
        "https://shop.example:/", "https://a b/", "https://shop.example/\r\nX: secret", "https://[::1/",
        "https://sh\xC3\xB6p.example/", "https://a\\b/"}) {
    const auto read = read_url(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code(), error::bad_parameter);
    EXPECT_EQ(read.error().detail().find("secret"), std::string::npos);
  }
  EXPECT_FALSE(read_url("https://shop.example/" + std::string(9000, 'a')));
}

TEST(url, a_location_is_read_from_where_it_came) {
  const auto base = read_url("https://shop.example:444/a/feed.xml?k=v").value();
  const auto target_of = [&](std::string_view location) { return resolved(base, location).value(); };
  EXPECT_EQ(target_of("http://other.example/x"), (url{false, "other.example", 80, "/x"}));
  EXPECT_EQ(target_of("//cdn.example/x"), (url{true, "cdn.example", 443, "/x"}));
  EXPECT_EQ(target_of("/x?y"), (url{true, "shop.example", 444, "/x?y"}));
  EXPECT_EQ(target_of("x.xml"), (url{true, "shop.example", 444, "/a/x.xml"}));
  EXPECT_EQ(target_of("?z"), (url{true, "shop.example", 444, "/a/feed.xml?z"}));
  EXPECT_FALSE(resolved(base, "javascript:alert(1)"));
  EXPECT_FALSE(resolved(base, "file:///etc/passwd"));
}

TEST(url, people_see_no_query) {
  const auto read = read_url("https://shop.example/feed.xml?token=secret").value();
  EXPECT_EQ(shown(read), "https://shop.example/feed.xml");
  EXPECT_EQ(host_field(read_url("http://[::1]:81/").value()), "[::1]:81");
}

}  // namespace
}  // namespace footfall::outbound
