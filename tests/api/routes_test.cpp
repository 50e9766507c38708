#include "footfall/api/routes.hpp"

#include "api/test_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(routes, every_row_has_a_name_a_summary_and_a_pattern_of_its_own) {
  for (const auto& row : api::routes()) {
    EXPECT_FALSE(row.name.empty());
    EXPECT_FALSE(row.summary.empty());
    for (const auto& other : api::routes())
      EXPECT_TRUE(&row == &other || row.of->where != other.of->where || row.method != other.method ||
                  row.path != other.path)
          << row.path;
  }
}

TEST(routes, what_is_for_operators_is_on_their_listener) {
  for (const auto& row : api::routes()) {
    const bool is_for_operators = row.needs == api::access::admin || row.needs == api::access::admin_change ||
                                  row.path.starts_with("/admin/");
    EXPECT_TRUE(!is_for_operators || row.of->where == api::listener::admin) << row.path;
  }
}

TEST(routes, nothing_of_administration_is_on_the_open_listener) {
  test_shop shop;
  for (const auto& row : api::routes()) {
    if (row.of->where != api::listener::admin) continue;
    const auto answer = shop.send(row.method, row.path, "", {{"Content-Type", "application/json"}});
    EXPECT_EQ(answer.status, 404) << row.path;
    EXPECT_TRUE(answer.body.starts_with("no such path")) << row.path << " " << answer.body;
  }
}

TEST(routes, every_figure_of_an_answered_request_is_counted) {
  test_shop shop;
  shop.get("/api/00000/click/anna/1/42");
  shop.get("/api/00000/click/anna/1/0");
  shop.get("/nowhere");
  shop.events();
  const auto text = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(text.find(R"(footfall_http_requests_total{route="track",status="2xx"} 1)"), std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(footfall_http_requests_total{route="track",status="4xx"} 1)"), std::string::npos);
  EXPECT_NE(text.find(R"(footfall_http_requests_total{route="none",status="4xx"} 1)"), std::string::npos);
  EXPECT_NE(text.find(R"(footfall_events_total{event="any",outcome="refused",reason="bad_parameter"} 1)"),
            std::string::npos);
}

}  // namespace
}  // namespace footfall::test
