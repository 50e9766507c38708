#include "api/tracking/receipts.hpp"

#include "api/endpoints.hpp"
#include "api/request_parts.hpp"
#include "api/short_paths.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/order_line.hpp"
#include "footfall/feeds/feed_puller.hpp"

#include <fmt/format.h>

namespace footfall::api {
namespace {

// A transparent image of one pixel, so that image tags do not fire `onerror`.
constexpr std::string_view transparent_gif{
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;",
    43};

/// Only what reads answers across origins sends Origin; image tags do not.
void expose_receipt(const http::request& question, http::response& out) {
  if (question.has_field("Origin")) out.set("Access-Control-Expose-Headers", std::string(receipt_field));
}

void mark(std::vector<events::event>& group, events::audience who) {
  for (auto& each : group) events::mark_audience(each, who);
}

/// Hands the events over; the answer then waits for their commit.
result<void> keep(const endpoint_context& context, events::fate verdict, std::vector<events::event>& group,
                  http::response& out) {
  if (verdict == events::fate::bot) mark(group, events::audience::bots);
  if (verdict == events::fate::prefetch) mark(group, events::audience::prefetch);
  if (verdict == events::fate::repeated_order) mark(group, events::repeated_order);
  const auto ticket = context.log.append(group);
  if (!ticket) return ticket.error();
  out.first_ticket = out.last_ticket = *ticket;
  return {};
}

/// Hands the events over unless the same were within the window; returns what became of them. The answer to a
/// repeat waits for an empty group: that is behind the original, which must be on disk before it is told.
result<events::fate> keep_once(const tracked_request& request, visit seen, std::vector<events::event>& group,
                               http::response& out) {
  const auto& context = request.call.context;
  const auto& settings = *request.call.settings;
  const auto stored = request.call.owner->duplicates.store_once(
      customer::identity_of(group, request.time_ms), request.time_ms, settings.duplicate_window_ms,
      [&] { return keep(context, events::fate::stored, group, out); });
  if (!stored) return stored.error();
  if (*stored) return events::fate::stored;
  seen.repeated = true;
  const auto verdict = judge(seen, settings);
  group.clear();
  if (auto waits = keep(context, verdict, group, out); !waits) return waits.error();
  return verdict;
}

/// The customer of a refused tracking request; null when it cannot be told.
customer::customer_directory::pointer owner_of(const endpoint_context& context,
                                               std::span<const std::string_view> path) {
  const auto found = is_short_link(path) ? only_customer(context) : find_customer(context, path[1]);
  return found ? *found : nullptr;
}

}  // namespace

visit visit_of(const tracked_request& request, const std::vector<events::event>& group) {
  const auto& call = request.call;
  auto seen = read_visit(call.question, *call.owner, group);
  seen.licensed = request.licensed ||
                  (seen.bot && check_license(call.context, *call.settings, call.question).has_value());
  return seen;
}

result<void> settle(const tracked_request& request, std::vector<events::event>& group, http::response& out) {
  const auto& [context, question, owner, settings] = request.call;
  const auto first = group.empty() ? item_key{} : group.front().item;
  const auto items = static_cast<std::uint32_t>(group.size());
  auto clicked = feeds::clicked_item_of(*settings, group);
  const auto seen = visit_of(request, group);
  auto verdict = judge(seen, *settings);
  if (verdict == events::fate::stored && settings->duplicate_window_ms != 0) {
    const auto kept = keep_once(request, seen, group, out);
    if (!kept) return kept.error();
    verdict = *kept;
  } else if (!events::row_of(verdict).kept) {
    group.clear();
  } else if (auto kept = keep(context, verdict, group, out); !kept) {
    return kept;
  }
  if (verdict == events::fate::stored && clicked) context.puller.note_click(std::move(*clicked));
  if (verdict != events::fate::stored) context.figures.ignored_event(verdict, request.path.kind->type);
  owner->recent.add(request.time_ms, request.path.kind->type, &first, items, verdict);
  out.set(receipt_field, std::string(events::row_of(verdict).receipt));
  expose_receipt(question, out);
  return {};
}

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

void note_refusal(const endpoint_context& context, const http::request& question, error why,
                  http::response& out) {
  out.set(receipt_field, fmt::format("{}{}", events::row_of(events::fate::refused).receipt, name_of(why)));
  expose_receipt(question, out);
  context.figures.refused_event(why);
  const auto path = question.target.segments();
  const bool is_short = is_short_link(path);
  if (!is_short && !check_solution(context, path[0])) return;
  const auto owner = owner_of(context, path);
  if (!owner) return;
  const auto* kind = events::find_event_kind(path[is_short ? 0 : 2]);
  owner->recent.add(context.time.wall_ms(), kind == nullptr ? events::event_type{} : kind->type, nullptr, 0,
                    events::fate::refused, why);
}

}  // namespace footfall::api
