// Which row of a table of routes a path belongs to.
#include "footfall/http/router.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace footfall::test {
namespace {

using http::method;
using http::router;

bool begins_with_digit(std::span<const std::string_view> segments) { return segments[2].starts_with('1'); }

constexpr std::array<http::route_pattern, 8> patterns{{
    {method::get, "/{solution}/v2/{customer}/{user}"},                  // 0
    {method::get, "/{solution}/{customer}/{user}/{scenario}"},          // 1
    {method::post, "/{solution}/{customer}/events"},                    // 2
    {method::get, "/{solution}/{customer}/{user}", begins_with_digit},  // 3
    {method::get, "/{solution}/{customer}/{user}"},                     // 4
    {method::get, "/healthz"},                                          // 5
    {method::get, "/"},                                                 // 6
    {method::post, "/{solution}/{customer}/{user}"},                    // 7
}};

std::size_t find(method which, std::string_view path) {
  http::target target;
  EXPECT_TRUE(target.assign(path));
  return router(patterns).find(which, target.segments());
}

TEST(router, the_first_row_that_fits_wins) {
  EXPECT_EQ(find(method::get, "/api/1/anna/home"), 1U);
  EXPECT_EQ(find(method::get, "/api/v2/1/home"), 0U);
  EXPECT_EQ(find(method::post, "/api/1/events"), 2U);
  EXPECT_EQ(find(method::post, "/api/1/anna"), 7U);
  EXPECT_EQ(find(method::get, "/healthz"), 5U);
  EXPECT_EQ(find(method::get, "/"), 6U);
}

TEST(router, a_row_that_is_not_meant_leaves_the_path_to_the_next) {
  EXPECT_EQ(find(method::get, "/api/1/1anna"), 3U);
  EXPECT_EQ(find(method::get, "/api/1/anna"), 4U);
}

TEST(router, a_row_of_another_method_does_not_hide_the_one_that_fits) {
  EXPECT_EQ(find(method::get, "/api/1/events"), 4U);
}

TEST(router, get_rows_answer_head) { EXPECT_EQ(find(method::head, "/healthz"), 5U); }

TEST(router, what_fits_no_row_has_none) {
  EXPECT_EQ(find(method::get, "/other"), router::no_row);
  EXPECT_EQ(find(method::get, "/Healthz"), router::no_row);
  EXPECT_EQ(find(method::post, "/healthz"), router::no_row);
  EXPECT_EQ(find(method::other, "/healthz"), router::no_row);
  EXPECT_EQ(find(method::get, "/a/b/c/d/e"), router::no_row);
}

}  // namespace
}  // namespace footfall::test
