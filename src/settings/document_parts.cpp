// From settings to the texts of documents, and from one text to another.
#include "documented_model.hpp"
#include "footfall/settings/documents.hpp"
#include "json_document.hpp"
#include "settings_keys.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace footfall::settings {

namespace {

using nlohmann::json;

// What differs from the defaults, and what has none.
json changed_keys(std::string_view group, const destination& from, default_settings defaults = {}) {
  auto changed = json::object();
  for (const auto& row : keys_of(group).keys) {
    if (!row.keep) continue;
    auto value = current_value(row, from);
    if (!value.is_null() && (row.required || value != current_value(row, defaults.where())))
      changed[std::string(row.name)] = std::move(value);
  }
  return changed;
}

void add(json& to, std::string_view member, json element) {
  to[std::string(member)].push_back(std::move(element));
}

json group_of(model::segment_group& which) {
  auto made = changed_keys("customers.*.models[].segment_groups[]", {.segment_group = &which});
  for (auto& part : which.parts)
    add(made, "parts",
        changed_keys("customers.*.models[].segment_groups[].parts[]", {.segment_choice = &part}));
  return made;
}

json submodel_of(model::submodel& which) {
  auto made = changed_keys("customers.*.models[].submodels[]", {.submodel = &which});
  for (auto& group : which.groups)
    add(made, "groups", changed_keys("customers.*.models[].submodels[].groups[]", {.group = &group}));
  for (auto& interval : which.intervals)
    add(made, "intervals",
        changed_keys("customers.*.models[].submodels[].intervals[]", {.interval = &interval}));
  return made;
}

// The object that an address is about; null when the document has none.
json* find_object(json& document, std::string_view inside) {
  if (inside.empty()) return &document;
  const auto found = document.find(std::string(inside));
  return found == document.end() ? nullptr : &*found;
}

}  // namespace

std::string document_of(const recommend::scenario& which) {
  auto copy = which;
  auto made = changed_keys("customers.*.scenarios[]", {.scenario = &copy});
  made["stages"] = json::array();
  for (auto& stage : copy.stages) {
    auto of_stage = changed_keys("customers.*.scenarios[].stages[]", {.stage = &stage});
    for (auto& part : stage.models)
      add(of_stage, "models",
          changed_keys("customers.*.scenarios[].stages[].models[]", {.stage_model = &part}));
    made["stages"].push_back(std::move(of_stage));
  }
  if (auto filters = changed_keys("customers.*.scenarios[].filters", {.scenario = &copy}); !filters.empty())
    made["filters"] = std::move(filters);
  for (auto& boost : copy.boosts)
    add(made, "boosts", changed_keys("customers.*.scenarios[].boosts[]", {.boost = &boost}));
  return made.dump();
}

std::string document_of(const model::model_definition& which) {
  auto copy = which;
  // What an option is by default depends on the kind.
  default_settings defaults;
  defaults.model = model::default_definition({}, which.type);
  auto made = changed_keys("customers.*.models[]", {.model = &copy}, std::move(defaults));
  for (auto& each : copy.attributes)
    add(made, "attributes", changed_keys("customers.*.models[].attributes[]", {.compared = &each}));
  for (auto& each : copy.submodels) add(made, "submodels", submodel_of(each));
  for (auto& each : copy.segment_groups) add(made, "segment_groups", group_of(each));
  return made.dump();
}

std::string members_of(std::string_view text, std::string_view inside,
                       std::span<const std::string_view> members) {
  auto document = *parse_document(text);
  auto shown = json::object();
  auto* from = find_object(document, inside);
  for (const auto& name : members) {
    const auto key = std::string(name);
    if (from != nullptr && from->contains(key))
      shown[key] = (*from)[key];
    else if (inside.empty())
      shown[key] = json::array();
  }
  return shown.dump();
}

result<std::string> with_members(std::string_view text, std::string_view inside,
                                 std::span<const std::string_view> members, std::string_view changed) {
  auto document = *parse_document(text);
  const auto wanted = parse_document(changed);
  if (!wanted) return wanted.error();
  const auto expected = fmt::format("expected an object with members of {}", fmt::join(members, ", "));
  if (!wanted->is_object()) return failure{error::bad_configuration, expected};
  auto& to = inside.empty() ? document : document[std::string(inside)];
  if (to.is_null()) to = json::object();  // the document had nothing of it
  for (const auto& name : members) to.erase(std::string(name));
  for (const auto& [name, value] : wanted->items()) {
    if (std::ranges::find(members, name) == members.end())
      return failure{error::bad_configuration, fmt::format("{}: {}", name.substr(0, 64), expected)};
    to[name] = value;
  }
  return document.dump();
}

result<std::string> changed_model(std::string_view text, std::string_view record) {
  const auto wanted = parse_document(record);
  if (!wanted) return wanted.error();
  if (!is_documented_model(*wanted)) return std::string(record);
  return changed_by_record(*parse_document(text), *wanted).dump();
}

}  // namespace footfall::settings
