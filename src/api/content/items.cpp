// Items as customers hand them over: `/{solution}/{customer}/item...` (protocol part F).
#include "api/content/content_format.hpp"
#include "api/content/item_body.hpp"
#include "api/content/item_xml.hpp"
#include "api/content/schemas.hpp"
#include "api/endpoints.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/feeds/item_languages.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

using store::entity_write;

// Of /{solution}/{customer}/item/{type}/{id}
constexpr std::size_t item_type_segment = 3;
constexpr std::size_t id_segment = 4;

entity_write write_of(const endpoint_call& call, const catalog::item& which) {
  return {call.owner->number,
          store::entity_kind::item,
          entity_write::action::put,
          0,
          customer::item_entity_key(which.type, which.id),
          customer::item_entity_content(which)};
}

result<void> store_writes(const endpoint_call& call, std::vector<entity_write> writes) {
  std::vector<events::event> no_events;
  const auto done = call.context.log.append_and_wait(no_events, writes);
  if (!done) return done.error();
  return {};
}

result<void> store_items(const endpoint_call& call, const std::vector<catalog::item>& items) {
  std::vector<entity_write> writes;
  for (const auto& item : items) writes.push_back(write_of(call, item));
  return store_writes(call, std::move(writes));
}

struct item_in_path {
  std::uint32_t type = 0;
  std::string id;
  item_key key;
};

result<item_in_path> read_path(const endpoint_call& call) {
  const auto path = call.question.target.segments();
  const auto type = events::read_item_type(path[item_type_segment]);
  if (!type) return type.error();
  const auto key = events::read_item(*type, path[id_segment], call.settings->alphanumeric_items);
  if (!key) return key.error();
  // Of a number its usual form: 007 is 7.
  auto id = key->text.empty() ? std::to_string(key->number) : std::string(key->text);
  return item_in_path{*type, std::move(id), *key};
}

// What the customer has told of the item. Errors: `not_found`.
result<catalog::item> find_item(const endpoint_call& call, const item_in_path& which) {
  const auto catalogue = call.owner->catalogue.load();
  const auto index = catalogue ? call.owner->items.find(which.key) : std::nullopt;
  if (!index) return failure{error::not_found, "item: nobody has told of it"};
  return catalogue->read(*index);
}

}  // namespace

result<void> put_items(const endpoint_call& call, http::response& out) {
  const auto read = read_item_body(*call.settings, call.question.body);
  if (!read) return read.error();
  const std::lock_guard lock(call.owner->entity_changes);
  if (auto stored = store_items(call, read->items); !stored) return stored;
  write_accepted("items", read->items.size(), read->warnings, out);
  return {};
}

result<void> put_item(const endpoint_call& call, http::response& out) {
  const auto which = read_path(call);
  if (!which) return which.error();
  const auto read = read_item_body(*call.settings, which->type, which->id, call.question.body);
  if (!read) return read.error();
  const std::lock_guard lock(call.owner->entity_changes);
  if (auto stored = store_items(call, read->items); !stored) return stored;
  write_accepted("items", 1, read->warnings, out);
  return {};
}

result<void> change_item(const endpoint_call& call, http::response& out) {
  const auto which = read_path(call);
  if (!which) return which.error();
  const std::lock_guard lock(call.owner->entity_changes);
  const auto known = find_item(call, *which);
  if (!known) return known.error();
  const auto changed = read_item_change(*call.settings, *known, call.question.body);
  if (!changed) return changed.error();
  if (auto stored = store_items(call, {*changed}); !stored) return stored;
  write_accepted("items", 1, {}, out);
  return {};
}

result<void> show_item_data(const endpoint_call& call, http::response& out) {
  const auto which = read_path(call);
  if (!which) return which.error();
  auto found = find_item(call, *which);
  if (!found) return found.error();
  found->from_clicks.clear();  // which an import would take for an attribute
  if (wants_json(call.question)) {
    out.content_type = http::json_type;
    append_json(out.body, *found);
  } else {
    out.content_type = "text/xml; charset=utf-8";
    append_item_xml(out.body, *found, call.question.target.find("lang"));
  }
  return {};
}

result<void> remove_item(const endpoint_call& call, http::response& out) {
  const auto which = read_path(call);
  if (!which) return which.error();
  const std::lock_guard lock(call.owner->entity_changes);
  auto found = find_item(call, *which);
  if (!found) return found.error();
  const auto language = call.question.target.find("lang");
  if (!language.empty() && !feeds::has_language(*found, language))
    return failure{error::not_found, "lang: the item has no texts in this language"};
  auto write = write_of(call, *found);
  if (language.empty() || !feeds::remove_language(*found, language))
    write.content = customer::removed_item_content();
  else
    write.content = customer::item_entity_content(*found);
  if (auto stored = store_writes(call, {std::move(write)}); !stored) return stored;
  write_accepted("items", 1, {}, out);
  return {};
}

result<void> show_item_schema(const endpoint_call&, http::response& out) {
  out.content_type = "text/xml; charset=utf-8";
  out.body = item_xml_schema();
  return {};
}

result<void> show_item_json_schema(const endpoint_call&, http::response& out) {
  out.content_type = "application/schema+json";
  out.body = item_json_schema();
  return {};
}

}  // namespace footfall::api
