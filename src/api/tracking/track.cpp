// Tracking URLs: `/{solution}/{customer}/{event}/{user}/{itemtype}/{item}` and its shorter forms (protocol
// part B).
#include "api/endpoints.hpp"
#include "api/request_parts.hpp"
#include "api/sent_parameters.hpp"
#include "api/short_paths.hpp"
#include "api/tracking/read_tracking.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/events/tracking_path.hpp"

#include <vector>

namespace footfall::api {
namespace {

// A transparent image of one pixel, so that image tags do not fire `onerror`.
constexpr std::string_view transparent_gif{
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;",
    43};

void acknowledge(const http::request& question, http::response& out) {
  if (question.method == http::method::post) {
    out.status = 204;
  } else {
    out.content_type = "image/gif";
    out.body.assign(transparent_gif);
  }
  out.set("Cache-Control", "no-store");
  out.set("Cross-Origin-Resource-Policy", "cross-origin");
}

}  // namespace

result<events::tracking_path> read_tracking(const endpoint_call& call, std::int64_t now_ms,
                                            std::vector<events::event>& group) {
  const auto& target = call.question.target;
  auto path = events::read_tracking_path(target.segments(), target.ends_with_slash());
  if (!path) return path;
  // Reused from request to request: reading an ordinary event then allocates nothing.
  thread_local sent_parameters parameters;
  if (auto read = parameters.read(call.question); !read) return read.error();
  group.clear();
  const events::event_input input{.kind = path->kind,
                                  .user = path->user,
                                  .item_type = path->item_type,
                                  .item = path->item,
                                  .parameters = parameters.all(),
                                  .time_ms = now_ms,
                                  .target = path->target};
  const auto reading = reading_context_of(call.context, *call.owner, *call.settings);
  if (auto read = events::read_events(input, reading, group); !read) return read.error();
  return path;
}

result<void> track(const endpoint_call& call, http::response& out) {
  thread_local std::vector<events::event> group;
  const auto now_ms = call.context.time.wall_ms();
  const auto path = read_tracking(call, now_ms, group);
  if (!path) return path.error();
  if (auto settled = settle({call, *path, now_ms}, group, out); !settled) return settled;
  acknowledge(call.question, out);
  return {};
}

result<void> track_short_link(const endpoint_call& call, http::response& out) {
  const auto full = full_request(call.settings->id, call.question);
  return full ? track({call.context, *full, call.owner, call.settings}, out) : full.error();
}

}  // namespace footfall::api
