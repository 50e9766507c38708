#include "api/short_paths.hpp"

#include "api/recommendation/formats/recommendation_format.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/tracking_path.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api {
namespace {

/// Of a target in absolute form the part from its path on.
std::string_view from_path(std::string_view raw) {
  if (raw.starts_with('/')) return raw;
  const auto host = raw.find("://");
  return host == raw.npos ? raw : raw.substr(std::min(raw.find('/', host + 3), raw.size()));
}

bool ends_like_a_recommendation(std::string_view last_segment) {
  const auto point = last_segment.rfind('.');
  const auto extension = point == last_segment.npos ? std::string_view{} : last_segment.substr(point + 1);
  return find_format(format_family::legacy, extension) != nullptr;
}

}  // namespace

bool is_short_link(std::span<const std::string_view> segments) noexcept {
  if (segments.size() != 4) return false;
  const auto* kind = events::find_event_kind(segments[0]);
  return kind != nullptr &&
         (kind->shape == events::path_shape::user_item || kind->shape == events::path_shape::user_items);
}

bool is_event_of_user(std::span<const std::string_view> segments) {
  if (events::is_event_of_user(segments)) return true;
  // An incomplete tracking URL gets to know what is missing.
  return !ends_like_a_recommendation(segments[3]) && events::find_event_kind(segments[2]) != nullptr;
}

bool is_recommendation_to_nobody(std::span<const std::string_view> segments) {
  return ends_like_a_recommendation(segments[2]);
}

bool is_about_user(std::span<const std::string_view> segments) {
  return events::find_event_kind(segments[2]) == nullptr;
}

result<http::request> full_request(std::string_view customer_id, const http::request& short_link) {
  auto full = short_link;
  full.raw_target = fmt::format("/api/{}{}", customer_id, from_path(short_link.raw_target));
  if (auto taken = full.target.assign(full.raw_target); !taken) return taken.error();
  return full;
}

}  // namespace footfall::api
