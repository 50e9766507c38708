// The last tracking requests of a customer and what became of them, without user ids. On the admin listener.
#include "api/endpoints.hpp"
#include "api/tracking/verdict_words.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

namespace footfall::api {
namespace {

void write_request(const customer::recent_request& each, text::json_writer& json) {
  const auto* kind = events::find_event_kind(each.type);
  json.open_object();
  json.field("time", std::string_view(text::to_iso_time(each.time_ms)));
  if (kind != nullptr) json.field("event", kind->name);
  if (!each.item.empty()) {
    json.field("itemType", each.item.type);
    json.key("item");
    if (each.item.text.empty())
      json.value(each.item.number);
    else
      json.value(std::string_view(each.item.text));
    if (each.items > 1) json.field("items", each.items);
  }
  json.field("verdict", word_of(each.fate));
  if (const auto reason = reason_of(each.fate, each.why); !reason.empty()) json.field("reason", reason);
  json.close_object();
}

}  // namespace

result<void> list_recent_events(const endpoint_call& call, http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view(call.settings->id));
  json.key("events");
  json.open_array();
  for (const auto& each : call.owner->recent.newest()) write_request(each, json);
  json.close_array();
  json.close_object();
  return {};
}

}  // namespace footfall::api
