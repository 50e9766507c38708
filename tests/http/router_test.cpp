// Which row of a table of routes a path belongs to.
#include "footfall/http/router.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace footfall::test {
namespace {

using http::method;
using http::router;

constexpr std::array<http::route_pattern, 8> patterns{{
    {method::get, "/{solution}/{customer}/{user}/{scenario}"},  // 0
    {method::post, "/{solution}/{customer}/events"},            // 1
    {method::get, "/{solution}/{customer}/{user}"},             // 2
    {method::get, "/{solution}/v2/{customer}/{user}"},          // 3
    {method::get, "/healthz"},                                  // 4
    {method::get, "/"},                                         // 5
    {method::post, "/{solution}/{customer}/{user}"},            // 6
    {method::del, "/{solution}/{customer}/events"},             // 7
}};

std::size_t find(method which, std::string_view path) {
  http::target target;
  EXPECT_TRUE(target.assign(path));
  return router(patterns).find(which, target.segments());
}

TEST(router, the_row_with_a_literal_at_the_first_difference_wins) {
  EXPECT_EQ(find(method::get, "/api/1/anna/home"), 0U);
  EXPECT_EQ(find(method::get, "/api/v2/1/home"), 3U);
  EXPECT_EQ(find(method::post, "/api/1/events"), 1U);
  EXPECT_EQ(find(method::post, "/api/1/anna"), 6U);
  EXPECT_EQ(find(method::get, "/healthz"), 4U);
  EXPECT_EQ(find(method::get, "/"), 5U);
}

TEST(router, a_row_of_another_method_does_not_hide_the_one_that_fits) {
  EXPECT_EQ(find(method::get, "/api/1/events"), 2U);
}

TEST(router, get_rows_answer_head) { EXPECT_EQ(find(method::head, "/healthz"), 4U); }

TEST(router, what_fits_no_row_has_none) {
  EXPECT_EQ(find(method::get, "/other"), router::no_row);
  EXPECT_EQ(find(method::get, "/Healthz"), router::no_row);
  EXPECT_EQ(find(method::post, "/healthz"), router::no_row);
  EXPECT_EQ(find(method::other, "/healthz"), router::no_row);
  EXPECT_EQ(find(method::get, "/a/b/c/d/e"), router::no_row);
}

TEST(router, allowed_methods_are_those_of_all_rows_that_fit) {
  const auto allowed = [](std::string_view path) {
    http::target target;
    EXPECT_TRUE(target.assign(path));
    return router(patterns).allowed_methods(target.segments());
  };
  EXPECT_EQ(allowed("/healthz"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(allowed("/api/1/events"), "GET, HEAD, POST, DELETE, OPTIONS");
  EXPECT_EQ(allowed("/other"), "");
}

}  // namespace
}  // namespace footfall::test
