// Settings of a feed from JSON: one row a member.
#include "footfall/catalog_import/read_settings.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace footfall::catalog_import {

namespace {

using nlohmann::json;

template <auto Member>
bool text_member(const json& value, feed_settings& to) {
  if (!value.is_string()) return false;
  to.*Member = value.get<std::string>();
  return true;
}

template <auto Member>
bool number_member(const json& value, feed_settings& to) {
  if (!value.is_number_unsigned()) return false;
  to.*Member = value.get<std::remove_reference_t<decltype(to.*Member)>>();
  return true;
}

template <auto Member>
bool map_member(const json& value, feed_settings& to) {
  if (!value.is_object()) return false;
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string()) return false;
    auto& members = to.*Member;
    members[key] = text.template get<std::string>();
  }
  return true;
}

bool read_currency_member(const json& value, feed_settings& to) {
  const auto found = value.is_string() ? text::find_currency(value.get<std::string>()) : std::nullopt;
  if (found) to.currency = *found;
  return found.has_value();
}

bool read_string_ids(const json& value, feed_settings& to) {
  if (!value.is_boolean()) return false;
  to.string_ids = value.get<bool>();
  return true;
}

bool read_variants(const json& value, feed_settings& to) {
  if (value != "parent" && value != "each") return false;
  to.variants = value == "each" ? variants_as::each : variants_as::parent;
  return true;
}

bool read_decimal(const json& value, feed_settings& to) {
  if (value != "." && value != ",") return false;
  to.decimal = value.get<std::string>().front();
  return true;
}

std::string text_of(const json& object, const char* name) {
  const auto place = object.find(name);
  return place != object.end() && place->is_string() ? place->get<std::string>() : std::string();
}

bool read_job(const json& value, feed_settings& to) {
  if (!value.is_object() || !value.contains("mappings") || !value["mappings"].is_array()) return false;
  import_job job;
  if (const auto type = value.find("itemType"); type != value.end() && type->is_number_unsigned())
    job.type = type->get<std::uint32_t>();
  job.language = text_of(value, "language");
  if (const auto delimiter = text_of(value, "delimiter"); delimiter.size() == 1)
    job.delimiter = delimiter.front();
  for (const auto& rule : value["mappings"]) {
    if (!rule.is_object()) return false;
    job.columns.push_back({text_of(rule, "key"), text_of(rule, "value"), text_of(rule, "valueFormat"),
                           text_of(rule, "valuePrefix"), text_of(rule, "valueDelimiter"),
                           rule.value("valuePk", json(false)) == json(true)});
  }
  to.job = std::move(job);
  return true;
}

struct setting_row {
  std::string_view name;
  bool (*read)(const json& value, feed_settings& to);
  std::string_view wanted;
};

constexpr setting_row setting_rows[] = {
    {"format", text_member<&feed_settings::format>, "the name of a format"},
    {"type", number_member<&feed_settings::type>, "a number from 1"},
    {"currency", read_currency_member, "a currency such as \"EUR\""},
    {"time_zone", text_member<&feed_settings::time_zone>, "a zone such as \"Europe/Berlin\""},
    {"base_url", text_member<&feed_settings::base_url>, "an address"},
    {"string_ids", read_string_ids, "true or false"},
    {"language", text_member<&feed_settings::language>, "a language"},
    {"languages", map_member<&feed_settings::languages>, "an object of texts"},
    {"tax_rates", map_member<&feed_settings::tax_rates>, "an object of texts"},
    {"variants", read_variants, "\"parent\" or \"each\""},
    {"encoding", text_member<&feed_settings::encoding>, "the name of an encoding"},
    {"decimal", read_decimal, "\".\" or \",\""},
    {"id_from", text_member<&feed_settings::id_from>, "\"link\" or a column"},
    {"id_pattern", text_member<&feed_settings::id_pattern>, "a regular expression with a group"},
    {"category_root", text_member<&feed_settings::category_root>, "the name of a category"},
    {"region", text_member<&feed_settings::region>, "the id of a region"},
    {"record", text_member<&feed_settings::record>, "the name of an element"},
    {"weight_unit", text_member<&feed_settings::weight_unit>, "a unit such as \"kg\""},
    {"map", map_member<&feed_settings::columns>, "an object of fields and columns"},
    {"items_before", number_member<&feed_settings::items_before>, "a number"},
    {"shrink_percent", number_member<&feed_settings::shrink_percent>, "a number from 0 to 100"},
    {"job", read_job, "an object with mappings"},
};

}  // namespace

result<feed_settings> read_feed_settings(std::string_view text, feed_settings settings) {
  const auto document = json::parse(text, nullptr, false);
  if (!document.is_object())
    return failure{error::bad_configuration, "settings of a feed: not a JSON object"};
  for (const auto& member : document.items()) {
    const auto& name = member.key();
    const auto& value = member.value();
    const auto* const row = std::find_if(std::begin(setting_rows), std::end(setting_rows),
                                         [&](const setting_row& each) { return each.name == name; });
    if (row == std::end(setting_rows))
      return failure{error::bad_configuration, fmt::format("settings of a feed: {} is not known", name)};
    if (!row->read(value, settings))
      return failure{error::bad_configuration,
                     fmt::format("settings of a feed: {} must be {}", name, row->wanted)};
  }
  return settings;
}

}  // namespace footfall::catalog_import
