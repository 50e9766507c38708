// Users who do not want to be tracked: asked, noted and taken back by the shop's administration.
#include "api/endpoints.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>

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
  out.content_type = "application/json; charset=utf-8";
  text::json_writer json(out.body);
  json.open_object();
  json.field("optedOut", opted_out);
  json.close_object();
}

/// Adds the record to the log unless it would change nothing; the answer waits for its commit.
result<void> record(const endpoint_call& call, events::event_type what, http::response& out) {
  const auto user = find_user(call);
  if (!user) return user.error();
  const bool wanted = what == events::event_type::opt_out;
  if (call.owner->opt_outs.contains(*user) != wanted) {
    std::vector<events::event> group(1);
    group[0].customer = call.owner->number;
    group[0].type = what;
    group[0].time_ms = call.context.time.wall_ms();
    group[0].user = *user;
    const auto ticket = call.context.log.append(group);
    if (!ticket) return ticket.error();
    out.first_ticket = out.last_ticket = *ticket;
  }
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

}  // namespace footfall::api
