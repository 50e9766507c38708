#include "api/route_finder.hpp"

#include <algorithm>

namespace footfall::api {
namespace {

constexpr std::string_view solution = "/{solution}";
constexpr std::string_view customer = "/{customer}";

found_route read_row(const route& row) {
  found_route read{.row = &row, .has_solution = row.path.starts_with(solution)};
  if (const auto at = row.path.find(customer); at != row.path.npos)
    read.customer_at = static_cast<std::size_t>(std::ranges::count(row.path.substr(0, at), '/'));
  return read;
}

std::vector<found_route> rows_of(listener where) {
  std::vector<found_route> rows;
  for (const auto& row : routes())
    if (row.of->where == where) rows.push_back(read_row(row));
  return rows;
}

http::router router_of(const std::vector<found_route>& rows) {
  std::vector<http::route_pattern> patterns;
  for (const auto& each : rows) patterns.push_back({each.row->method, each.row->path, each.row->fits});
  return http::router(patterns);
}

bool is_reserved(std::string_view customer_id) {
  return customer_id.size() > 1 && customer_id.front() == 'v' &&
         customer_id.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace

route_finder::route_finder(listener where) : rows_(rows_of(where)), router_(router_of(rows_)) {}

const found_route* route_finder::find(http::method which, std::span<const std::string_view> segments) const {
  const auto index = router_.find(which, segments);
  if (index == http::router::no_row) return nullptr;
  const auto& found = rows_[index];
  const bool reserved = found.has_solution && found.customer_at == 1 && is_reserved(segments[1]);
  return reserved ? nullptr : &found;
}

}  // namespace footfall::api
