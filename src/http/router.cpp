// Finds the row of a request: a linear walk over a few dozen rows.
#include "footfall/http/router.hpp"

#include <algorithm>

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

router::router(std::span<const route_pattern> patterns) {
  rows_.reserve(patterns.size());
  for (const auto& pattern : patterns)
    rows_.push_back({pattern.method, split_pattern(pattern.path), pattern.fits});
}

std::size_t router::find(http::method which, std::span<const std::string_view> segments) const {
  for (std::size_t index = 0; index < rows_.size(); ++index)
    if (serves(rows_[index].method, which) && matches(rows_[index], segments)) return index;
  return no_row;
}

bool router::matches(const row& candidate, std::span<const std::string_view> segments) {
  return std::ranges::equal(candidate.segments, segments,
                            [](const std::string& wanted, std::string_view found) {
                              return wanted.empty() || wanted == found;
                            }) &&
         (candidate.fits == nullptr || candidate.fits(segments));
}

}  // namespace footfall::http
