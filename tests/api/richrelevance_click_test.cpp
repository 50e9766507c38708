// Clicks on recommended products: what they count, and where they may lead.
#include "api/richrelevance_shop.hpp"
#include "footfall/events/event_details.hpp"

namespace footfall::test {
namespace {

class richrelevance_clicks : public testing::Test {
 protected:
  richrelevance_clicks() {
    shop.put({product("A&1"), product("B")});
    shop.get("/api/00000/buy/anna/1/A%261");
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
    const auto answer = shop.ok(shop.call("placements=home_page.rr1"));
    view = answer["viewGuid"];
    const auto& first = answer["placements"][0]["recommendedProducts"][0];
    click = path_of(first["clickURL"]);
    tracking = path_of(first["clickTrackingURL"]);
  }

  static std::string path_of(const std::string& link) {
    EXPECT_TRUE(link.starts_with("https://recs.example/rrserver/apiclick?")) << link;
    return link.substr(link.find("/rrserver"));
  }

  http::response with_target(const std::string& target) { return shop.get(tracking + "&ct=" + target); }

  richrelevance_shop shop;
  std::string view, click, tracking;
};

TEST_F(richrelevance_clicks, a_link_leads_to_the_product_and_counts) {
  const auto answer = shop.get(click);
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(field_of(answer, "Location"), "http://shop.example/product/A&1");
  const auto counted = shop.events().back();
  EXPECT_EQ(counted.type, events::event_type::clickrecommended);
  EXPECT_EQ(counted.item.text, "A&1");
  EXPECT_EQ(counted.user, shop.hasher.hash("00000", "12345"));
  EXPECT_EQ(events::find_detail(counted.details, "s"), "bestseller");
  EXPECT_EQ(events::find_detail(counted.details, "m"), "top_bought");
  EXPECT_EQ(events::find_detail(counted.details, "u"), view);
}

TEST_F(richrelevance_clicks, a_tracking_link_counts_and_is_answered_with_an_image) {
  const auto answer = shop.get(tracking);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "image/gif");
  EXPECT_EQ(answer.body.size(), 43U);
  EXPECT_EQ(shop.stored().back(), "clickrecommended A&1");
}

TEST_F(richrelevance_clicks, a_host_that_is_listed_may_be_led_to) {
  const auto answer = with_target("http%3A%2F%2FLabs.richrelevance.com%2Fstorre%3Fa%3Db");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(field_of(answer, "Location"), "http://Labs.richrelevance.com/storre?a=b");
}

TEST_F(richrelevance_clicks, nothing_else_is_led_to_or_counted) {
  const auto before = shop.stored().size();
  for (const std::string target :
       {"http%3A%2F%2Fevil.example%2F", "http%3A%2F%2Flabs.richrelevance.com%40evil.example%2F",
        "%2F%2Flabs.richrelevance.com%2F", "javascript%3Aalert(1)%2F%2Flabs.richrelevance.com",
        "http%3A%2F%2Flabs.richrelevance.com.evil.example",
        "http%3A%2F%2Flabs.richrelevance.com%3F.evil.example%40x%0A",
        "http%3A%2F%2Flabs.richrelevance.com%2F%0D%0ASet-Cookie%3Aa%3Db",
        "ftp%3A%2F%2Flabs.richrelevance.com%2F", "http%3A%2F%2Fshop.example%2Fproduct%2FB", "x",
        "http%3A%2F%2F"}) {
    const auto answer = with_target(target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(field_of(answer, "Location"), "") << target;
    EXPECT_NE(answer.body.find("\"status\":\"error\""), answer.body.npos) << target << answer.body;
  }
  EXPECT_EQ(with_target("http%3A%2F%2Flabs.richrelevance.com%5C.evil.example").status, 400);
  EXPECT_EQ(shop.stored().size(), before);
}

TEST_F(richrelevance_clicks, what_names_nobody_or_nothing_is_refused) {
  for (const std::string target :
       {"/rrserver/apiclick", "/rrserver/apiclick?a=99999&cak=42f5962fe3ed493e&s=1&p=A&scenario=x",
        "/rrserver/apiclick?a=00000&cak=wrong&s=1&p=A&scenario=x",
        "/rrserver/apiclick?a=00000&cak=42f5962fe3ed493e&s=1&p=&scenario=x",
        "/rrserver/apiclick?a=00000&cak=42f5962fe3ed493e&s=1&p=A"})
    EXPECT_NE(shop.fault(shop.get(target)), "") << target;
}

}  // namespace
}  // namespace footfall::test
