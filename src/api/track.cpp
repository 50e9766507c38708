// Tracking URLs: `/{solution}/{customer}/{event}/{user}/{itemtype}/{item}` and its shorter forms (protocol
// part B).
#include "endpoints.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/events/tracking_path.hpp"
#include "read_tracking.hpp"
#include "receipts.hpp"
#include "request_parts.hpp"
#include "sent_parameters.hpp"
#include "short_links.hpp"

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

result<events::tracking_path> read_tracking(const endpoint_context& context, const http::request& question,
                                            const customer::customer& owner,
                                            const customer::customer_settings& settings, std::int64_t now_ms,
                                            std::vector<events::event>& group) {
  auto path = events::read_tracking_path(question.target.segments(), question.target.ends_with_slash());
  if (!path) return path;
  // Reused from request to request: reading an ordinary event then allocates nothing.
  thread_local sent_parameters parameters;
  if (auto read = parameters.read(question); !read) return read.error();
  group.clear();
  const events::event_input input{.kind = path->kind,
                                  .user = path->user,
                                  .item_type = path->item_type,
                                  .item = path->item,
                                  .parameters = parameters.all(),
                                  .time_ms = now_ms,
                                  .target = path->target};
  if (auto read = events::read_events(input, reading_context_of(context, owner, settings), group); !read)
    return read.error();
  return path;
}

result<void> track(const endpoint_context& context, const http::request& question, http::response& out) {
  const auto segments = question.target.segments();
  if (is_short_link(segments)) {
    const auto full = full_request(context, question);
    return full ? track(context, *full, out) : full.error();
  }
  const auto owner = find_customer(context, segments[0], segments[1]);
  if (!owner) return owner.error();
  const auto settings = (*owner)->settings.load();
  if (auto allowed = check_access(context, **owner, *settings, question, settings->tracking_authentication);
      !allowed)
    return allowed;
  thread_local std::vector<events::event> group;
  const auto now_ms = context.time.wall_ms();
  const auto path = read_tracking(context, question, **owner, *settings, now_ms, group);
  if (!path) return path.error();
  if (auto settled = settle(context, {question, *path, **owner, *settings, now_ms}, group, out); !settled)
    return settled;
  acknowledge(question, out);
  return {};
}

}  // namespace footfall::api
