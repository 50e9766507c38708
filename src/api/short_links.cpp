#include "short_links.hpp"

#include "footfall/events/event_kinds.hpp"

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

}  // namespace

bool is_short_link(std::span<const std::string_view> segments) noexcept {
  if (segments.size() != 4) return false;
  const auto* kind = events::find_event_kind(segments[0]);
  return kind != nullptr &&
         (kind->shape == events::path_shape::user_item || kind->shape == events::path_shape::user_items);
}

result<http::request> full_request(const endpoint_context& context, const http::request& short_link) {
  const auto customers = context.customers.load();
  if (customers->by_id().size() != 1)
    return failure{error::not_found,
                   "no such path: a link without customer is for a server with one customer only"};
  auto full = short_link;
  full.raw_target =
      fmt::format("/api/{}{}", customers->by_id().begin()->first, from_path(short_link.raw_target));
  if (auto taken = full.target.assign(full.raw_target); !taken) return taken.error();
  return full;
}

}  // namespace footfall::api
