#include "api/tracking/receipts.hpp"

#include "api/endpoints.hpp"
#include "api/request_parts.hpp"
#include "api/short_paths.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/events/event_details.hpp"

#include <fmt/format.h>

namespace footfall::api {
namespace {

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
  const auto ticket = context.log.append(group);
  if (!ticket) return ticket.error();
  out.first_ticket = out.last_ticket = *ticket;
  return {};
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
  auto seen = read_visit(call.question, request.path, *call.owner, group);
  seen.licensed = seen.bot && check_license(call.context, *call.settings, call.question).has_value();
  return seen;
}

result<void> settle(const tracked_request& request, std::vector<events::event>& group, http::response& out) {
  const auto& [context, question, whose, settings] = request.call;
  auto& owner = *whose;
  auto seen = visit_of(request, group);
  auto verdict = judge(seen, *settings);
  const auto window_ms = settings->duplicate_window_ms;
  std::uint64_t identity = 0;
  if (verdict == events::fate::stored && window_ms != 0) {
    identity = customer::identity_of(group, request.time_ms);
    seen.repeated = owner.duplicates.note(identity, request.time_ms, window_ms);
    verdict = judge(seen, *settings);
  }
  const auto& row = events::row_of(verdict);
  const auto first = group.empty() ? item_key{} : group.front().item;
  const auto items = static_cast<std::uint32_t>(group.size());
  if (!row.kept) {
    group.clear();
  } else if (auto kept = keep(context, verdict, group, out); !kept) {
    // What was not stored may come again.
    if (identity != 0) owner.duplicates.forget(identity);
    return kept;
  }
  if (verdict != events::fate::stored) context.figures.ignored_event(verdict, request.path.kind->type);
  owner.recent.add(request.time_ms, request.path.kind->type, &first, items, verdict);
  out.set(receipt_field, std::string(row.receipt));
  expose_receipt(question, out);
  return {};
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
