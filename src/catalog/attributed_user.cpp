// Attributes of users: names of their types, and their JSON.
#include "footfall/catalog/attributed_user.hpp"

#include "footfall/text/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace footfall::catalog {

namespace {

constexpr std::array<std::string_view, 5> type_names{"NOMINAL", "NUMERIC", "TEXT", "DATE", "DATETIME"};

}  // namespace

std::string_view name_of(user_attribute_type type) noexcept {
  return type_names[static_cast<std::size_t>(type)];
}

std::optional<user_attribute_type> user_attribute_type_named(std::string_view name) noexcept {
  if (name.empty()) return user_attribute_type::nominal;
  const auto* const place = std::find(type_names.begin(), type_names.end(), name);
  if (place == type_names.end()) return std::nullopt;
  return static_cast<user_attribute_type>(place - type_names.begin());
}

void append_json(std::string& out, const attributed_user& which, std::string_view source) {
  text::json_writer json(out);
  json.open_object();
  json.field("id", which.id);
  json.key("attributes");
  json.open_array();
  for (const auto& each : which.attributes) {
    json.open_object();
    json.field("key", each.key);
    json.field("value", each.value);
    json.field("type", name_of(each.type));
    if (!source.empty()) json.field("source", source);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

result<attributed_user> read_attributed_user(std::string_view text) {
  try {
    const auto document = nlohmann::json::parse(text);
    attributed_user read{document.at("id"), {}};
    for (const auto& each : document.at("attributes"))
      read.attributes.push_back({each.at("key"), each.at("value"),
                                 user_attribute_type_named(each.at("type").get<std::string>()).value()});
    return read;
  } catch (const std::exception&) {
    return failure{error::io_failed, "the attributes of a user in the store cannot be read"};
  }
}

}  // namespace footfall::catalog
