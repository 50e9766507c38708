// `footfall export-user`: what the server answers, also when none runs.
#include "end_to_end/shop.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace footfall::test {
namespace {

const http_fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

std::string export_user(const shop& of, const std::string& user, int status) {
  process command({.program = footfall_binary,
                   .arguments = {"export-user", "--customer", "00000", "--config",
                                 of.server.configuration_file().string(), "--data-dir",
                                 of.server.data_directory().string(), user}});
  const auto end = command.wait_for_end(std::chrono::seconds(60));
  EXPECT_TRUE(end && end->status == status) << command.standard_error();
  return status == 0 ? command.standard_output() : command.standard_error();
}

TEST(export_user, tells_what_the_server_tells_while_it_runs_and_when_it_does_not) {
  shop site;
  ASSERT_EQ(site.track("/api/00000/click/session1/1/7"), 200);
  ASSERT_EQ(site.track("/api/00000/basket/session1/1/7"), 200);
  ASSERT_EQ(site.track("/api/00000/login/session1/anna"), 200);
  ASSERT_EQ(site.track("/api/00000/buy/anna/1/8?fullprice=9.99EUR"), 200);
  ASSERT_EQ(site.track("/api/00000/deletefrombasket/anna/1/7"), 200);
  ASSERT_EQ(site.track("/api/00000/click/bert/1/9"), 200);
  ASSERT_EQ(site.visitor()
                .post("/api/00000/shop/user",
                      R"({"id":"anna","attributes":[{"key":"country","value":"DE"}]})", licence)
                .status,
            200);
  ASSERT_EQ(site.visitor()
                .post("/api/00000/transferitems",
                      R"({"source":{"type":1,"id":8},"target":{"type":1,"id":18}})", licence)
                .status,
            202);
  const auto told = site.visitor().get("/api/00000/user/anna/export", licence);
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_NE(told.body.find(R"("itemId":"18")"), std::string::npos) << told.body;
  EXPECT_EQ(export_user(site, "anna", 0), told.body + "\n");
  ASSERT_EQ(site.server.stop(), 0);
  EXPECT_EQ(export_user(site, "anna", 0), told.body + "\n");
  EXPECT_NE(export_user(site, "nobody", 1).find("nothing is known"), std::string::npos);
}

TEST(export_user, knows_of_a_forgotten_user_only_that_nothing_is_to_be_tracked) {
  shop site;
  ASSERT_EQ(site.track("/api/00000/click/anna/1/7"), 200);
  ASSERT_EQ(site.visitor().request("DELETE", "/api/00000/user/anna", "", licence).status, 200);
  const auto known = nlohmann::json::parse(export_user(site, "anna", 0));
  EXPECT_EQ(known.at("optedOut"), true);
  EXPECT_TRUE(known.at("history").empty());
}

}  // namespace
}  // namespace footfall::test
