// The reference of the configuration for people, made from the tables of keys, models, scenarios and filters.
#include "footfall/settings/read_settings.hpp"

#include "settings_keys.hpp"

#include "footfall/model/model_kinds.hpp"
#include "footfall/recommend/filters.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace footfall::settings {

namespace {

constexpr std::string_view introduction = R"(# Configuration

One JSON file; comments (`//` and `/* */`) are allowed. It is checked as a whole before anything starts, and
each mistake is reported with its path, the value found and what would be right; an unknown key is a mistake.
`footfall check-config --config FILE` does the same without starting. For editors there is a JSON Schema,
`config/footfall.schema.json`; `config/footfall.json` has every key with its default.

Durations are texts with a unit: `"250ms"`, `"30s"`, `"5m"`, `"12h"`, `"30d"`. Options of the command line and
environment variables (`FOOTFALL_...`, see `footfall serve --help`) win over the file.

`SIGHUP` reads the file again: customers, models, scenarios, `server.public_event_host`,
`server.solution_ids`, `server.request_log`, `server.metrics_per_customer`, the certificate and key of
`server.tls`, `store.retention`, `store.purge_interval`, `store.state_interval` and
`models.memory_budget`, `outbound` take effect without dropping a request, everything else after a restart.
A broken file is refused and the old one stays in force.

This page is printed by `footfall check-config --print-reference`.
)";

std::string heading_of(const key_group& group) {
  return group.path.empty() ? "The file" : "`" + std::string(group.path) + "`";
}

std::string default_of(const setting& row, const destination& from) {
  if (row.required) return "required";
  if (row.kind == value_kind::object || row.kind == value_kind::map || row.kind == value_kind::list)
    return "";
  const auto value = current_value(row, from);
  return value.is_null() || row.secret ? "" : "`" + value.dump() + "`";
}

void append_keys(std::string& page) {
  default_settings defaults;
  for (const auto& group : settings_keys()) {
    page += fmt::format("\n## {}\n\n| key | default | meaning | expected |\n|---|---|---|---|\n",
                        heading_of(group));
    const bool by_type = group.path == "customers.*.models[]";
    for (const auto& row : group.keys) {
      const auto value = default_of(row, defaults.where());
      page += fmt::format("| `{}` | {} | {} | {} |\n", row.name,
                          by_type && value.empty() ? "by type, see below" : value, row.description,
                          expectation(row));
    }
  }
}

std::string text_of(const model::model_option& option) {
  const bool is_duration = option.unit == model::option_unit::duration_ms;
  if (is_duration && option.preset == model::automatic) return fmt::format("`{}` automatic", option.key);
  return fmt::format("`{}` {}", option.key,
                     is_duration ? text::to_duration(static_cast<std::int64_t>(option.preset))
                                 : fmt::format("{}", option.preset));
}

std::string names_of(std::span<const events::event_type> types) {
  std::string names;
  for (const auto type : types)
    names += (names.empty() ? "" : ", ") + std::string(events::find_event_kind(type)->name);
  return names;
}

std::string text_of(std::span<const model::model_option> options) {
  std::string text;
  for (const auto& each : options) text += (text.empty() ? "" : ", ") + text_of(each);
  return text;
}

void append_models(std::string& page) {
  page +=
      "\n## Model types\n\n| type | what | learns from | needs context | options |\n"
      "|---|---|---|---|---|\n";
  for (const auto& kind : model::model_kinds())
    page += fmt::format("| `{}` | {} | {} | {} | {} |\n", kind.type, kind.title, names_of(kind.inputs),
                        kind.needs_context ? "yes" : "no", text_of(kind.options));
  page +=
      "\n## Built-in models\n\nWhat every customer has, unless `library` is `false`.\n\n| id | type "
      "|\n|---|---|\n";
  for (const auto& each : model::built_in_models())
    page += fmt::format("| `{}` | `{}` |\n", each.id, each.type);
}

std::string text_of(const std::vector<recommend::scenario_stage>& stages) {
  std::string text;
  for (const auto& stage : stages) {
    if (!text.empty()) text += ", then ";
    std::string models;
    for (const auto& part : stage.models) models += (models.empty() ? "" : " + ") + part.model;
    text += models;
  }
  return text;
}

void append_scenarios(std::string& page) {
  page +=
      "\n## Built-in scenarios\n\nWhat every customer has, unless `library` is `false`. A later stage fills "
      "up what the "
      "ones "
      "before left open.\n\n| id | stages | leaves out |\n|---|---|---|\n";
  for (const auto& each : recommend::built_in_scenarios()) {
    std::string left_out;
    for (const auto& filter : recommend::filters())
      if (!filter.leaves_out.empty() && recommend::is_enabled(filter, each.filters))
        left_out += (left_out.empty() ? "" : ", ") + std::string(filter.name);
    page += fmt::format("| `{}` | {} | {} |\n", each.id, text_of(each.stages), left_out);
  }
}

}  // namespace

std::string settings_reference() {
  std::string page(introduction);
  append_keys(page);
  append_models(page);
  append_scenarios(page);
  return page;
}

}  // namespace footfall::settings
