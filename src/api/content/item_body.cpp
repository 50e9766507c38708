#include "api/content/item_body.hpp"

#include "footfall/catalog/read_item.hpp"
#include "footfall/catalog_import/read_feed.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace footfall::api {
namespace {

using nlohmann::json;

constexpr std::size_t items_max = 10'000;  // of a request, which is one transaction
constexpr std::size_t warnings_max = 100;
constexpr std::size_t depth_max = 16;  // of JSON: an item needs four
constexpr std::uint64_t unpacked_bytes_max = 32ULL << 20;

catalog_import::feed_settings settings_for(const customer::customer_settings& owner) {
  catalog_import::feed_settings settings;
  settings.currency = owner.currency;
  settings.time_zone = owner.time_zone;
  settings.string_ids = owner.alphanumeric_items;
  settings.unpacked_bytes_max = unpacked_bytes_max;
  return settings;
}

// What comes first, behind marks and blanks: `<` of XML, a bracket of JSON, or nothing of both.
char first_sign(std::string_view body) {
  const auto place = body.substr(0, 64).find_first_of("<{[");
  return place == std::string_view::npos ? '\0' : body[place];
}

// Brackets outside of texts, which is what a parser would have to go down to.
bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '"')
      in_text = !in_text;
    else if (in_text && byte == '\\')
      ++at;
    else if (!in_text && (byte == '{' || byte == '[') && ++depth > depth_max)
      return true;
    else if (!in_text && (byte == '}' || byte == ']') && depth != 0)
      --depth;
  }
  return false;
}

failure bad_body(std::string_view why) { return failure{error::bad_request, fmt::format("body: {}", why)}; }

result<item_body> read_items(const catalog_import::feed_settings& settings, std::string_view body) {
  auto read = catalog_import::read_feed(std::string(body), settings);
  const auto& report = read.report;
  // A refused record explains a refused whole.
  if (!report.refusals.empty())
    return failure{error::bad_request, catalog_import::to_sentence("body", report.refusals.front())};
  if (report.verdict)
    return failure{error::bad_request, catalog_import::to_sentence("body", *report.verdict)};
  if (read.items.size() > items_max)
    return failure{error::body_too_large,
                   fmt::format("body: {} items, expected at most {}", read.items.size(), items_max)};
  item_body found{{read.items.begin(), read.items.end()}, {}};
  for (const auto& each : report.warnings)
    if (found.warnings.size() < warnings_max)
      found.warnings.push_back(catalog_import::to_sentence("body", each));
  return found;
}

result<json> read_object(std::string_view body) {
  if (is_too_deep(body)) return bad_body("brackets within brackets, more than 16 of them");
  auto read = json::parse(body, nullptr, false);
  if (!read.is_object()) return bad_body("expected a JSON object with members of the item");
  return read;
}

json to_json(const catalog::item& which) {
  std::string text;
  append_json(text, which);
  return json::parse(text);
}

// The members that are `null`, with the objects that they are in; or all others.
json members_of(const json& object, bool nulls) {
  auto kept = json::object();
  for (const auto& [name, value] : object.items()) {
    if (value.is_object()) {
      auto within = members_of(value, nulls);
      if (!nulls || !within.empty()) kept[name] = std::move(within);
    } else if (value.is_null() == nulls) {
      kept[name] = value;
    }
  }
  return kept;
}

// What the change asks for, as an import would have it; members that it empties are in `asked` only.
result<json> read_changed_members(const customer::customer_settings& owner, const catalog::item& known,
                                  json asked) {
  auto settings = settings_for(owner);
  settings.format = "json";
  if (known.price) settings.currency = known.price->unit;
  asked["type"] = known.type;
  asked["id"] = known.id;
  auto read = read_items(settings, asked.dump());
  if (!read) return read.error();
  if (!read->warnings.empty()) return failure{error::bad_request, read->warnings.front()};
  auto changed = to_json(read->items.front());
  changed.erase("type");
  changed.erase("id");
  return changed;
}

}  // namespace

result<item_body> read_item_body(const customer::customer_settings& owner, std::string_view body) {
  auto settings = settings_for(owner);
  const auto sign = first_sign(body);
  if (sign == '\0') return bad_body("expected <items version=\"1\">, or JSON: an item or a list of items");
  if (sign != '<' && is_too_deep(body)) return bad_body("brackets within brackets, more than 16 of them");
  settings.format = sign == '<' ? "items" : "json";
  return read_items(settings, body);
}

result<item_body> read_item_body(const customer::customer_settings& owner, std::uint32_t type,
                                 std::string_view id, std::string_view body) {
  auto document = read_object(body);
  if (!document) return document.error();
  (*document)["type"] = type;
  (*document)["id"] = std::string(id);
  auto settings = settings_for(owner);
  settings.format = "json";
  // A list within it would be taken for what it holds.
  auto read = read_items(settings, json::array({std::move(*document)}).dump());
  if (read && read->items.front().id != id) return bad_body("this id cannot be told from another");
  return read;
}

result<catalog::item> read_item_change(const customer::customer_settings& owner, const catalog::item& known,
                                       std::string_view body) {
  const auto change = read_object(body);
  if (!change) return change.error();
  auto document = to_json(known);
  auto asked = members_of(*change, false);
  // A sale is read against its price.
  if (asked.contains("sale") && !asked.contains("price") && document.contains("price"))
    asked["price"] = document["price"];
  auto changed = read_changed_members(owner, known, asked);
  if (!changed) return changed.error();
  for (const auto& [name, value] : asked.items())
    if (!value.is_object() && name != "type" && name != "id" && !changed->contains(name))
      document.erase(name);
  document.merge_patch(*changed);
  auto gone = members_of(*change, true);
  gone.erase("type");
  gone.erase("id");
  document.merge_patch(gone);
  auto made = catalog::read_item(document.dump());
  if (made)  // the customer has the last word
    std::erase_if(made->from_clicks, [&](const auto& each) {
      return changed->contains(each) || gone.contains(each) || (each == "price" && changed->contains("sale"));
    });
  if (made && made->sale && (!made->price || made->sale->minor >= made->price->minor_units))
    made->sale.reset();
  return made;
}

}  // namespace footfall::api
