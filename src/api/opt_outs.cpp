// Users who do not want to be tracked: asked, noted and taken back by the shop's administration.
#include "endpoints.hpp"
#include "footfall/text/json_writer.hpp"
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

/// Adds the record to the log unless it would change nothing; the answer waits for its commit.
result<void> record(const endpoint_context& context, const http::request& question, events::event_type what,
                    http::response& out) {
  const auto user = find_user(context, question);
  if (!user) return user.error();
  const bool wanted = what == events::event_type::opt_out;
  if (user->owner->opt_outs.contains(user->key) != wanted) {
    std::vector<events::event> group(1);
    group[0].customer = user->owner->number;
    group[0].type = what;
    group[0].time_ms = context.time.wall_ms();
    group[0].user = user->key;
    const auto ticket = context.log.append(group);
    if (!ticket) return ticket.error();
    out.first_ticket = out.last_ticket = *ticket;
  }
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

}  // namespace footfall::api
