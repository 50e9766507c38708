// What clients make of answers: a browser's engine runs those in JSONP, those in XML fit their schema, links
// lead to a host.
#include "support/places.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

/// Item 1 was clicked in two categories with signs that XML has a meaning for.
class popular_item : public testing::Test {
 protected:
  popular_item() {
    shop.get("/api/00000/click/anna/1/1?categorypath=Shoes%20%26%20Socks%2F%3CNew%3E");
    shop.get("/api/00000/click/anna/1/1?categorypath=Sale");
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
  }

  std::filesystem::path write(const std::string& name, const std::string& content) {
    std::ofstream(folder.path() / name) << content;
    return folder.path() / name;
  }
  static bool succeeds(const char* program, const std::vector<std::string>& arguments) {
    process check({.program = program, .arguments = arguments});
    const auto end = check.wait_for_end(std::chrono::seconds(60));
    return end && end->status == 0;
  }

  test_shop shop;
  const temporary_folder folder;
};

TEST_F(popular_item, in_jsonp_is_given_to_a_function_or_a_method) {
  constexpr auto node = "/usr/bin/node";
  if (!std::filesystem::exists(node)) GTEST_SKIP() << "node is not installed (Debian package nodejs)";
  const auto is_run = [&](const std::string& target, const std::string& list) {
    const std::string page =
        "let seen = []; const note = data => seen.push(data);"
        "var jsonpCallback = note, show = note, shop = {boxes: [{show: note}]};\n";
    const auto script =
        write("page.js", page + shop.get(target).body + ";\nprocess.exit(seen.length === 1 && seen[0]." +
                             list + "[0].itemId === 1 ? 0 : 1);\n");
    return succeeds(node, {script.string()});
  };
  for (const auto* callback : {"", "?jsonpCallback=show", "?callback=shop.boxes[0].show"}) {
    EXPECT_TRUE(is_run("/api/v2/00000/bert/popular.jsonp" + std::string(callback), "recommendationItems"));
    EXPECT_TRUE(
        is_run("/api/00000/bert/popular.jsonp" + std::string(callback), "recommendationResponseList"));
  }
  EXPECT_FALSE(is_run("/api/v2/00000/bert/popular.jsonp?jsonpCallback=other", "recommendationItems"));
}

TEST_F(popular_item, in_xml_fits_the_schema) {
  constexpr auto xmllint = "/usr/bin/xmllint";
  if (!std::filesystem::exists(xmllint))
    GTEST_SKIP() << "xmllint is not installed (Debian package libxml2-utils)";
  const auto schema = std::filesystem::path(source_directory) / "docs/recommendations.xsd";
  const auto fits = [&](const std::string& body) {
    const auto document = write("answer.xml", body);
    return succeeds(xmllint, {"--noout", "--schema", schema.string(), document.string()});
  };
  const auto body =
      shop.get("/api/00000/bert/popular.xml?recommendCategory=true&categorypath=Shoes%20%26%20Socks").body;
  EXPECT_NE(body.find("<category>Shoes &amp; Socks/&lt;New&gt;</category>"), std::string::npos) << body;
  EXPECT_TRUE(fits(body));
  EXPECT_TRUE(fits(shop.get("/api/00000/bert/bestseller.xml?outputtypeid=1").body));
  EXPECT_FALSE(fits("<list><recommendation><itemId>1</itemId></recommendation></list>"));
  EXPECT_TRUE(fits(shop.get("/api/00000/bert/no%3Cbox%01.xml").body));
  EXPECT_TRUE(
      fits(shop.get("/api/00000/bert/popular.xml?numrecs=" + std::string(63, '1') + "%E2%82%AC").body))
      << "a value that is shown cut within a character";
  // Two characters that UTF-8 has and XML does not.
  shop.get("/api/00000/click/bert/1/1?categorypath=Odd%EF%BF%BF%EF%BF%BE");
  shop.events();
  const auto odd =
      shop.get("/api/00000/bert/popular.xml?recommendCategory=true&categorypath=Odd%EF%BF%BF%EF%BF%BE").body;
  EXPECT_NE(odd.find("<category>Odd  </category>"), std::string::npos) << odd;
  EXPECT_TRUE(fits(odd));
}

