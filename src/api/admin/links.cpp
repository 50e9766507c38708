// Links between user ids by logins: what there is, undoing one, and forgiving a user who was taken for many.
// On the admin listener.
#include "api/endpoints.hpp"
#include "api/sent_parameters.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <utility>
#include <vector>

namespace footfall::api {
namespace {

/// Waits until the event is on disk and in the state, so that the next request sees it.
result<void> store_event(const endpoint_context& context, events::event&& what) {
  std::vector<events::event> group;
  group.push_back(std::move(what));
  const auto stored = context.log.append_and_wait(group);
  if (!stored && stored.error().code() == error::store_failed)
    return failure{error::store_failed, "the event cannot be stored at the moment: try again"};
  if (!stored) return stored.error();
  return {};
}

/// The user that a request means: by `userHash`, as the listing shows it, or by `user`.
result<user_key> read_user(const endpoint_call& call) {
  sent_parameters parameters;
  if (auto read = parameters.read(call.question); !read) return read.error();
  const auto hash = find_member(parameters.all(), "userHash");
  const auto user = find_member(parameters.all(), "user");
  if (hash.empty() == user.empty())
    return failure{error::missing_parameter, "userHash or user: one of them is required"};
  if (hash.empty()) return call.context.hasher.hash(call.settings->id, user);
  const auto key = events::read_user_hash(hash);
  if (!key) return failure{error::bad_parameter, "userHash: expected 32 hexadecimal digits"};
  return *key;
}

}  // namespace

result<void> show_links(const endpoint_call& call, http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view(call.settings->id));
  json.field("links", call.owner->profiles.links());
  json.key("usersNotLinked");
  json.open_array();
  for (const auto& each : call.owner->profiles.unlinked()) {
    json.open_object();
    json.field("userHash", std::string_view(events::to_text(each.user)));
    json.field("since", std::string_view(text::to_iso_time(each.time_ms)));
    json.field("reason", each.placeholder ? "placeholder" : "too many others");
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

result<void> undo_link(const endpoint_call& call, http::response& out) {
  sent_parameters parameters;
  if (auto read = parameters.read(call.question); !read) return read;
  const auto source = find_member(parameters.all(), "source");
  const auto target = find_member(parameters.all(), "target");
  if (source.empty() || target.empty())
    return failure{error::missing_parameter, "source and target: the two user ids of the login are required"};

  const auto& hasher = call.context.hasher;
  const auto source_key = hasher.hash(call.settings->id, source);
  const auto target_key = hasher.hash(call.settings->id, target);
  if (!call.owner->profiles.holds_link(source_key, target_key))
    return failure{error::not_found, "link: there is none from this source to this target"};
  // An event like the login itself, so that a replay of the log comes to the same state.
  events::event undone;
  undone.customer = call.owner->number;
  undone.type = events::event_type::unlink;
  undone.time_ms = call.context.time.wall_ms();
  undone.user = source_key;
  events::append_link(undone.details, {source_key, target_key});
  if (auto stored = store_event(call.context, std::move(undone)); !stored) return stored;
  out.content_type = http::json_type;
  out.body = R"({"undone":true})";
  return {};
}

result<void> allow_user(const endpoint_call& call, http::response& out) {
  const auto user = read_user(call);
  if (!user) return user.error();
  const auto known = call.owner->profiles.find_unlinked(*user);
  if (!known) return failure{error::not_found, "user: is not one of those that are not linked"};
  if (known->placeholder)
    return failure{error::bad_parameter,
                   "user: its id is a placeholder such as null, which every login with it would show again"};
  events::event allowed;
  allowed.customer = call.owner->number;
  allowed.type = events::event_type::allow_links;
  allowed.time_ms = call.context.time.wall_ms();
  allowed.user = *user;
  if (auto stored = store_event(call.context, std::move(allowed)); !stored) return stored;
  out.content_type = http::json_type;
  out.body = R"({"allowed":true})";
  return {};
}

}  // namespace footfall::api
