// Members of JSON objects as the text that they stand for.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace footfall::catalog_import {

/// Text as it is, numbers and booleans as they are written; of everything else nothing.
[[nodiscard]] inline std::string scalar_text(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

/// That of a member of an object; empty when it has none.
[[nodiscard]] inline std::string member_text(const nlohmann::json& object, const char* name) {
  const auto place = object.find(name);
  return place == object.end() ? std::string() : scalar_text(*place);
}

}  // namespace footfall::catalog_import