TEST(recommendation_links, lead_to_the_configured_host_else_to_the_one_of_the_request) {
  const struct {
    const char* configured;
    const char* of_request;
    const char* in_links;
  } cases[] = {
      {"event.example", "shop.example:8080", "//event.example/api/"},
      {"", "shop.example:8080", "//shop.example:8080/api/"},
      {"", "[::1]:8080", "//[::1]:8080/api/"},
      {"", "\"><script>", "//localhost/api/"},
      {"", "", "//localhost/api/"},
  };
  test_shop shop;
  shop.get("/api/00000/click/anna/1/42");
  static_cast<void>(shop.events());
  ASSERT_TRUE(shop.builder.run_once());
  for (const auto& each : cases) {
    shop.endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(
        api::endpoint_settings{.public_event_host = each.configured}));
    const auto answer =
        shop.send(http::method::get, "/api/v2/00000/bert/landing_page.json", "", {{"Host", each.of_request}});
    EXPECT_NE(answer.body.find(each.in_links), std::string::npos) << each.of_request << answer.body;
  }
}

// The sample answer of the document of the recommendation API, on events and items that make it come true.
class sample_of_the_recommendation_api : public testing::Test {
 protected:
  static constexpr std::uint32_t shirt = 100175717;
  static constexpr std::uint32_t other_shirt = 100172819;

  sample_of_the_recommendation_api() {
    for (int user = 0; user < 6; ++user) {
      const auto click = [&](std::uint32_t item, const std::string& more = {}) {
        shop.get("/api/00000/click/u" + std::to_string(user) + "/1/" + std::to_string(item) + more);
      };
      if (user < 5) click(10);
      click(11);
      if (user < 4) {
        click(shirt, "?categorypath=Women/Shirts");
        click(shirt, "?categorypath=Sale/Shirts");
      }
      if (user < 2) click(other_shirt);
    }
    shop.events();
    catalog::item told;
    told.title = "French Cuff Cotton Twill Oxford";
    told.link = "https://shop.example/oxford";
    catalog::catalogue_editor editor({});
    editor.put(*shop.owner->items.find({1, shirt, {}}), told);
    shop.owner->catalogue.publish(editor.finish());
    EXPECT_TRUE(shop.builder.run_once());
  }
  test_shop shop;
};

TEST_F(sample_of_the_recommendation_api, has_its_members_in_their_forms) {
  const auto answer = nlohmann::json::parse(
      shop.get("/api/v2/00000/john.doe/detailpage.json?contextitems=10,11&categorypath=%2FWomen"
               "&recommendCategory=true&attribute=title&attribute=deeplink,description&numrecs=8")
          .body);
  EXPECT_EQ(answer["contextItems"], nlohmann::json::parse(R"([
    {"viewers": 5, "itemType": 1, "itemId": 10, "sources": ["REQUEST"]},
    {"viewers": 6, "itemType": 1, "itemId": 11, "sources": ["REQUEST"]}])"));
  const auto& items = answer["recommendationItems"];
  ASSERT_GE(items.size(), 2U);
  const auto& first = items[0];
  EXPECT_EQ(first["itemId"], shirt);
  EXPECT_EQ(first["itemType"], 1);
  EXPECT_EQ(first["origin"],
            nlohmann::json::parse(R"({"itemIds": [10, 11], "itemType": 1, "source": "REQUEST"})"));
  EXPECT_EQ(first["category"], "Women/Shirts");
  const auto link = "/api/00000/clickrecommended/john.doe/1/100175717?scenario=detailpage&modelid=";
  EXPECT_NE(first["links"]["clickRecommended"].get<std::string>().find(link), std::string::npos);
  EXPECT_EQ(first["links"]["rendered"].get<std::string>().substr(0, 2), "//");
  EXPECT_EQ(first["attributes"], nlohmann::json::parse(R"([
    {"key": "title",
     "values": ["French Cuff Cotton Twill Oxford"], "value": ["French Cuff Cotton Twill Oxford"]},
    {"key": "deeplink", "values": ["https://shop.example/oxford"], "value": ["https://shop.example/oxford"]},
    {"key": "description", "values": [], "value": []}])"));
  EXPECT_EQ(items[1]["itemId"], other_shirt);
  EXPECT_EQ(items[1]["origin"], first["origin"]);
  EXPECT_LT(items[1]["relevance"], first["relevance"]);
}

TEST_F(sample_of_the_recommendation_api, request_of_the_document_is_answered_in_the_older_form) {
  const auto answer = shop.get(
      "/ebl/0000/john.doe/detailpage.json?contextitems=10&categorypath=%2FCamera%2FCompact&attribute=title"
      "&attribute=deeplink,description&numrecs=8");
  EXPECT_EQ(answer.status, 200);
  const auto list = nlohmann::json::parse(answer.body)["recommendationResponseList"];
  ASSERT_FALSE(list.empty());
  EXPECT_TRUE(std::ranges::any_of(list, [](const auto& each) { return each["itemId"] == shirt; })) << list;
  for (const auto* member : {"reason", "itemType", "relevance"})
    EXPECT_TRUE(list[0].contains(member)) << member;
}

}  // namespace
}  // namespace footfall::test
