// The files in config/ say what the program says: every key, the defaults, the schema.
#include "footfall/settings/read_settings.hpp"

#include "settings/json_document.hpp"
#include "settings/settings_keys.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace footfall::test {

namespace {

using json = nlohmann::json;
using settings::value_kind;

const std::string config = std::string(source_directory) + "/config/";

std::string text_of(const std::string& name) {
  std::ifstream file(config + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

json document_of(const std::string& name) {
  auto parsed = settings::parse_document(text_of(name));
  EXPECT_TRUE(parsed) << parsed.error().detail();
  return parsed ? *parsed : json();
}

// Every value in a document by the path of its key in the table.
void collect(const std::string& group_path, const json& content, std::multimap<std::string, json>& found) {
  for (const auto& row : settings::keys_of(group_path).keys) {
    const auto value = content.find(row.name);
    if (value == content.end()) continue;
    found.emplace(group_path + "/" + std::string(row.name), *value);
    const auto inner = settings::path_of_keys(group_path, row);
    if (row.kind == value_kind::object) collect(inner, *value, found);
    if (row.kind == value_kind::map || row.kind == value_kind::list)
      for (const auto& element : *value)
        if (element.is_object()) collect(inner, element, found);
  }
}

// What nothing of the built-in library has: some options of models, attributes to compare by, and boosts. And
// feeds: a file that was copied must not ask anybody for one.
bool is_beyond_library(std::string_view group_path, std::string_view key) {
  if (group_path.starts_with("customers.*.catalogue.feeds[]")) return true;
  if (group_path.starts_with("customers.*.models[].submodels[]") ||
      group_path.starts_with("customers.*.models[].segment_groups[]") ||
      group_path == "customers.*.time_slots[]")
    return true;
  if (group_path == "customers.*.scenarios[].boosts[]" || group_path == "customers.*.models[].attributes[]")
    return true;
  if (group_path != "customers.*.models[]" || key == "id" || key == "type") return false;
  auto library = model::built_in_models().edit();
  return std::ranges::none_of(library, [&](auto& definition) { return definition.find(key) != nullptr; });
}

}  // namespace

TEST(configuration_files, the_worked_examples_of_scenarios_are_files_without_a_mistake) {
  const auto text = text_of("../docs/scenarios.md");
  constexpr std::string_view begin = "```jsonc\n{\"customers\"", end = "\n```";
  std::size_t examples = 0;
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const auto from = text.find('{', at);
    const auto read = settings::read_settings(text.substr(from, text.find(end, from) - from));
    EXPECT_TRUE(read) << read.error().detail();
    ++examples;
  }
  EXPECT_EQ(examples, 3U);
}

TEST(configuration_files, the_commented_file_has_every_key_of_the_table_with_a_comment) {
  std::multimap<std::string, json> found;
  collect("", document_of("footfall.json"), found);
  const auto text = text_of("footfall.json");
  for (const auto& group : settings::settings_keys())
    for (const auto& row : group.keys) {
      if (is_beyond_library(group.path, row.name)) continue;
      const auto path = std::string(group.path) + "/" + std::string(row.name);
      EXPECT_EQ(found.count(path) > 0, true) << "config/footfall.json lacks the key " << path;
      if (row.kind == value_kind::map || row.kind == value_kind::list || row.kind == value_kind::object)
        continue;
      bool commented = false;
      const auto quoted = "\"" + std::string(row.name) + "\":";
      for (auto at = text.find(quoted); at != text.npos && !commented; at = text.find(quoted, at + 1))
        commented = text.substr(at, text.find('\n', at) - at).find(" // ") != std::string::npos;
      EXPECT_TRUE(commented) << "config/footfall.json has no comment behind " << path;
    }
}

TEST(configuration_files, the_values_of_the_commented_file_are_the_defaults) {
  std::multimap<std::string, json> found;
  collect("", document_of("footfall.json"), found);
  settings::default_settings defaults;
  for (const auto& group : settings::settings_keys()) {
    if (group.path.starts_with("customers.*.models[]") || group.path.starts_with("customers.*.scenarios[]"))
      continue;  // checked below
    for (const auto& row : group.keys) {
      const auto expected = settings::current_value(row, defaults.where());
      if (row.required || expected.is_null()) continue;
      const auto path = std::string(group.path) + "/" + std::string(row.name);
      const auto values = found.equal_range(path);
      settings::default_settings read;
      for (auto value = values.first; value != values.second; ++value) {
        // Through the member: "60s" and "1m" are the same.
        EXPECT_TRUE(settings::assign(row, value->second, read.where())) << path;
        EXPECT_EQ(settings::current_value(row, read.where()), expected) << path;
      }
    }
  }
}

TEST(configuration_files, the_commented_file_spells_out_the_built_in_library) {
  const auto read = settings::read_settings_file(config + "footfall.json");
  ASSERT_TRUE(read) << read.error().detail();
  ASSERT_EQ(read->customers.size(), 1U);
  const auto& shop = read->customers[0];
  const customer::customer_settings library;

  ASSERT_EQ(shop.models.size(), library.models.size());
  settings::destination written;
  settings::destination built_in;
  for (std::size_t index = 0; index < shop.models.size(); ++index) {
    auto left = shop.models[index];
    auto right = library.models[index];
    written.model = &left;
    built_in.model = &right;
    for (const auto& row : settings::keys_of("customers.*.models[]").keys)
      EXPECT_EQ(settings::current_value(row, written), settings::current_value(row, built_in))
          << right.id << " " << row.name;
  }
  ASSERT_EQ(shop.scenarios.size(), library.scenarios.size());
  for (std::size_t index = 0; index < shop.scenarios.size(); ++index) {
    const auto& left = shop.scenarios[index];
    const auto& right = library.scenarios[index];
    EXPECT_EQ(left.id, right.id);
    EXPECT_EQ(left.enabled, right.enabled);
    EXPECT_EQ(left.input_type, right.input_type);
    EXPECT_EQ(left.output_types, right.output_types);
    auto left_filters = left;
    auto right_filters = right;
    written.scenario = &left_filters;
    built_in.scenario = &right_filters;
    for (const auto& row : settings::keys_of("customers.*.scenarios[].filters").keys)
      EXPECT_EQ(settings::current_value(row, written), settings::current_value(row, built_in))
          << right.id << " " << row.name;
    ASSERT_EQ(left.stages.size(), right.stages.size()) << right.id;
    for (std::size_t stage = 0; stage < left.stages.size(); ++stage) {
      const auto ids = [](const recommend::scenario_stage& all) {
        std::vector<std::string> names;
        for (const auto& share : all.models)
          names.push_back(share.model + " " + std::to_string(share.weight) + " " +
                          std::string(recommend::name_of(share.context)) +
                          (share.everywhere ? " everywhere" : ""));
        return names;
      };
      EXPECT_EQ(ids(left.stages[stage]), ids(right.stages[stage])) << right.id << " stage " << stage;
      EXPECT_EQ(left.stages[stage].chosen_weights, right.stages[stage].chosen_weights) << right.id;
    }
  }
}

TEST(configuration_files, the_schema_is_that_of_the_program) {
  EXPECT_TRUE(text_of("footfall.schema.json") == settings::settings_schema())
      << "config/footfall.schema.json is old; write it anew with\n"
         "  footfall check-config --print-schema > config/footfall.schema.json";
}

TEST(configuration_files, the_reference_is_that_of_the_program) {
  EXPECT_TRUE(text_of("../docs/configuration.md") == settings::settings_reference())
      << "docs/configuration.md is old; write it anew with\n"
         "  footfall check-config --print-reference > docs/configuration.md";
}

TEST(configuration_files, the_demo_is_the_shop_of_the_documents) {
  const auto read = settings::read_settings_file(config + "demo.json");
  ASSERT_TRUE(read) << read.error().detail();
  ASSERT_EQ(read->customers.size(), 1U);
  EXPECT_EQ(read->customers[0].id, "00000");
  EXPECT_EQ(read->customers[0].license_key, "67890-1234-5678-90123-4567");
  EXPECT_EQ(read->customers[0].currency.code(), "GBP");
  EXPECT_EQ(read->server.listen, std::vector<std::string>{"127.0.0.1:8080"});
}

TEST(settings_schema, describes_every_key_and_refuses_unknown_ones) {
  const auto schema = json::parse(settings::settings_schema());
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["additionalProperties"], false);
  const auto& limits = schema["properties"]["server"]["properties"]["limits"]["properties"];
  EXPECT_EQ(limits["idle_timeout"]["default"], "30s");
  EXPECT_EQ(limits["body_bytes"]["maximum"], 1073741824);
  const auto& shop = schema["properties"]["customers"]["additionalProperties"]["properties"];
  EXPECT_EQ(shop["models"]["items"]["required"], (json{"id", "type"}));
  EXPECT_FALSE(shop["models"]["items"]["properties"]["history"].contains("default"))
      << "it depends on the type";
  EXPECT_EQ(shop["scenarios"]["items"]["properties"]["stages"]["minItems"], 1);
  EXPECT_TRUE(
      shop["scenarios"]["items"]["properties"]["filters"]["properties"].contains("already_purchased"));
}

}  // namespace footfall::test
