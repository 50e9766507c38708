// The JSON Schema of the configuration, made from the table of keys.
#include "footfall/settings/read_settings.hpp"

#include "settings_keys.hpp"
#include "text_form.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace footfall::settings {

namespace {

using ordered_json = nlohmann::ordered_json;

// 0.001 stays a decimal, 1440 does not become 1440.0.
ordered_json bound(double number) {
  if (number == std::floor(number)) return static_cast<std::int64_t>(number);
  return number;
}

ordered_json text_schema(const text_form& form) {
  ordered_json schema{{"type", "string"}};
  if (form.choices != nullptr) schema["enum"] = form.choices();
  if (!form.pattern.empty()) schema["pattern"] = form.pattern;
  return schema;
}

ordered_json list_schema(const ordered_json& element, bool filled, double most = 0) {
  ordered_json schema{{"type", "array"}, {"items", element}};
  if (filled) schema["minItems"] = 1;
  if (most > 0) schema["maxItems"] = bound(most);
  return schema;
}

ordered_json number_schema(const setting& row, const char* type) {
  return {{"type", type}, {"minimum", bound(row.least)}, {"maximum", bound(row.most)}};
}

ordered_json object_schema(const std::string& group_path);

ordered_json element_schema(const std::string& group_path, const setting& row) {
  auto element = object_schema(path_of_keys(group_path, row));
  if (row.text_stands_for.empty()) return element;
  return {{"anyOf", {{{"type", "string"}}, std::move(element)}}};
}

ordered_json value_schema(const std::string& group_path, const setting& row) {
  switch (row.kind) {
    case value_kind::object:
      return object_schema(path_of_keys(group_path, row));
    case value_kind::map:
      return {{"type", "object"},
              {"propertyNames", {{"pattern", row.form->pattern}}},
              {"additionalProperties", element_schema(group_path, row)}};
    case value_kind::list:
      return list_schema(element_schema(group_path, row), row.filled, row.most);
    case value_kind::boolean:
      return {{"type", "boolean"}};
    case value_kind::automatic_boolean:
      return {{"enum", {true, false, "automatic"}}};
    case value_kind::whole_number:
      return number_schema(row, "integer");
    case value_kind::decimal:
      return number_schema(row, "number");
    case value_kind::duration:
      return {{"type", "string"},
              {"pattern", row.automatic ? "^([0-9]+(ms|s|m|h|d)|P[0-9]+D|automatic)$"
                                        : "^([0-9]+(ms|s|m|h|d)|P[0-9]+D)$"}};
    case value_kind::text:
      return text_schema(*row.form);
    case value_kind::text_list:
      return list_schema(text_schema(*row.form), row.filled);
    case value_kind::item_type_list: {
      auto schema = list_schema(number_schema(row, "integer"), true);
      schema["uniqueItems"] = true;
      return schema;
    }
  }
  return {};
}

bool is_group(const setting& row) {
  return row.kind == value_kind::object || row.kind == value_kind::map || row.kind == value_kind::list;
}

ordered_json object_schema(const std::string& group_path) {
  default_settings defaults;
  auto properties = ordered_json::object();
  auto required = ordered_json::array();
  for (const auto& row : keys_of(group_path).keys) {
    auto schema = value_schema(group_path, row);
    schema["description"] = is_group(row)
                                ? std::string(row.description)
                                : fmt::format("{}. Expected: {}", row.description, expectation(row));
    if (!is_group(row) && !row.required)
      if (auto value = current_value(row, defaults.where()); !value.is_null())
        schema["default"] = std::move(value);
    if (row.required) required.push_back(row.name);
    properties[std::string(row.name)] = std::move(schema);
  }
  ordered_json schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

}  // namespace

std::string settings_schema() {
  ordered_json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "Configuration of footfall"}};
  schema.update(object_schema(""));
  return schema.dump(2) + "\n";
}

}  // namespace footfall::settings
