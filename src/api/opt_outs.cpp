// Users who do not want to be tracked, or to be known at all: asked, noted and taken back by the shop's
// administration.
#include "endpoints.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"
#include "request_parts.hpp"

#include <fmt/format.h>

#include <vector>

namespace footfall::api {
namespace {

constexpr std::size_t customer_segment = 2;  // of /admin/customers/{customer}/opt-outs/{user}
constexpr std::size_t user_segment = 4;

struct asked_user {
  customer::customer_directory::pointer owner;
  user_key key;
};

result<asked_user> find_user(const endpoint_context& context, const http::request& question) {
  const auto path = question.target.segments();
  const auto owner = find_customer(context, path[customer_segment]);
  if (!owner) return owner.error();
  if (path[user_segment].empty() || path[user_segment].size() > events::user_bytes_max)
    return failure{error::bad_parameter, fmt::format("user: expected 1..{} bytes", events::user_bytes_max)};
  return asked_user{*owner, context.hasher.hash((*owner)->settings.load()->id, path[user_segment])};
}

void write_state(bool opted_out, http::response& out) {
  out.content_type = "application/json; charset=utf-8";
  text::json_writer json(out.body);
  json.open_object();
  json.field("optedOut", opted_out);
  json.close_object();
}

events::event record_of(const endpoint_context& context, const asked_user& user, events::event_type what,
                        const user_key& key) {
  events::event record;
  record.customer = user.owner->number;
  record.type = what;
  record.time_ms = context.time.wall_ms();
  record.user = key;
  return record;
}

/// Has the answer wait until these are on disk.
result<void> append(const endpoint_context& context, std::vector<events::event> group, http::response& out) {
  const auto ticket = context.log.append(group);
  if (!ticket) return ticket.error();
  out.first_ticket = out.last_ticket = *ticket;
  return {};
}

/// Adds the record to the log unless it would change nothing.
result<void> record(const endpoint_context& context, const http::request& question, events::event_type what,
                    http::response& out) {
  const auto user = find_user(context, question);
  if (!user) return user.error();
  const bool wanted = what == events::event_type::opt_out;
  const auto known = user->owner->opt_outs.key_of(user->key);
  if (known.has_value() != wanted)
    if (auto done = append(context, {record_of(context, *user, what, known.value_or(user->key))}, out); !done)
      return done;
  write_state(wanted, out);
  return {};
}

}  // namespace

result<void> show_opt_out(const endpoint_context& context, const http::request& question,
                          http::response& out) {
  const auto user = find_user(context, question);
  if (!user) return user.error();
  write_state(user->owner->opt_outs.contains(user->key), out);
  return {};
}

result<void> add_opt_out(const endpoint_context& context, const http::request& question,
                         http::response& out) {
  return record(context, question, events::event_type::opt_out, out);
}

result<void> remove_opt_out(const endpoint_context& context, const http::request& question,
                            http::response& out) {
  return record(context, question, events::event_type::opt_in, out);
}

result<void> forget_user(const endpoint_context& context, const http::request& question,
                         http::response& out) {
  const auto user = find_user(context, question);
  if (!user) return user.error();
  const auto later = identity::key_of_forgotten(user->key);
  // As one: without the second record the user would be tracked again once the first has done its work.
  const auto forget = record_of(context, *user, events::forget_record, user->key);
  if (auto done = append(context, {forget, record_of(context, *user, events::forgotten_record, later)}, out);
      !done)
    return done;
  out.content_type = "application/json; charset=utf-8";
  text::json_writer json(out.body);
  json.open_object();
  json.field("forgotten", true);
  json.field("since", std::string_view(text::to_iso_time(forget.time_ms)));
  json.field("receipt", std::string_view(events::to_text(later)));
  json.close_object();
  return {};
}

}  // namespace footfall::api
