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
  /// Of a path that fits: whether it is meant. Null: yes.
  bool (*fits)(std::span<const std::string_view> segments) = nullptr;
};

/// Finds rows by method and path segments: the first that fits. GET rows answer HEAD too. Immutable after
/// construction; thread-safe.
class router {
 public:
  explicit router(std::span<const route_pattern> patterns);

  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  /// Index of the row that fits method and path; `no_row` when there is none.
  [[nodiscard]] std::size_t find(http::method which, std::span<const std::string_view> segments) const;

 private:
  struct row {
    http::method method;
    std::vector<std::string> segments;  // empty string: a placeholder
    bool (*fits)(std::span<const std::string_view> segments);
    std::size_t index;
  };
  [[nodiscard]] static bool matches(const row& candidate, std::span<const std::string_view> segments);
  std::vector<std::vector<row>> by_length_;  // by the number of segments, in their order
};

}  // namespace footfall::http
