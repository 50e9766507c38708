// Which row of a table of routes a request belongs to.
#pragma once

#include "footfall/http/request.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::http {

/// The part of a route that matching needs. A pattern is a path of literal segments and `{names}`:
/// `/{solution}/v2/{customer}/{user}/{scenario}`.
struct route_pattern {
  http::method method;
  std::string_view path;
};

/// Finds rows by method and path segments. Immutable after construction; thread-safe.
///
/// Among matching patterns the one with a literal at the first differing segment wins, so that
/// `/{solution}/{customer}/events` goes before `/{solution}/{customer}/{user}`. GET rows answer HEAD too.
class router {
 public:
  explicit router(std::span<const route_pattern> patterns);

  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  /// Index of the row that fits method and path; `no_row` when there is none.
  [[nodiscard]] std::size_t find(http::method which, std::span<const std::string_view> segments) const;

  /// `GET, HEAD, OPTIONS` for the rows that fit this path; empty when none does.
  [[nodiscard]] std::string allowed_methods(std::span<const std::string_view> segments) const;

 private:
  struct row {
    http::method method;
    std::vector<std::string> segments;  // empty string: a placeholder
  };
  [[nodiscard]] static bool fits(const row& candidate, std::span<const std::string_view> segments);
  std::vector<row> rows_;
  std::vector<std::size_t> order_;  // row numbers, most literal first
};

}  // namespace footfall::http
