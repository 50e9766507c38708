// Tracking URLs: `/{solution}/{customer}/{event}/{user}/{itemtype}/{item}` and its shorter forms (protocol
// part B).
#include "endpoints.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/events/tracking_path.hpp"
#include "request_parts.hpp"
#include "sent_parameters.hpp"

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

result<void> store_event(const endpoint_context& context, const http::request& question,
                         http::response& out) {
  const auto segments = question.target.segments();
  const auto owner = find_customer(context, segments[0], segments[1]);
  if (!owner) return owner.error();
  const auto path = events::read_tracking_path(segments, question.target.ends_with_slash());
  if (!path) return path.error();

  // Reused from request to request: reading an ordinary event then allocates nothing.
  thread_local sent_parameters parameters;
  thread_local std::vector<events::event> group;
  if (auto read = parameters.read(question); !read) return read;
  group.clear();
  const auto settings = (*owner)->settings.load();
  const events::event_input input{.kind = path->kind,
                                  .user = path->user,
                                  .item_type = path->item_type,
                                  .item = path->item,
                                  .parameters = parameters.all(),
                                  .time_ms = context.time.wall_ms(),
                                  .target = path->target};
  if (auto read = events::read_events(input, reading_context_of(context, **owner, *settings), group); !read)
    return read;
  if (!group.empty()) {
    const auto ticket = context.log.append(group);
    if (!ticket) return ticket.error();
    out.first_ticket = out.last_ticket = *ticket;
  }
  acknowledge(question, out);
  return {};
}

}  // namespace

result<void> track(const endpoint_context& context, const http::request& question, http::response& out) {
  auto done = store_event(context, question, out);
  if (!done && done.error().code() != error::queue_full && done.error().code() != error::store_failed)
    context.figures.refused_event();
  return done;
}

}  // namespace footfall::api
