#include "receipts.hpp"

#include "endpoints.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/events/event_details.hpp"
#include "request_parts.hpp"
#include "short_links.hpp"

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

/// Hands the events over unless the same were within the window; returns what became of them. The answer to a
/// repeat waits for an empty group: that is behind the original, which must be on disk before it is told.
result<events::fate> keep_once(const endpoint_context& context, const tracked_request& request, visit seen,
                               std::vector<events::event>& group, http::response& out) {
  const auto stored = request.owner.duplicates.store_once(
      customer::identity_of(group, request.time_ms), request.time_ms, request.settings.duplicate_window_ms,
      [&] { return keep(context, events::fate::stored, group, out); });
  if (!stored) return stored.error();
  if (*stored) return events::fate::stored;
  seen.repeated = true;
  const auto verdict = judge(seen, request.settings);
  group.clear();
  if (auto waits = keep(context, verdict, group, out); !waits) return waits.error();
  return verdict;
}

/// Adds a refused request to the recent ones of its customer.
void remember(const endpoint_context& context, std::span<const std::string_view> path, error why) {
  constexpr std::size_t shape_begin = 3;  // solution, customer, event
  if (path.size() < shape_begin || !is_solution_id(context, path[0])) return;
  const auto owner = context.customers.load()->find(path[1]);
  if (!owner) return;
  const auto* kind = events::find_event_kind(path[2]);
  owner->recent.add(context.time.wall_ms(), kind == nullptr ? events::event_type{} : kind->type, nullptr, 0,
                    events::fate::refused, why);
}

}  // namespace

visit visit_of(const endpoint_context& context, const tracked_request& request,
               const std::vector<events::event>& group) {
  auto seen = read_visit(request.question, request.path, request.owner, group);
  seen.licensed = seen.bot && check_license(context, request.settings, request.question).has_value();
  return seen;
}

result<void> settle(const endpoint_context& context, const tracked_request& request,
                    std::vector<events::event>& group, http::response& out) {
  const auto first = group.empty() ? item_key{} : group.front().item;
  const auto items = static_cast<std::uint32_t>(group.size());
  const auto seen = visit_of(context, request, group);
  auto verdict = judge(seen, request.settings);
  if (verdict == events::fate::stored && request.settings.duplicate_window_ms != 0) {
    const auto kept = keep_once(context, request, seen, group, out);
    if (!kept) return kept.error();
    verdict = *kept;
  } else if (!events::row_of(verdict).kept) {
    group.clear();
  } else if (auto kept = keep(context, verdict, group, out); !kept) {
    return kept;
  }
  if (verdict != events::fate::stored) context.figures.ignored_event(verdict, request.path.kind->type);
  request.owner.recent.add(request.time_ms, request.path.kind->type, &first, items, verdict);
  out.set(receipt_field, std::string(events::row_of(verdict).receipt));
  expose_receipt(request.question, out);
  return {};
}

bool is_tracking(const route* row, const http::request& question) {
  if (row == nullptr) return false;
  return row->handler == track ||
         (row->handler == recommend_legacy && is_tracking_of_user(question.target.segments()));
}

void note_refusal(const endpoint_context& context, const http::request& question, error why,
                  http::response& out) {
  out.set(receipt_field, fmt::format("{}{}", events::row_of(events::fate::refused).receipt, name_of(why)));
  expose_receipt(question, out);
  context.figures.refused_event(why);
  if (!is_short_link(question.target.segments())) return remember(context, question.target.segments(), why);
  if (const auto full = full_request(context, question)) remember(context, full->target.segments(), why);
}

}  // namespace footfall::api
