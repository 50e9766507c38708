#include "api/content/model_records.hpp"

#include "api/content/editing.hpp"
#include "api/content/endpoints.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/model/type_codes.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace footfall::api {
namespace {

/// Words for one state of a model.
struct model_state {
  std::string_view status;  ///< for people
  std::string_view build;   ///< of its last build
};

model_state state_of(const model::built_model* built) {
  if (built == nullptr) return {"Build in progress", "QUEUED"};
  if (!built->content) return {"Failed", "FAILED"};
  return has_list(*built) ? model_state{"Active", "FINISHED"} : model_state{"Failed, no data", "FINISHED"};
}

const model::build_record* record_of(const model::built_model* built) {
  return built != nullptr && built->content ? &built->content->record() : nullptr;
}

// `CLICK`, as the documents write events outside of addresses; empty where there is none.
std::string code_of(events::event_type which) {
  const auto* const kind = events::find_event_kind(which);
  std::string code(kind == nullptr ? std::string_view() : kind->name);
  std::ranges::transform(code, code.begin(), [](unsigned char each) { return std::toupper(each); });
  return code;
}

void write_text_or_null(std::string_view name, std::string_view text, text::json_writer& json) {
  if (!text.empty()) return json.field(name, text);
  json.key(name);
  json.null();
}

// `P90D`, or as the configuration has it what is no whole number of days: `12h`. Null where the model has no
// such option, or its log is to decide.
void write_period(std::string_view name, const model::model_definition& of, std::string_view option,
                  text::json_writer& json) {
  constexpr std::int64_t day_ms = 24 * 3'600'000;
  const auto set = std::ranges::find(of.options, option, &model::option_value::key);
  std::string period;
  if (set != of.options.end() && set->value > 0) {
    const auto ms = static_cast<std::int64_t>(set->value);
    period = ms % day_ms == 0 ? fmt::format("P{}D", ms / day_ms) : text::to_duration(ms);
  }
  write_text_or_null(name, period, json);
}

void write_events(const model::model_kind* kind, text::json_writer& json) {
  const bool learns = kind != nullptr && !kind->inputs.empty();
  write_text_or_null("keyEventType", learns ? code_of(kind->inputs.front()) : std::string(), json);
  write_text_or_null("valueEventType", learns ? code_of(kind->learns_from) : std::string(), json);
}

void write_attributes(const model::model_definition& of, text::json_writer& json) {
  json.key("attributes");
  json.open_array();
  for (const auto& each : of.attributes) {
    json.open_object();
    json.field("key", std::string_view(each.key));
    json.field("type", std::string_view(each.type));
    json.field("weight", each.weight);
    json.close_object();
  }
  json.close_array();
}

void write_submodels(const model::model_definition& of, text::json_writer& json) {
  json.key("submodelSummaries");
  json.open_array();
  for (const auto& each : of.submodels) {
    json.open_object();
    json.field("attributeKey", std::string_view(each.key));
    json.field("attributeType", each.intervals.empty() ? "NOMINAL" : "NUMERIC");
    json.field("attributeSource", std::string_view(each.source));
    json.key("source");
    json.null();
    json.field("groupCount", each.groups.size() + each.intervals.size());
    json.close_object();
  }
  json.close_array();
}

// Who asks for the model, and from which type of items to which.
void write_uses(const shown_model& which, text::json_writer& json) {
  static const scenarios_of_models::mapped_type nobody;
  const auto found = which.scenarios.find(which.definition.id);
  const auto& plans = found == which.scenarios.end() ? nobody : found->second;
  json.key("scenarios");
  json.open_array();
  for (const auto* plan : plans) json.value(std::string_view(plan->id));
  json.close_array();
  json.key("itemTypeTrees");
  json.open_array();
  std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> told;
  for (const auto* plan : plans) {
    const std::pair tree(plan->input_type, plan->output_types);
    if (std::ranges::find(told, tree) != told.end()) continue;
    told.push_back(tree);
    json.open_object();
    json.field("inputItemType", plan->input_type);
    json.key("outputItemTypes");
    json.open_array();
    for (const auto type : plan->output_types) json.value(type);
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

void write_times(const model::build_record* record, std::string_view begin, std::string_view end,
                 text::json_writer& json) {
  const auto text_of = [&](std::int64_t before_ns) {
    return record == nullptr ? std::string() : text::to_iso_time(record->built_at_ms - before_ns / 1'000'000);
  };
  write_text_or_null(begin, text_of(record == nullptr ? 0 : record->duration_ns), json);
  write_text_or_null(end, text_of(0), json);
}

void write_build(const model::built_model* built, text::json_writer& json) {
  const auto* const record = record_of(built);
  json.open_object();
  json.key("taskUuid");
  json.null();
  json.field("state", state_of(built).build);
  json.field("numberOfItems", record == nullptr ? 0 : record->items);
  json.key("queueTime");
  json.null();
  write_times(record, "startTime", "finishTime", json);
  json.close_object();
}

void write_what_it_can(const model::model_kind* kind, text::json_writer& json) {
  const bool parts = kind != nullptr && model::has_parts(*kind);
  const auto is_history = [](const model::model_option& each) {
    return each.key == model::option::history.key;
  };
  json.field("websiteContextSupported", kind != nullptr && kind->needs_context);
  json.field("profileContextSupported", kind != nullptr && kind->own_history != events::history_type::none);
  json.field("submodelsSupported", parts);
  json.field("segmentsSupported", kind != nullptr && (kind->of_segment || (parts && !kind->inputs.empty())));
  json.field("relevantEventHistorySupported",
             kind != nullptr && std::ranges::any_of(kind->options, is_history));
}

}  // namespace

scenarios_of_models find_scenarios_of_models(std::span<const recommend::scenario> scenarios) {
  scenarios_of_models found;
  for (const auto& plan : scenarios)
    for (const auto& stage : plan.stages)
      for (const auto& share : stage.models) {
        auto& plans = found[share.model];
        if (plans.empty() || plans.back() != &plan) plans.push_back(&plan);
      }
  return found;
}

void write_model_record(const shown_model& which, text::json_writer& json) {
  const auto& [definition, built, scenarios] = which;
  const auto* const kind = model::find_model_kind(definition.type);
  const auto* const record = record_of(built);
  const auto code = model::code_of_type(definition.type);
  json.open_object();
  json.field("referenceCode", std::string_view(definition.id));
  json.field("modelType", code.code);
  write_text_or_null("listType", code.list, json);
  if (kind != nullptr) json.field("title", kind->title);
  json.field("status", state_of(built).status);
  json.field("active", true);
  json.field("provideRecommendations", definition.id != "editor_blacklist");
  write_events(kind, json);
  json.field("size", record == nullptr ? 0 : record->items);
  if (record != nullptr) json.field("builtAt", std::string_view(text::to_iso_time(record->built_at_ms)));
  write_period("maximumRatingAge", definition, model::option::history.key, json);
  write_period("maximumItemAge", definition, model::option::maximum_item_age.key, json);
  write_attributes(definition, json);
  write_submodels(definition, json);
  write_what_it_can(kind, json);
  write_uses(which, json);
  json.key("modelMetaData");
  json.open_object();
  write_times(record, "buildStart", "buildFinish", json);
  json.close_object();
  json.key("buildReports");
  json.open_array();
  write_build(built, json);
  json.close_array();
  json.close_object();
}

result<void> show_model_builds(const endpoint_call& call, http::response& out) {
  const auto id = id_in_path(call);
  const auto& known = call.settings->models;
  if (std::ranges::find(known, id, &model::model_definition::id) == known.end())
    return not_there(settings::document_kind::model, id);
  const auto wanted_text = call.question.target.find("lastbuildsnum");
  const auto wanted = wanted_text.empty() ? 1 : text::to_integer<std::uint32_t>(wanted_text);
  if (!wanted) return failure{error::bad_parameter, "lastBuildsNum: expected a whole number"};
  const auto models = call.owner->models.load();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("referenceCode", id);
  json.key("buildReports");
  json.open_array();
  if (*wanted != 0) write_build(models ? models->find(id) : nullptr, json);
  json.close_array();
  json.close_object();
  return {};
}

result<void> trigger_model_build(const endpoint_call& call, http::response& out) {
  const auto id = id_in_path(call);
  const auto& known = call.settings->models;
  if (std::ranges::find(known, id, &model::model_definition::id) == known.end())
    return not_there(settings::document_kind::model, id);
  call.context.builder.ask_for(call.owner->number);
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("taskUuid");
  json.null();
  json.field("state", "NEW");
  json.field("numberOfItems", 0);
  json.field("queueTime", std::string_view(text::to_iso_time(call.context.time.wall_ms())));
  json.close_object();
  return {};
}

}  // namespace footfall::api
