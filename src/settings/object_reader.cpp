// Reads one JSON object by the table of keys into the settings it belongs to.
#include "object_reader.hpp"

#include "footfall/text/nearest_name.hpp"
#include "json_document.hpp"
#include "text_form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

// The value of an unknown key is never shown: it may be a misspelt license_key.
std::string known_keys(const key_group& group, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& key : group.keys) names.push_back(key.name);
  if (const auto near = text::nearest_name(name, names))
    return fmt::format("a known key; did you mean \"{}\"?", *near);
  return fmt::format("one of {}", fmt::join(names, ", "));
}

// A text may stand for an object with one key; others have other words.
json whole_element(const setting& row, const json& given) {
  if (row.translate != nullptr) return row.translate(given);
  if (!given.is_string() || row.text_stands_for.empty()) return given;
  return {{std::string(row.text_stands_for), given}};
}

}  // namespace

std::string shown(const json& value) {
  constexpr std::size_t shown_bytes_max = 80;
  if (value.is_object()) return "an object";
  if (value.is_array() && value.empty()) return "an empty list";
  auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > shown_bytes_max) text = text.substr(0, shown_bytes_max) + "...";
  return text;
}

void object_reader::read_object(const std::string& group_path, const std::string& path, const json& content,
                                destination to) {
  const auto& group = keys_of(group_path);
  for (const auto& [name, value] : content.items()) {
    const auto row = std::find_if(group.keys.begin(), group.keys.end(),
                                  [&name = name](const setting& key) { return key.name == name; });
    if (row == group.keys.end())
      mistakes_.add(path_of_key(path, name), "an unknown key", known_keys(group, name));
    else
      read_value(group_path, *row, path_of_key(path, name), value, to);
  }
  for (const auto& key : group.keys)
    if (key.required && !content.contains(key.name))
      mistakes_.add(path_of_key(path, key.name), "nothing", expectation(key));
}

void object_reader::read_value(const std::string& group_path, const setting& row, const std::string& path,
                               const json& value, destination& to) {
  switch (row.kind) {
    case value_kind::object:
      if (!value.is_object()) return mistakes_.add(path, shown(value), expectation(row));
      return read_object(path_of_keys(group_path, row), path, value, to);
    case value_kind::map:
      return read_map(group_path, row, path, value, to);
    case value_kind::list:
      return read_list(group_path, row, path, value, to);
    default:
      if (!assign(row, value, to))
        mistakes_.add(path, row.secret ? "something else" : shown(value), expectation(row));
  }
}

void object_reader::read_map(const std::string& group_path, const setting& row, const std::string& path,
                             const json& value, destination& to) {
  if (!value.is_object()) return mistakes_.add(path, shown(value), expectation(row));
  row.clear(to);
  for (const auto& [name, given] : value.items()) {
    const auto element_path = path_of_key(path, name);
    const auto element = whole_element(row, given);
    if (!row.form->matches(name)) mistakes_.add(element_path, "this id", row.form->expectation());
    if (!element.is_object()) {
      mistakes_.add(element_path, shown(element), "an object");
      continue;
    }
    row.add(to, name, element);
    read_object(path_of_keys(group_path, row), element_path, element, to);
  }
}

void object_reader::read_list(const std::string& group_path, const setting& row, const std::string& path,
                              const json& value, destination& to) {
  if (!value.is_array() || (row.filled && value.empty()))
    return mistakes_.add(path, shown(value), expectation(row));
  if (row.most > 0 && static_cast<double>(value.size()) > row.most)
    return mistakes_.add(path, fmt::format("a list of {}", value.size()), expectation(row));
  row.clear(to);
  for (std::size_t index = 0; index < value.size(); ++index) {
    const auto element_path = path_of_position(path, index);
    const auto element = whole_element(row, value[index]);
    // Also for a mistake an element is added, so that positions in the settings are those of the file.
    row.add(to, {}, element);
    if (element.is_object())
      read_object(path_of_keys(group_path, row), element_path, element, to);
    else
      mistakes_.add(element_path, shown(element), "an object");
  }
}

}  // namespace footfall::settings
