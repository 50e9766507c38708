// A content server that announces its exports, as the client of a CMS does it: the test plays that server.
#include "end_to_end/shop.hpp"
#include "support/content_server.hpp"
#include "support/fake_server.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace footfall::test {
namespace {

const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="},
                          {"Content-Type", "application/json"}};

footfall_server_options allowing_loopback() {
  footfall_server_options options;
  options.configuration = R"({"server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
    "outbound": {"allow": ["127.0.0.1"]},
    "customers": {"00000": {"license_key": "67890-1234-5678-90123-4567"}}})";
  return options;
}

int announce(shop& site, const std::string& transaction, const std::string& events) {
  return site.visitor()
      .request("POST", "/api/00000/items",
               R"({"transaction":")" + transaction + R"(","events":[)" + events + "]}", license)
      .status;
}

// The outcomes of all runs so far once there are so many of them, the newest first.
nlohmann::json exports(shop& site, std::size_t count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (;;) {
    const auto answer = nlohmann::json::parse(site.admin().get("/admin/customers/00000/feeds").body);
    if (answer.at("exports").size() >= count || std::chrono::steady_clock::now() > end)
      return answer.at("exports");
  }
}

nlohmann::json item(shop& site, int id) {
  const auto answer = site.visitor().get("/api/00000/item/2/" + std::to_string(id) + "?format=json", license);
  return answer.status == 200 ? nlohmann::json::parse(answer.body) : nlohmann::json();
}

TEST(exports, a_full_export_in_parts_replaces_type_and_language_after_its_last_part) {
  fake_server content({content_list({{1, "Lantern"}, {2, "Lamp"}}, "eng-GB"),
                       content_list({{3, "Torch"}}, "eng-GB"), content_list({{1, "Laterne"}}, "ger-DE"),
                       content_list({{1, "Lantern"}}, "eng-GB"), content_list({{2, "Lamp"}}, "eng-GB")});
  shop site(allowing_loopback());
  const auto url = [&](int part) { return '"' + content.url() + "/export/" + std::to_string(part) + '"'; };
  EXPECT_EQ(announce(site, "20260131120000001",
                     announcement_of("FULL", "eng-GB", "[" + url(1) + "," + url(2) + "]") + "," +
                         announcement_of("FULL", "ger-DE", url(3))),
            202);
  ASSERT_EQ(exports(site, 2).at(0).at("outcome"), "published");
  EXPECT_NE(content.requests()[0].find("Accept: application/vnd.ez.api.Content+json"), std::string::npos);
  EXPECT_NE(content.requests()[0].find("Authorization: Basic ZXhwb3J0OnNlY3JldA=="), std::string::npos);
  EXPECT_EQ(item(site, 1).at("title"), "Lantern");
  EXPECT_EQ(item(site, 1).at("translations").at("ger-DE").at("title"), "Laterne");
  EXPECT_EQ(item(site, 3).at("title"), "Torch");
  // Two calls of one transaction are one export: the second adds to what the first has left.
  EXPECT_EQ(announce(site, "20260201120000001", announcement_of("FULL", "eng-GB", url(4))), 202);
  EXPECT_EQ(announce(site, "20260201120000001", announcement_of("FULL", "eng-GB", url(5))), 202);
  ASSERT_EQ(exports(site, 4).at(0).at("outcome"), "published");
  EXPECT_EQ(item(site, 1).at("title"), "Lantern");
  EXPECT_EQ(item(site, 2).at("title"), "Lamp");
  EXPECT_TRUE(item(site, 3).is_null());
  EXPECT_EQ(announce(site, "", R"({"action":"DELETE","contentTypeId":2,"itemId":1,"lang":"eng-GB"})"), 202);
  ASSERT_EQ(exports(site, 5).at(0).at("outcome"), "published");
  EXPECT_EQ(item(site, 1).at("title"), "Laterne");
}

TEST(exports, an_export_that_breaks_off_changes_nothing) {
  fake_server content({content_list({{1, "Lantern"}, {2, "Lamp"}}, "eng-GB"),
                       content_list({{1, "New lantern"}}, "eng-GB"), http_response_text("500 Broken", "")});
  shop site(allowing_loopback());
  const auto url = '"' + content.url() + '"';
  EXPECT_EQ(announce(site, "1", announcement_of("FULL", "eng-GB", url)), 202);
  EXPECT_EQ(exports(site, 1).at(0).at("outcome"), "published");
  EXPECT_EQ(announce(site, "2", announcement_of("FULL", "eng-GB", "[" + url + "," + url + "]")), 202);
  EXPECT_EQ(exports(site, 2).at(0).at("outcome"), "failed");
  EXPECT_EQ(item(site, 1).at("title"), "Lantern");
  EXPECT_EQ(item(site, 2).at("title"), "Lamp");
}

TEST(exports, a_call_that_cannot_be_read_is_refused_and_so_is_one_without_licence) {
  shop site(allowing_loopback());
  EXPECT_EQ(announce(site, "1", R"({"action":"FULL"})"), 400);
  EXPECT_EQ(site.visitor().request("POST", "/api/00000/items", R"({"events":[]})", {}).status, 401);
}

TEST(exports, item_xml_is_fetched_from_an_address) {
  fake_server content({http_response_text(
      "200 OK", R"(<items version="1"><item id="1" type="2"><title>Lantern</title></item></items>)")});
  shop site(allowing_loopback());
  const auto target = "/api/00000/item/upload?url=" + content.url() + "/items.xml";
  EXPECT_EQ(site.visitor().get(target, license).status, 202);
  EXPECT_EQ(exports(site, 1).at(0).at("outcome"), "published") << exports(site, 1);
  EXPECT_EQ(item(site, 1).at("title"), "Lantern");
  EXPECT_EQ(site.visitor().get("/api/00000/item/upload?url=ftp://a.example/", license).status, 400);
}

}  // namespace
}  // namespace footfall::test
