// What can be chosen from where scenarios and models are edited (protocol J3): attributes of items and users
// with their values, and items by their ids.
#include "api/content/endpoints.hpp"
#include "footfall/catalog/catalogue.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/decimal.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace footfall::api {
namespace {

constexpr std::size_t listed_keys_max = 1000;
constexpr std::size_t listed_values_max = 1000;
constexpr std::size_t listed_value_bytes_max = 1024;  // nobody chooses from longer ones
constexpr std::size_t listed_items_max = 100;
constexpr std::size_t listed_bytes_max = std::size_t{4} << 20U;

/// Key, type, and `ITEM` or `USER`; how many have it.
using counted_keys = std::map<std::tuple<std::string, std::string_view, std::string_view>, std::size_t>;
using counted_values = std::map<std::string, std::size_t, std::less<>>;

template <class Visit>
void visit_told_items(const customer::customer& owner, const Visit& visit) {
  const auto told = owner.catalogue.load();
  if (!told) return;
  const auto end = static_cast<item_index>(owner.items.size());
  for (item_index item = 0; item < end; ++item)
    if (const auto found = told->read(item)) visit(*found);
}

/// Counts one more under a key, of which no more are kept than so many.
template <class Map>
void count_one(Map& counts, typename Map::key_type key, std::size_t most) {
  const auto known = counts.find(key);
  if (known != counts.end())
    ++known->second;
  else if (counts.size() < most)
    counts.emplace(std::move(key), 1);
}

void count_value(counted_values& counts, std::string_view value) {
  if (value.size() <= listed_value_bytes_max) count_one(counts, std::string(value), listed_values_max);
}

void count_item_values(const catalog::item& of, std::string_view key, catalog::attribute_type type,
                       counted_values& counts) {
  if (key == "brand" && type == catalog::attribute_type::nominal && !of.brand.empty())
    count_value(counts, of.brand);
  const auto* const found = of.find(key, type);
  if (found == nullptr) return;
  for (const auto& each : found->texts) count_value(counts, each);
  for (const auto each : found->numbers) count_value(counts, text::decimal_text(each));
}

counted_values values_of_items(const endpoint_call& call, std::string_view key,
                               catalog::attribute_type type) {
  counted_values counts;
  visit_told_items(*call.owner,
                   [&](const catalog::item& each) { count_item_values(each, key, type, counts); });
  return counts;
}

counted_values values_of_users(const endpoint_call& call, std::string_view key) {
  counted_values counts;
  for (const auto& said : call.owner->user_attributes.all())
    for (const auto& each : said->attributes)
      if (each.key == key) count_value(counts, each.value);
  return counts;
}

result<catalog::attribute_type> type_named(std::string_view name) {
  using enum catalog::attribute_type;
  for (const auto type : {nominal, numeric, text})
    if (catalog::name_of(type) == name) return type;
  return failure{error::bad_parameter,
                 fmt::format("type: {} is not one of NOMINAL, NUMERIC, TEXT", name.substr(0, 64))};
}

/// The items of a list of ids that the customer has told of, as JSON. Errors: `bad_parameter`.
result<void> append_items(const endpoint_call& call, std::uint32_t type, std::string_view ids,
                          std::string& to) {
  const auto told = call.owner->catalogue.load();
  std::size_t count = 0;
  while (!ids.empty() && count < listed_items_max && to.size() < listed_bytes_max) {
    const auto id = ids.substr(0, ids.find(','));
    ids.remove_prefix(id.size() == ids.size() ? id.size() : id.size() + 1);
    const auto key = events::read_item(type, id, call.settings->alphanumeric_items);
    if (!key) return key.error();
    const auto index = told ? call.owner->items.find(*key) : std::nullopt;
    auto found = index ? told->read(*index) : failure{error::not_found, "item: nobody has told of it"};
    if (!found) continue;
    found->from_clicks.clear();
    if (count++ != 0) to += ',';
    catalog::append_json(to, *found);
  }
  return {};
}

// Of /{solution}/v4/{customer}/elist/{what}/{type}/{ids}
constexpr std::size_t listed_type_segment = 5;
constexpr std::size_t listed_ids_segment = 6;

}  // namespace

result<void> list_attribute_keys(const endpoint_call& call, http::response& out) {
  const auto submodels_only = text::to_boolean(call.question.target.find("forsubmodelsonly"));
  counted_keys counts;
  const auto count = [&](std::string_view key, catalog::attribute_type type, std::string_view source) {
    const bool is_text = type == catalog::attribute_type::text;
    if (!is_text || !submodels_only.value_or(false))
      count_one(counts, {std::string(key), catalog::name_of(type), source}, listed_keys_max);
  };
  visit_told_items(*call.owner, [&](const catalog::item& each) {
    if (!each.brand.empty()) count("brand", catalog::attribute_type::nominal, "ITEM");
    if (each.price) count("price", catalog::attribute_type::numeric, "ITEM");
    for (const auto& of : each.attributes) count(of.key, of.type, "ITEM");
  });
  for (const auto& said : call.owner->user_attributes.all())
    for (const auto& each : said->attributes) count(each.key, catalog::attribute_type::nominal, "USER");
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("attributePks");
  json.open_array();
  for (const auto& [pk, known] : counts) {
    json.open_object();
    json.field("key", std::string_view(std::get<0>(pk)));
    json.field("type", std::get<1>(pk));
    json.field("attributeSource", std::get<2>(pk));
    json.field("count", known);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

result<void> list_attribute_values(const endpoint_call& call, http::response& out) {
  // Of /{solution}/v3/{customer}/structure/get_attribute_values/{type}/{key}/{source}
  const auto path = call.question.target.segments();
  const auto type = type_named(path[5]);
  if (!type) return type.error();
  const bool of_users = path[7] == "USER";
  if (!of_users && path[7] != "ITEM")
    return failure{error::bad_parameter,
                   fmt::format("source: {} is not one of ITEM, USER", path[7].substr(0, 64))};
  const auto counts = of_users ? values_of_users(call, path[6]) : values_of_items(call, path[6], *type);
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("attributeValues");
  json.open_array();
  for (const auto& [value, known] : counts) {
    json.open_object();
    json.field("value", std::string_view(value));
    json.field("count", known);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

result<void> show_listed_item(const endpoint_call& call, http::response& out) {
  const auto path = call.question.target.segments();
  const auto type = events::read_item_type(path[listed_type_segment]);
  if (!type) return type.error();
  if (path[listed_ids_segment].find(',') != std::string_view::npos)
    return failure{error::bad_parameter, "item: expected one id"};
  out.content_type = http::json_type;
  if (auto done = append_items(call, *type, path[listed_ids_segment], out.body); !done) return done;
  if (out.body.empty()) return failure{error::not_found, "item: nobody has told of it"};
  return {};
}

result<void> show_listed_items(const endpoint_call& call, http::response& out) {
  const auto path = call.question.target.segments();
  const auto type = events::read_item_type(path[listed_type_segment]);
  if (!type) return type.error();
  out.content_type = http::json_type;
  out.body = "{\"items\":[";
  if (auto done = append_items(call, *type, path[listed_ids_segment], out.body); !done) return done;
  out.body += "]}";
  return {};
}

}  // namespace footfall::api
