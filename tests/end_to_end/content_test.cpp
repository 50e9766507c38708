// Items by the content interface act in the very next recommendation, and are there after a kill.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

namespace footfall::test {
namespace {

const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
constexpr auto cross_sell = "/api/v2/00000/anna/cross_sell.json?contextitems=1&attribute=title,price";

int send(shop& site, std::string_view method, std::string_view tail, std::string_view body = {}) {
  const auto answer = site.visitor().request(method, "/api/00000/item" + std::string(tail), body, license);
  if (answer.status >= 300) ADD_FAILURE() << method << " " << tail << ": " << answer.body;
  return answer.status;
}

bool shows(shop& site, std::int64_t item) {
  const auto ids = item_ids(site.recommend(cross_sell));
  return std::ranges::find(ids, item) != ids.end();
}

std::string attribute(shop& site, std::int64_t item, std::string_view key) {
  const auto answer = site.recommend(cross_sell);
  for (const auto& each : answer.at("recommendationItems"))
    if (each.at("itemId") == item)
      for (const auto& one : each.at("attributes"))
        if (one.at("key") == key && !one.at("values").empty()) return one.at("values")[0];
  return {};
}

TEST(content, what_is_told_of_an_item_acts_in_the_next_request) {
  shop site;
  site.track_sessions({{1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  site.build_models();
  EXPECT_TRUE(shows(site, 2));
  EXPECT_EQ(attribute(site, 2, "title"), "");
  send(
      site, "POST", "",
      R"(<items version="1"><item id="2" type="1"><title>Lantern</title><price>1999</price></item></items>)");
  EXPECT_EQ(attribute(site, 2, "title"), "Lantern");
  EXPECT_EQ(attribute(site, 2, "price"), "19.99EUR");
  send(site, "PATCH", "/1/2", R"({"price":{"minor":1499}})");
  EXPECT_EQ(attribute(site, 2, "price"), "14.99EUR");
  for (const auto* gone : {R"({"visible":false})", R"({"visible":true,"availability":"out_of_stock"})"}) {
    send(site, "PATCH", "/1/2", gone);
    EXPECT_FALSE(shows(site, 2)) << gone;
    EXPECT_TRUE(shows(site, 3));
  }
  send(site, "PATCH", "/1/2", R"({"availability":"in_stock"})");
  EXPECT_TRUE(shows(site, 2));
  send(site, "DELETE", "/1/2");
  EXPECT_FALSE(shows(site, 2));
}

TEST(content, the_schema_fits_the_sample_of_the_documents_and_what_is_served_and_nothing_else) {
  const std::filesystem::path xmllint = "/usr/bin/xmllint";
  if (!std::filesystem::exists(xmllint))
    GTEST_SKIP() << "xmllint is not installed (Debian package libxml2-utils)";
  shop site;
  const temporary_folder folder;
  const auto write = [&](const std::string& name, const std::string& content) {
    std::ofstream(folder.path() / name) << content;
    return folder.path() / name;
  };
  const auto schema = write("items.xsd", site.visitor().get("/api/00000/item/schema.xsd").body);
  const auto fits = [&](const std::filesystem::path& document) {
    process check({.program = xmllint.string(),
                   .arguments = {"--noout", "--schema", schema.string(), document.string()}});
    const auto end = check.wait_for_end(std::chrono::seconds(60));
    return end && end->status == 0;
  };
  const std::filesystem::path tests = std::filesystem::path(source_directory) / "tests";
  EXPECT_TRUE(fits(tests / "fuzz/corpus/content_body/sample"));
  EXPECT_TRUE(fits(tests / "catalog_import/samples/ibexa-items.xml"));
  EXPECT_FALSE(fits(tests / "catalog_import/samples/broken/ibexa-invalid.xml"));
  send(site, "POST", "", R"({"type":1,"id":7,"title":"Lamp & <more>","price":{"minor":1999},
    "valid_from":"2026-01-01T00:00:00Z","categories":[["Light","Inside"]],
    "images":["https://img.example/7.jpg"],
    "attributes":{"colour":{"NOMINAL":["red"]},"weight":{"NUMERIC":[1.5]},"about":{"TEXT":["x"]}}})");
  EXPECT_TRUE(fits(write("served.xml", site.visitor().get("/api/00000/item/1/7", license).body)));
}

TEST(content, an_answered_change_is_on_disk) {
  shop site;
  site.track_sessions({{1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  send(site, "POST", "", R"([{"type":1,"id":2,"title":"Lantern","price":{"minor":1999}},{"type":1,"id":3}])");
  send(site, "PATCH", "/1/2", R"({"price":{"minor":1499}})");
  send(site, "DELETE", "/1/3");
  site.server.kill9();
  site.start_again();
  site.build_models();
  EXPECT_EQ(attribute(site, 2, "title"), "Lantern");
  EXPECT_EQ(attribute(site, 2, "price"), "14.99EUR");
  EXPECT_FALSE(shows(site, 3));
}

TEST(content, a_customer_that_joins_at_a_reload_has_what_was_told_before) {
  shop site;
  site.track_sessions({{1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  send(site, "POST", "", R"([{"type":1,"id":2,"title":"Lantern"},{"type":1,"id":3,"visible":false}])");
  const auto told = site.visitor().request(
      "POST", "/api/00000/crm/user", R"({"users":[{"id":"anna","attributes":[{"key":"age","value":"30"}]}]})",
      license);
  ASSERT_EQ(told.status, 200) << told.body;
  const auto configuration = small_configuration();
  for (const auto& changed : {std::string(R"({"customers": {"other": {}}})"), configuration}) {
    site.server.write_configuration(changed);
    const auto before = site.server.log().size();
    site.server.running_process().send_signal(SIGHUP);
    ASSERT_TRUE(site.server.running_process().wait_for_error_output(
        [&](std::string_view log) {
          return log.size() > before &&
                 log.substr(before).find("configuration reloaded") != std::string_view::npos;
        },
        std::chrono::seconds(20)));
  }
  site.build_models();
  EXPECT_EQ(attribute(site, 2, "title"), "Lantern");
  EXPECT_FALSE(shows(site, 3));
  EXPECT_EQ(site.visitor().request("GET", "/api/00000/crm/user/anna", {}, license).status, 200);
  send(site, "PATCH", "/1/2", R"({"title":"Lamp"})");
  EXPECT_EQ(attribute(site, 2, "title"), "Lamp");
}

TEST(content, a_stored_answer_is_not_taken_for_the_present_one_after_a_change) {
  shop site;
  site.track_sessions({{1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  site.build_models();
  const auto ask = [&](std::string_view since) {
    return site.visitor().get(cross_sell, {{"If-Modified-Since", std::string(since)}});
  };
  const std::string future = "Fri, 01 Jan 2100 00:00:00 GMT";
  const auto before = ask("Thu, 01 Jan 1970 00:00:00 GMT");
  ASSERT_EQ(before.status, 200);
  send(site, "POST", "", R"({"type":1,"id":2,"visible":false})");
  EXPECT_EQ(ask(*before.field("Last-Modified")).status, 200);
  EXPECT_EQ(ask(future).status, 304);
}

}  // namespace
}  // namespace footfall::test
