// Reads and checks the configuration as a whole, before anything starts.
#include "footfall/settings/read_settings.hpp"

#include "check_references.hpp"
#include "json_document.hpp"
#include "mistakes.hpp"
#include "settings_keys.hpp"
#include "text_form.hpp"
#include "footfall/text/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

constexpr std::size_t file_bytes_max = 16 * 1024 * 1024;

// A value as people should see it in a message: short, and in ASCII.
std::string shown(const json& value) {
  constexpr std::size_t shown_bytes_max = 80;
  if (value.is_object()) return "an object";
  if (value.is_array() && value.empty()) return "an empty list";
  auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > shown_bytes_max) text = text.substr(0, shown_bytes_max) + "...";
  return text;
}

class reader {
 public:
  explicit reader(mistakes& found) : mistakes_(found) {}

  void read_object(const std::string& group_path, const std::string& path, const json& content,
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

 private:
  // The value of an unknown key is never shown: it may be a misspelt license_key.
  static std::string known_keys(const key_group& group, std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& key : group.keys) names.push_back(key.name);
    if (const auto near = text::nearest_name(name, names))
      return fmt::format("a known key; did you mean \"{}\"?", *near);
    return fmt::format("one of {}", fmt::join(names, ", "));
  }

  void read_value(const std::string& group_path, const setting& row, const std::string& path,
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

  void read_map(const std::string& group_path, const setting& row, const std::string& path, const json& value,
                destination& to) {
    if (!value.is_object()) return mistakes_.add(path, shown(value), expectation(row));
    row.clear(to);
    for (const auto& [name, element] : value.items()) {
      const auto element_path = path_of_key(path, name);
      if (!row.form->matches(name)) mistakes_.add(element_path, "this id", row.form->expectation());
      if (!element.is_object()) {
        mistakes_.add(element_path, shown(element), "an object");
        continue;
      }
      row.add(to, name, element);
      read_object(path_of_keys(group_path, row), element_path, element, to);
    }
  }

  void read_list(const std::string& group_path, const setting& row, const std::string& path,
                 const json& value, destination& to) {
    if (!value.is_array() || (row.filled && value.empty()))
      return mistakes_.add(path, shown(value), expectation(row));
    row.clear(to);
    for (std::size_t index = 0; index < value.size(); ++index) {
      const auto element_path = path_of_position(path, index);
      const bool stands_for_object = value[index].is_string() && !row.text_stands_for.empty();
      const json element =
          stands_for_object ? json{{std::string(row.text_stands_for), value[index]}} : value[index];
      // Also for a mistake an element is added, so that positions in the settings are those of the file.
      row.add(to, {}, element);
      if (element.is_object())
        read_object(path_of_keys(group_path, row), element_path, element, to);
      else
        mistakes_.add(element_path, shown(element), "an object");
    }
  }

  mistakes& mistakes_;
};

// Built-in scenarios stay in place when only the models are replaced: then they may name models that are
// gone.
void explain_missing_scenarios(const json& document, mistakes& found) {
  const auto customers = document.find("customers");
  if (customers == document.end() || !customers->is_object()) return;
  for (const auto& [id, content] : customers->items())
    if (content.is_object() && content.contains("models") && !content.contains("scenarios"))
      found.add(path_of_key(path_of_key("customers", id), "scenarios"), "nothing",
                "scenarios for the given models, since the built-in ones are for the built-in models");
}

// After all is read, since `store` may stand behind `customers`.
void share_retention(const json& document, application_settings& settings) {
  const auto customers = document.find("customers");
  for (auto& shop : settings.customers) {
    const auto content = customers->find(shop.id);
    if (content == customers->end() || !content->contains("retention"))
      shop.retention_ms = settings.store.retention_ms;
  }
}

}  // namespace

result<application_settings> read_settings(std::string_view text) {
  auto document = parse_document(text);
  if (!document) return document.error();
  mistakes found;
  application_settings settings;
  if (document->is_object()) {
    reader(found).read_object("", "", *document, {.application = &settings});
    share_retention(*document, settings);
    explain_missing_scenarios(*document, found);
    check_references(settings, found);
  } else {
    found.add("the file", shown(*document), "an object");
  }
  if (!found.empty()) return failure{error::bad_configuration, found.text()};
  return settings;
}

result<application_settings> read_settings_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return failure{error::bad_configuration, fmt::format("{}: is a folder, expected a file", file.string())};
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return failure{error::bad_configuration, fmt::format("{}: cannot be opened: {}", file.string(),
                                                         std::generic_category().message(errno))};
  std::string text(file_bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad())
    return failure{error::bad_configuration, fmt::format("{}: cannot be read", file.string())};
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > file_bytes_max)
    return failure{error::bad_configuration, fmt::format("{}: found more than {} bytes, expected fewer",
                                                         file.string(), file_bytes_max)};
  return read_settings(text);
}

result<void> check_listen_address(std::string_view text) {
  if (listen_address_form.matches(text)) return {};
  return failure{error::bad_configuration,
                 fmt::format("found {}, expected {}", shown(json(text)), listen_address_form.expectation())};
}

}  // namespace footfall::settings
