// Links between user ids by logins: what there is, and undoing one. On the admin listener.
#include "endpoints.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"
#include "request_parts.hpp"
#include "sent_parameters.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace footfall::api {
namespace {

constexpr std::string_view json_type = "application/json; charset=utf-8";
constexpr std::size_t customer_segment = 2;  // of /admin/customers/{customer}/links

}  // namespace

result<void> show_links(const endpoint_context& context, const http::request& question, http::response& out) {
  const auto owner = find_customer(context, question.target.segments()[customer_segment]);
  if (!owner) return owner.error();
  out.content_type = json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view((*owner)->settings.load()->id));
  json.field("links", (*owner)->profiles.links());
  json.key("usersNotLinked");
  json.open_array();
  for (const auto& each : (*owner)->profiles.unlinked()) {
    json.open_object();
    json.field("userHash",
               std::string_view(fmt::format("{:016x}{:016x}", each.user.words[0], each.user.words[1])));
    json.field("since", std::string_view(text::to_iso_time(each.time_ms)));
    json.field("reason", each.placeholder ? "placeholder" : "too many others");
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

result<void> undo_link(const endpoint_context& context, const http::request& question, http::response& out) {
  const auto owner = find_customer(context, question.target.segments()[customer_segment]);
  if (!owner) return owner.error();
  sent_parameters parameters;
  if (auto read = parameters.read(question); !read) return read;
  const auto source = find_member(parameters.all(), "source");
  const auto target = find_member(parameters.all(), "target");
  if (source.empty() || target.empty())
    return failure{error::missing_parameter, "source and target: the two user ids of the login are required"};

  const auto settings = (*owner)->settings.load();
  const auto source_key = context.hasher.hash(settings->id, source);
  const auto target_key = context.hasher.hash(settings->id, target);
  if (!(*owner)->profiles.holds_link(source_key, target_key))
    return failure{error::not_found, "link: there is none from this source to this target"};
  // An event like the login itself, so that a replay of the log comes to the same state.
  std::vector<events::event> group(1);
  auto& undone = group.front();
  undone.customer = (*owner)->number;
  undone.type = events::event_type::unlink;
  undone.time_ms = context.time.wall_ms();
  undone.user = source_key;
  events::append_link(undone.details, {source_key, target_key});
  const auto stored = context.log.append_and_wait(group);
  if (!stored && stored.error().code() == error::store_failed)
    return failure{error::store_failed, "the event cannot be stored at the moment: try again"};
  if (!stored) return stored.error();
  out.content_type = json_type;
  out.body = R"({"undone":true})";
  return {};
}

}  // namespace footfall::api
