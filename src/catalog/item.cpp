// The item value: names of its states, and its JSON.
#include "footfall/catalog/item.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <algorithm>

namespace footfall::catalog {

namespace {

constexpr std::array<std::string_view, 6> availability_names{"in_stock",  "limited",      "preorder",
                                                             "backorder", "out_of_stock", "discontinued"};
constexpr std::array<std::string_view, 3> attribute_type_names{"NOMINAL", "NUMERIC", "TEXT"};

void append_text(text::json_writer& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.field(name, value);
}

void append_time(text::json_writer& json, std::string_view name, const std::optional<std::int64_t>& time) {
  if (time) json.field(name, text::to_iso_time(*time));
}

void append_texts(text::json_writer& json, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  json.key(name);
  json.open_array();
  for (const auto& value : values) json.value(value);
  json.close_array();
}

// A key comes from a customer, so it is escaped like a value.
void append_foreign_key(text::json_writer& json, std::string_view name) {
  std::string escaped;
  text::append_json_escaped(escaped, name);
  json.key(escaped);
}

void append_values(text::json_writer& json, const item_attribute& attribute) {
  json.key(name_of(attribute.type));
  json.open_array();
  for (const auto& value : attribute.texts) json.value(value);
  for (const auto value : attribute.numbers) json.value(value);
  json.close_array();
}

void append_attributes(text::json_writer& json, const item& which) {
  if (which.attributes.empty()) return;
  const auto sorted = by_key_and_type(which);
  json.key("attributes");
  json.open_object();
  for (std::size_t index = 0; index < sorted.size(); ++index) {
    const bool first = index == 0 || sorted[index - 1]->key != sorted[index]->key;
    const bool last = index + 1 == sorted.size() || sorted[index + 1]->key != sorted[index]->key;
    if (first) {
      append_foreign_key(json, sorted[index]->key);
      json.open_object();
    }
    append_values(json, *sorted[index]);
    if (last) json.close_object();
  }
  json.close_object();
}

void append_categories(text::json_writer& json, const item& which) {
  if (which.categories.empty()) return;
  json.key("categories");
  json.open_array();
  for (const auto& path : which.categories) {
    json.open_array();
    for (const auto& name : path) json.value(name);
    json.close_array();
  }
  json.close_array();
}

void append_prices(text::json_writer& json, const item& which) {
  if (which.price) {
    json.key("price");
    json.open_object();
    json.field("currency", which.price->unit.code());
    json.field("minor", which.price->minor_units);
    json.close_object();
  }
  if (which.sale) {
    json.key("sale");
    json.open_object();
    append_time(json, "from", which.sale->from_ms);
    json.field("minor", which.sale->minor);
    append_time(json, "to", which.sale->to_ms);
    json.close_object();
  }
}

void append_translations(text::json_writer& json, const item& which) {
  if (which.translations.empty()) return;
  json.key("translations");
  json.open_object();
  for (const auto& [language, texts] : which.translations) {
    append_foreign_key(json, language);
    json.open_object();
    append_text(json, "description", texts.description);
    append_text(json, "title", texts.title);
    json.close_object();
  }
  json.close_object();
}

}  // namespace

std::string_view name_of(availability state) noexcept {
  return availability_names[static_cast<std::size_t>(state)];
}

std::optional<availability> availability_named(std::string_view name) noexcept {
  const auto* const place = std::find(availability_names.begin(), availability_names.end(), name);
  if (place == availability_names.end()) return std::nullopt;
  return static_cast<availability>(place - availability_names.begin());
}

std::string_view name_of(attribute_type type) noexcept {
  return attribute_type_names[static_cast<std::size_t>(type)];
}

const item_attribute* item::find(std::string_view key, attribute_type of) const noexcept {
  const auto place = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const auto& each) { return each.type == of && each.key == key; });
  return place == attributes.end() ? nullptr : &*place;
}

item_attribute& item::attribute(std::string_view key, attribute_type of) {
  if (const auto* known = find(key, of))
    return attributes[static_cast<std::size_t>(known - attributes.data())];
  return attributes.emplace_back(item_attribute{std::string(key), of, {}, {}});
}

bool is_recommendable(const item& which, std::int64_t now_ms) noexcept {
  const bool gone = which.available && *which.available >= availability::out_of_stock;
  return which.visible && !gone && (!which.valid_from_ms || *which.valid_from_ms <= now_ms) &&
         (!which.valid_to_ms || now_ms <= *which.valid_to_ms);
}

std::vector<const item_attribute*> by_key_and_type(const item& which) {
  std::vector<const item_attribute*> sorted;
  for (const auto& attribute : which.attributes) sorted.push_back(&attribute);
  std::sort(sorted.begin(), sorted.end(), [](const auto* left, const auto* right) {
    return std::pair(std::string_view(left->key), left->type) <
           std::pair(std::string_view(right->key), right->type);
  });
  return sorted;
}

void append_json(std::string& out, const item& which) {
  text::json_writer json(out);
  json.open_object();
  append_time(json, "added", which.added_ms);
  append_attributes(json, which);
  if (which.available) json.field("availability", name_of(*which.available));
  append_text(json, "body", which.body);
  append_text(json, "brand", which.brand);
  append_categories(json, which);
  append_text(json, "description", which.description);
  append_texts(json, "from_clicks", which.from_clicks);
  append_text(json, "group", which.group);
  json.field("id", which.id);
  append_texts(json, "images", which.images);
  append_text(json, "language", which.language);
  append_text(json, "link", which.link);
  append_prices(json, which);
  append_text(json, "title", which.title);
  append_translations(json, which);
  json.field("type", which.type);
  append_time(json, "valid_from", which.valid_from_ms);
  append_time(json, "valid_to", which.valid_to_ms);
  if (!which.visible) json.field("visible", false);
  json.close_object();
}

}  // namespace footfall::catalog
