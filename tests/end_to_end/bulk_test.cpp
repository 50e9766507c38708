// The bulk interface through the real server.
#include "end_to_end/shop.hpp"

#include "support/places.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace footfall::test {
namespace {

// 00000:67890-1234-5678-90123-4567
const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

constexpr auto good_line =
    R"({"event":"click","user":"u1","itemtype":1,"item":123,"time":"2026-01-31T12:00:00Z",)"
    R"("categorypath":"Shoes/Children","quantity":1,"fullprice":"2.50EUR"})"
    "\n";

TEST(bulk, accepted_lines_are_counted_and_rejected_ones_are_explained) {
  shop site;
  const auto answer = site.visitor().post(
      "/api/00000/events",
      std::string(good_line) + "{\"event\":\"click\",\"user\":\"u1\",\"item\":0}\n\nnot json\n" + good_line,
      license);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = nlohmann::json::parse(answer.body);
  EXPECT_EQ(body.at("accepted"), 2);
  EXPECT_EQ(body.at("repeated"), 0);
  EXPECT_EQ(body.at("rejected"), 2);
  EXPECT_EQ(body.at("errors").at(0).at("line"), 2);
  EXPECT_EQ(body.at("errors").at(0).at("reason"), "item: 0 is outside 1..2147483647");
  EXPECT_EQ(body.at("errors").at(1).at("line"), 4);
}

TEST(bulk, a_line_with_an_id_is_stored_once) {
  shop site;
  const std::string line = R"({"id":"order-7","event":"buy","user":"u1","item":5})";
  for (const auto repeated : {0, 1}) {
    const auto answer = site.visitor().post("/api/00000/events", line, license);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("repeated"), repeated);
  }
}

TEST(bulk, a_repeated_list_is_one_repeated_line) {
  shop site;
  const std::string line = R"({"id":7,"event":"rendered","user":"u1","item":"1,2,3"})";
  for (const auto repeated : {0, 1}) {
    const auto answer = nlohmann::json::parse(site.visitor().post("/api/00000/events", line, license).body);
    EXPECT_EQ(answer.at("accepted"), 1 - repeated);
    EXPECT_EQ(answer.at("repeated"), repeated);
  }
}

TEST(bulk, more_events_than_one_transaction_takes_are_refused_whole) {
  shop site;
  std::string items = "1";
  for (int item = 2; item <= 150; ++item) items += "," + std::to_string(item);
  std::string body;
  for (int line = 0; line < 100; ++line)
    body += "{\"event\":\"rendered\",\"user\":\"u1\",\"item\":\"" + items + "\"}\n";
  EXPECT_EQ(site.visitor().post("/api/00000/events", body, license).status, 413);
}

TEST(bulk, credentials_are_required_and_must_be_those_of_the_customer_in_the_path) {
  footfall_server_options options;
  options.configuration =
      R"({"customers": {"00000": {"license_key": "67890-1234-5678-90123-4567"}, "two": {}}})";
  shop site(options);
  const auto without = site.visitor().post("/api/00000/events", good_line);
  EXPECT_EQ(without.status, 401);
  EXPECT_TRUE(without.field("WWW-Authenticate").has_value());
  EXPECT_EQ(site.visitor()
                .post("/api/00000/events", good_line, {{"Authorization", "Basic MDAwMDA6d3Jvbmc="}})
                .status,
            401);
  EXPECT_EQ(site.visitor().post("/api/two/events", good_line, license).status, 403);
}

TEST(bulk, a_body_above_the_limit_is_refused_and_the_server_goes_on) {
  footfall_server_options options;
  options.configuration = R"({"server": {"limits": {"body_bytes": 65536}},
      "customers": {"00000": {"license_key": "67890-1234-5678-90123-4567"}}})";
  shop site(options);
  EXPECT_EQ(site.visitor().post("/api/00000/events", std::string(200'000, 'x'), license).status, 413);
  EXPECT_EQ(site.visitor().post("/api/00000/events", good_line, license).status, 200);
}

TEST(bulk, another_method_is_refused_with_the_allowed_ones) {
  shop site;
  const auto answer = site.visitor().request("DELETE", "/api/00000/events", "", {});
  EXPECT_EQ(answer.status, 405);
  EXPECT_NE(answer.field("Allow").value_or("").find("POST"), std::string::npos);
}

TEST(bulk, events_of_a_user_who_opted_out_are_not_imported_into_the_store_either) {
  shop site;
  ASSERT_EQ(site.admin()
                .post("/admin/customers/00000/opt-outs/anna", "", {{"Content-Type", "application/json"}})
                .status,
            200);
  EXPECT_EQ(site.server.stop(), 0);
  const auto file = site.server.configuration_file().parent_path() / "events.ndjson";
  std::ofstream(file) << R"({"event":"click","user":"anna","item":1,"time":"2026-01-31T12:00:00Z"})"
                      << "\n"
                      << R"({"event":"click","user":"ben","item":2,"time":"2026-01-31T12:00:00Z"})"
                      << "\n";
  process import({.program = footfall_binary,
                  .arguments = {"import-events", "--customer", "00000", "--config",
                                site.server.configuration_file().string(), "--data-dir",
                                site.server.data_directory().string(), file.string()}});
  ASSERT_TRUE(import.wait_for_end(std::chrono::seconds(60)));
  EXPECT_NE(import.standard_error().find("opted out"), std::string::npos) << import.standard_error();
  site.start_again();
  site.build_models();
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/carl/landing_page.json")), (std::vector<std::int64_t>{2}));
}

}  // namespace
}  // namespace footfall::test
