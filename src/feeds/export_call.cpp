#include "footfall/feeds/export_call.hpp"

#include "footfall/events/read_event.hpp"
#include "footfall/outbound/client.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace footfall::feeds {

namespace {

using nlohmann::json;

constexpr std::size_t text_bytes_max = 255;

failure bad(std::size_t event, std::string_view what) {
  return {error::bad_request, fmt::format("body: events[{}].{}", event, what)};
}

// A text or a whole number as text; empty where there is none.
std::string text_of(const json& object, const char* name) {
  const auto place = object.find(name);
  if (place == object.end()) return {};
  if (place->is_string()) return place->get<std::string>();
  return place->is_number_integer() ? place->dump() : std::string();
}

std::optional<export_action> action_named(std::string_view name) {
  if (text::equal_without_case(name, "FULL")) return export_action::full;
  if (text::equal_without_case(name, "UPDATE")) return export_action::update;
  if (text::equal_without_case(name, "DELETE")) return export_action::remove;
  return std::nullopt;
}

// Exports of what is no item: names of categories and makers by their numbers.
bool is_of_items(std::string_view format) {
  return !format.ends_with("_CATEGORIES") && !format.ends_with("_VENDORS");
}

result<void> read_urls(const json& from, std::size_t number, export_event& to) {
  const auto place = from.find("uri");
  if (place == from.end()) return bad(number, "uri: is missing");
  const auto list = place->is_array() ? *place : json::array({*place});
  for (const auto& each : list) {
    if (!each.is_string()) return bad(number, "uri: expected an address or a list of addresses");
    if (const auto read = outbound::read_url(each.get_ref<const std::string&>()); !read)
      return bad(number, fmt::format("uri: {}", read.error().detail()));
    to.urls.push_back(each.get<std::string>());
  }
  return to.urls.empty() ? result<void>(bad(number, "uri: expected at least one address")) : result<void>();
}

result<export_event> read_event(const json& from, std::size_t number) {
  if (!from.is_object())
    return failure{error::bad_request, fmt::format("body: events[{}]: no object", number)};
  export_event event;
  const auto action = action_named(text_of(from, "action"));
  if (!action) return bad(number, "action: expected FULL, UPDATE or DELETE");
  event.action = *action;
  if (const auto type = text_of(from, "contentTypeId");
      !type.empty() || event.action != export_action::update) {
    const auto read = events::read_item_type(type);
    if (!read) return bad(number, "contentTypeId: expected a whole number in 1..2147483647");
    event.type = *read;
  }
  event.language = text_of(from, "lang");
  event.item = text_of(from, "itemId");
  if (event.language.size() > text_bytes_max || event.item.size() > text_bytes_max)
    return bad(number, "lang, itemId: expected at most 255 bytes");
  if (const auto place = from.find("credentials"); place != from.end() && place->is_object())
    event.authorization =
        outbound::basic_authorization(text_of(*place, "login"), text_of(*place, "password"));
  if (event.action != export_action::remove) {
    if (auto read = read_urls(from, number, event); !read) return read.error();
  } else if (event.item.empty()) {
    return bad(number, "itemId: is missing");
  }
  return event;
}

}  // namespace

result<export_call> read_export_call(std::string_view text) {
  const auto document = json::parse(text, nullptr, false);
  if (!document.is_object() || !document.contains("events") || !document["events"].is_array())
    return failure{error::bad_request, R"(body: expected {"transaction": ..., "events": [...]})"};
  export_call call;
  call.json = text;
  call.transaction = text_of(document, "transaction");
  const auto& events = document["events"];
  if (events.empty() || events.size() > export_call::events_max || call.transaction.size() > text_bytes_max)
    return failure{error::bad_request,
                   "body: expected 1..1000 events, and a transaction of at most 255 bytes"};
  std::size_t urls = 0;
  for (std::size_t number = 0; number < events.size(); ++number) {
    auto event = read_event(events[number], number);
    if (!event) return event.error();
    if (const auto format = text_of(events[number], "format"); !is_of_items(format)) {
      call.left_out.push_back(fmt::format("events[{}]: an export that is not of items is left out", number));
      continue;
    }
    urls += event->urls.size();
    if (urls > export_call::urls_max) return bad(number, "uri: more than 10,000 addresses");
    call.events.push_back(std::move(*event));
  }
  return call;
}

}  // namespace footfall::feeds
