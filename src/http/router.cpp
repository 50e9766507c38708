// Finds the row of a request: a linear walk over a few dozen rows, most literal first.
#include "footfall/http/router.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace footfall::http {
namespace {

bool serves(method row, method asked) noexcept {
  return row == asked || (row == method::get && asked == method::head);
}

std::vector<std::string> split_pattern(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    segments.emplace_back(segment.starts_with('{') ? std::string_view() : segment);
  }
  if (segments.size() == 1 && segments.front().empty()) segments.clear();
  return segments;
}

}  // namespace

router::router(std::span<const route_pattern> patterns) : order_(patterns.size()) {
  rows_.reserve(patterns.size());
  for (const auto& pattern : patterns) rows_.push_back({pattern.method, split_pattern(pattern.path)});

  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(), [this](std::size_t left, std::size_t right) {
    return std::ranges::lexicographical_compare(
        rows_[left].segments, rows_[right].segments,
        [](const std::string& a, const std::string& b) { return !a.empty() && b.empty(); });
  });
}

std::size_t router::find(http::method which, std::span<const std::string_view> segments) const {
  for (const auto index : order_)
    if (serves(rows_[index].method, which) && fits(rows_[index], segments)) return index;
  return no_row;
}

std::string router::allowed_methods(std::span<const std::string_view> segments) const {
  constexpr std::array methods{method::get, method::head, method::post, method::put, method::del};
  std::string allowed;
  for (const auto which : methods) {
    if (find(which, segments) == no_row) continue;
    allowed.append(name_of(which)).append(", ");
  }
  if (!allowed.empty() || find(method::options, segments) != no_row) allowed.append(name_of(method::options));
  return allowed;
}

bool router::fits(const row& candidate, std::span<const std::string_view> segments) {
  return std::ranges::equal(
      candidate.segments, segments,
      [](const std::string& wanted, std::string_view found) { return wanted.empty() || wanted == found; });
}

}  // namespace footfall::http
