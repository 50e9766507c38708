// Users who do not want to be tracked, or to be known at all: asked, noted and taken back by the shop's
// administration.
#include "api/endpoints.hpp"
#include "api/forget_users.hpp"
#include "footfall/customer/erasure_receipt.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <span>
#include <vector>

namespace footfall::api {
namespace {

constexpr std::size_t user_segment = 4;  // of /admin/customers/{customer}/opt-outs/{user}

result<user_key> find_user(const endpoint_call& call) {
  const auto user = call.question.target.segments()[user_segment];
  if (user.empty() || user.size() > events::user_bytes_max)
    return failure{error::bad_parameter, fmt::format("user: expected 1..{} bytes", events::user_bytes_max)};
  return call.context.hasher.hash(call.settings->id, user);
}

void write_state(bool opted_out, http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("optedOut", opted_out);
  json.close_object();
}

events::event record_of(const endpoint_call& call, events::event_type what, const user_key& key) {
  events::event record;
  record.customer = call.owner->number;
  record.type = what;
  record.time_ms = call.context.time.wall_ms();
  record.user = key;
  return record;
}

/// Has the answer wait until these are on disk.
result<void> append(const endpoint_call& call, std::vector<events::event> group, http::response& out) {
  const auto ticket = call.context.log.append(group);
  if (!ticket) return ticket.error();
  out.first_ticket = out.last_ticket = *ticket;
  return {};
}

/// Adds the record to the log unless it would change nothing.
result<void> record(const endpoint_call& call, events::event_type what, http::response& out) {
  const auto user = find_user(call);
  if (!user) return user.error();
  const bool wanted = what == events::event_type::opt_out;
  const auto known = call.owner->opt_outs.key_of(*user);
  if (known.has_value() != wanted)
    if (auto done = append(call, {record_of(call, what, known.value_or(*user))}, out); !done) return done;
  write_state(wanted, out);
  return {};
}

}  // namespace

result<void> show_opt_out(const endpoint_call& call, http::response& out) {
  const auto user = find_user(call);
  if (!user) return user.error();
  write_state(call.owner->opt_outs.contains(*user), out);
  return {};
}

result<void> add_opt_out(const endpoint_call& call, http::response& out) {
  return record(call, events::event_type::opt_out, out);
}

result<void> remove_opt_out(const endpoint_call& call, http::response& out) {
  return record(call, events::event_type::opt_in, out);
}

result<void> forget_user(const endpoint_call& call, http::response& out) {
  const auto user = find_user(call);
  if (!user) return user.error();
  return forget_users(call, std::span(&*user, 1), out);
}

result<void> show_erasure(const endpoint_call& call, http::response& out) {
  const auto which = events::read_user_hash(call.question.target.segments()[user_segment]);
  if (!which)
    return failure{error::bad_parameter, "receipt: expected the 32 hexadecimal digits of the answer"};
  const auto reader = call.context.store.make_entity_reader();
  if (!reader) return reader.error();
  const auto content =
      (*reader)->get(call.owner->number, store::entity_kind::erasure, customer::receipt_key(*which));
  if (!content) return content.error();
  if (!*content) return failure{error::not_found, "no user was forgotten under this receipt"};
  const auto receipt = customer::read_receipt(**content);
  if (!receipt) return receipt.error();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("completed", receipt->completed_ms != 0);
  json.field("since", std::string_view(text::to_iso_time(receipt->since_ms)));
  json.field("eventsRemoved", receipt->events);
  if (receipt->completed_ms != 0)
    json.field("completedAt", std::string_view(text::to_iso_time(receipt->completed_ms)));
  json.close_object();
  return {};
}

}  // namespace footfall::api
