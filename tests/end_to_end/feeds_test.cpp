// A shop whose feed is pulled: the test plays the shop's server.
#include "end_to_end/shop.hpp"
#include "support/fake_server.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

const http_fields json_type{{"Content-Type", "application/json"}};

footfall_server_options with_feed(const std::string& url) {
  footfall_server_options options;
  options.configuration = R"({"server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
    "outbound": {"allow": ["127.0.0.1"]},
    "customers": {"00000": {"license_key": "67890-1234-5678-90123-4567",
      "catalogue": {"feeds": [{"url": ")" +
                          url + R"(", "type": 1, "map": {"id": "Nummer", "title": "Name"}}]}}}})";
  return options;
}

// The runs of the only feed once there are so many of them, the newest first.
nlohmann::json runs(shop& site, std::size_t count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (;;) {
    const auto answer = nlohmann::json::parse(site.admin().get("/admin/customers/00000/feeds").body);
    const auto found = answer.at("feeds").at(0).at("runs");
    if (found.size() >= count || std::chrono::steady_clock::now() > end) return found;
  }
}

std::string title_of(shop& site, int item) {
  const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto answer =
      site.visitor().get("/api/00000/item/1/" + std::to_string(item) + "?format=json", license);
  return answer.status == 200 ? nlohmann::json::parse(answer.body).value("title", "") : "";
}

TEST(feeds, a_feed_is_pulled_at_the_start_and_when_somebody_asks_for_it) {
  fake_server content({http_response_text("200 OK", "Nummer;Name\n1;Lantern\n2;Lamp\n3;Torch\n"),
                       http_response_text("200 OK", "Nummer;Name\n1;Storm lantern\n2;Lamp\n3;Torch\n"),
                       http_response_text("200 OK", "Nummer;Name\n1;Lantern\n")});
  shop site(with_feed(content.url() + "/products.csv"));
  EXPECT_EQ(runs(site, 1).at(0).at("outcome"), "published");
  EXPECT_EQ(title_of(site, 1), "Lantern");
  const auto pull = "/admin/customers/00000/feeds/pull";
  EXPECT_EQ(site.admin().post(pull, "", json_type).status, 202);
  const auto second = runs(site, 2).at(0);
  EXPECT_EQ(second.at("items").at("changed"), 1) << second;
  EXPECT_EQ(second.at("report").at("without").at("price"), 3);
  EXPECT_EQ(title_of(site, 1), "Storm lantern");
  EXPECT_EQ(site.admin().post(pull, "", json_type).status, 202);
  EXPECT_EQ(runs(site, 3).at(0).at("outcome"), "refused");
  EXPECT_EQ(title_of(site, 3), "Torch");
  EXPECT_NE(site.admin()
                .get("/metrics")
                .body.find(R"(footfall_feed_runs_total{customer="00000",outcome="refused"} 1)"),
            std::string::npos);
}

TEST(feeds, a_feed_behind_an_address_that_is_not_public_is_not_asked_for) {
  fake_server content({http_response_text("200 OK", "Nummer;Name\n1;Lantern\n")});
  auto options = with_feed(content.url());
  const std::string allowed = R"("outbound": {"allow": ["127.0.0.1"]},)";
  options.configuration.erase(options.configuration.find(allowed), allowed.size());
  shop site(options);
  const auto run = runs(site, 1).at(0);
  EXPECT_EQ(run.at("outcome"), "failed");
  EXPECT_NE(run.at("reason").get<std::string>().find("no public address"), std::string::npos);
  EXPECT_TRUE(content.requests().empty());
}

TEST(feeds, a_restart_forgets_neither_the_runs_nor_what_makes_requests_conditional) {
  fake_server content({http_response_text("200 OK", "Nummer;Name\n1;Lantern\n", "ETag: \"a\"\r\n"),
                       "HTTP/1.1 304 Not Modified\r\n\r\n"});
  shop site(with_feed(content.url()));
  ASSERT_EQ(runs(site, 1).at(0).at("outcome"), "published");
  ASSERT_EQ(site.server.stop(), 0);
  site.start_again();
  const auto found = runs(site, 2);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at(0).at("outcome"), "unchanged");
  EXPECT_EQ(found.at(1).at("items").at("added"), 1);
  EXPECT_EQ(title_of(site, 1), "Lantern");
}

TEST(feeds, a_feed_with_other_ids_than_the_pages_is_refused_and_quality_shows_the_share) {
  std::string right = "Nummer;Name\n", wrong = right;
  for (int id = 1; id <= 10; ++id) {
    right += std::to_string(id) + ";Lantern\n";
    wrong += std::to_string(1000 + id) + ";Lantern\n";
  }
  fake_server content({http_response_text("200 OK", right), http_response_text("200 OK", wrong)});
  shop site(with_feed(content.url()));
  ASSERT_EQ(runs(site, 1).at(0).at("outcome"), "published");
  for (int id = 1; id <= 11; ++id)
    ASSERT_EQ(site.track("/api/00000/click/anna/1/" + std::to_string(id)), 200);
  ASSERT_EQ(site.admin().post("/admin/customers/00000/feeds/pull", "", json_type).status, 202);
  const auto refused = runs(site, 2).at(0);
  EXPECT_EQ(refused.at("outcome"), "refused");
  EXPECT_NE(refused.at("reason").get<std::string>().find("ids-unknown"), std::string::npos) << refused;
  const auto quality = nlohmann::json::parse(site.admin().get("/admin/customers/00000/quality").body);
  EXPECT_EQ(quality.at("items"), 10);
  EXPECT_EQ(quality.at("tracked"), (nlohmann::json{{"items", 11}, {"known", 10}}));
  EXPECT_EQ(quality.at("feedRuns").at("refused"), 1);
}

TEST(feeds, what_a_click_says_of_its_item_fills_the_catalogue_where_the_shop_wants_it) {
  footfall_server_options options;
  options.configuration = R"({"server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
    "customers": {"00000": {"license_key": "67890-1234-5678-90123-4567", "click_items": true,
      "click_item_hosts": ["shop.example"]}}})";
  shop site(options);
  ASSERT_EQ(
      site.track("/api/00000/click/anna/1/7?title=Lantern&url=https%3A%2F%2Fshop.example%2F7&price=9.99EUR"),
      200);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (title_of(site, 7) != "Lantern" && std::chrono::steady_clock::now() < end) continue;
  const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto item = site.visitor().get("/api/00000/item/1/7?format=json", license).body;
  EXPECT_EQ(item, R"({"id":"7","link":"https://shop.example/7","price":{"currency":"EUR","minor":999},)"
                  R"("title":"Lantern","type":1})");
}

}  // namespace
}  // namespace footfall::test
