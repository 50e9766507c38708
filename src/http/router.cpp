// Finds the row of a request: a linear walk over the rows of as many segments.
#include "footfall/http/router.hpp"

#include <algorithm>
#include <utility>

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
  for (std::size_t index = 0; index < patterns.size(); ++index) {
    const auto& pattern = patterns[index];
    auto segments = split_pattern(pattern.path);
    if (by_length_.size() <= segments.size()) by_length_.resize(segments.size() + 1);
    by_length_[segments.size()].push_back({pattern.method, std::move(segments), pattern.fits, index});
  }
}

std::size_t router::find(http::method which, std::span<const std::string_view> segments) const {
  if (segments.size() >= by_length_.size()) return no_row;
  for (const auto& candidate : by_length_[segments.size()])
    if (serves(candidate.method, which) && matches(candidate, segments)) return candidate.index;
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
