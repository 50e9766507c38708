// The feeds of a customer: what came of their runs, and pulling them now. On the admin listener.
#include "api/endpoints.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"

namespace footfall::api {

result<void> list_feeds(const endpoint_call& call, http::response& out) {
  out.content_type = http::json_type;
  out.body = call.context.puller.status_of(call.settings->id);
  return {};
}

result<void> pull_feeds(const endpoint_call& call, http::response& out) {
  const auto asked = call.question.target.find("allow_shrink");
  const auto may_shrink = asked.empty() ? std::optional(false) : text::to_boolean(asked);
  if (!may_shrink) return failure{error::bad_parameter, "allow_shrink: expected true or false"};
  const auto count = call.context.puller.pull_now(call.settings->id, *may_shrink);
  if (count == 0) return failure{error::not_found, "the customer has no feeds: see catalogue.feeds"};
  out.status = 202;
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("feeds", count);
  json.close_object();
  return {};
}

}  // namespace footfall::api
