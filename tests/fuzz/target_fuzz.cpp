// Arbitrary request targets: no crash, and what was understood means the same when it is written again.
#include "footfall/http/request.hpp"
#include "footfall/text/percent.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using footfall::http::target;

std::string written(const target& from) {
  std::string text;
  for (const auto segment : from.segments()) {
    text += '/';
    footfall::text::append_encoded(text, segment);
  }
  if (from.ends_with_slash()) text += '/';
  char separator = '?';
  for (const auto& each : from.parameters()) {
    text += separator;
    footfall::text::append_encoded(text, each.name);
    text += '=';
    footfall::text::append_encoded(text, each.value);
    separator = '&';
  }
  return text;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void require_equal(const target& left, const target& right) {
  require(std::ranges::equal(left.segments(), right.segments()));
  require(left.ends_with_slash() == right.ends_with_slash());
  require(std::ranges::equal(left.parameters(), right.parameters(), [](const auto& a, const auto& b) {
    return a.name == b.name && a.value == b.value;
  }));
}

bool is_allowed(std::string_view decoded) {
  return decoded.find('\\') == std::string_view::npos && decoded.find('\0') == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  target understood;
  if (understood.assign(raw)) {
    for (const auto segment : understood.segments()) require(is_allowed(segment));
    for (const auto& each : understood.parameters()) require(is_allowed(each.name) && is_allowed(each.value));
    target again;
    require(again.assign(written(understood)).has_value());
    require_equal(understood, again);
  } else {
    require(understood.segments().empty() && understood.parameters().empty());
  }

  const target before = understood;
  const auto question_mark = raw.find('?');
  if (!understood.add_form(raw.substr(question_mark == std::string_view::npos ? 0 : question_mark + 1)))
    require_equal(understood, before);
  return 0;
}
