// `/rrserver/apiclick`: a click on a recommended product. With `ct` it leads on, else the answer is an image.
#include "api/request_parts.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/click_links.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/known_products.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/events/read_event.hpp"

namespace footfall::api::richrelevance {
namespace {

// `s` and `u` are in a link what `sessionId` and `userId` are in a call.
result<visitor> read_clicking(const call_parameters& sent) {
  const auto session = sent.require("s");
  if (!session) return session.error();
  return make_visitor(*session, sent.find("u"));
}

result<std::vector<events::event>> read_click(const endpoint_call& call, const call_parameters& sent,
                                              const visitor& who, std::int64_t now_ms) {
  const std::vector<events::name_value> parameters{{"scenario", sent.find("scenario")},
                                                   {"modelid", sent.find("modelid")},
                                                   {"requestuuid", sent.find("vg")}};
  std::vector<events::event> group;
  const auto read =
      events::read_events({.kind = events::find_event_kind(events::event_type::clickrecommended),
                           .user = who.id(),
                           .item_type = "1",
                           .item = sent.find("p"),
                           .parameters = parameters,
                           .time_ms = now_ms},
                          reading_context_of(call.context, *call.owner, *call.settings), group);
  if (!read) return read.error();
  return group;
}

}  // namespace

result<void> click_recommended(const endpoint_call& asked, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto from = find_clicked(asked.context, sent);
  if (!from) return from.error();
  const auto call = from->call_of(asked);
  const auto now_ms = call.context.time.wall_ms();
  const auto who = read_clicking(sent);
  if (!who) return who.error();
  auto group = read_click(call, sent, *who, now_ms);
  if (!group) return group.error();
  const auto target = sent.find("ct");
  if (!target.empty()) {
    const auto product = find_product(*call.owner, group->front().item);
    if (!may_lead_to(target, product ? std::string_view(product->item.link) : std::string_view(),
                     *from->keys))
      return failure{error::forbidden, "ct: is neither the link of the product nor on a host that is listed"};
  }
  if (call.question.method != http::method::head) {
    const events::tracking_path path{.kind = events::find_event_kind(events::event_type::clickrecommended),
                                     .user = who->id()};
    if (auto kept = settle({call, path, now_ms}, *group, out); !kept) return kept;
  }
  acknowledge(call.question, out);
  if (!target.empty()) {
    out.body.clear();
    out.content_type = {};
    out.status = 302;
    out.set("Location", location_of(target));
  }
  return {};
}

}  // namespace footfall::api::richrelevance
