// Feeds in the configuration.
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

result<settings::application_settings> with_feeds(const std::string& feeds) {
  return settings::read_settings(R"({"customers": {"shop": {"catalogue": {"feeds": [)" + feeds + "]}}}}");
}

std::string mistake_of(const std::string& feeds) {
  const auto read = with_feeds(feeds);
  return read ? std::string() : read.error().detail();
}

TEST(feed_keys, a_feed_is_an_address_or_an_object) {
  const auto read = with_feeds(R"("https://shop.example/a.xml", {"url": "https://shop.example/b.csv",
    "interval": "6h", "mode": "update", "type": 2, "authorization": "Basic abc", "format": "table",
    "map": {"id": "Nummer"}, "tax_rates": {"1": "19"}, "variants": "each", "decimal": ","})");
  ASSERT_TRUE(read) << read.error().detail();
  const auto& feeds = read->catalogues.at("shop").feeds;
  ASSERT_EQ(feeds.size(), 2u);
  EXPECT_EQ(feeds[0].url, "https://shop.example/a.xml");
  EXPECT_EQ(feeds[0].interval_ms, 86'400'000);
  EXPECT_EQ(feeds[1].interval_ms, 21'600'000);
  EXPECT_EQ(feeds[1].mode, "update");
  EXPECT_EQ(feeds[1].reading.type, 2u);
  EXPECT_EQ(feeds[1].reading.columns.at("id"), "Nummer");
  EXPECT_EQ(feeds[1].reading.tax_rates.at("1"), "19");
  const auto reading = feeds::reading_of(feeds[1], read->customers.front());
  EXPECT_EQ(reading.variants, catalog_import::variants_as::each);
  EXPECT_EQ(reading.decimal, ',');
}

TEST(feed_keys, mistakes_are_told_with_their_path_and_without_secrets) {
  const auto at = [](const std::string& key) { return "customers.shop.catalogue.feeds[0]." + key; };
  EXPECT_TRUE(mistake_of(R"({"interval": "6h"})").starts_with(at("url") + ": found nothing"));
  EXPECT_TRUE(mistake_of(R"("ftp://shop.example/")").starts_with(at("url")));
  EXPECT_TRUE(mistake_of(R"({"url": "https://a.example/", "mode": "all"})").starts_with(at("mode")));
  EXPECT_TRUE(mistake_of(R"({"url": "https://a.example/", "format": "excel"})").starts_with(at("format")));
  const auto header = mistake_of(R"({"url": "https://a.example/", "authorization": "secret\r\nX: y"})");
  EXPECT_TRUE(header.starts_with(at("authorization"))) << header;
  EXPECT_EQ(header.find("secret"), std::string::npos);
}

TEST(feed_keys, a_customer_pulls_each_address_once) {
  EXPECT_EQ(mistake_of(R"("https://a.example/", "https://a.example/")"),
            "customers.shop.catalogue.feeds[1].url: found the address of another feed, expected each address "
            "once");
}

TEST(feed_keys, what_may_be_reached_is_a_host_or_a_network) {
  const auto allowing = [](const std::string& what) {
    return settings::read_settings(R"({"outbound": {"allow": [")" + what + R"("]}, "customers": {}})")
        .has_value();
  };
  EXPECT_TRUE(allowing("shop.internal"));
  EXPECT_TRUE(allowing("10.0.0.0/8"));
  EXPECT_TRUE(allowing("fd00::/8"));
  EXPECT_FALSE(allowing("shop.internal:80"));
  EXPECT_FALSE(allowing("https://shop.internal"));
}

}  // namespace
}  // namespace footfall::test
