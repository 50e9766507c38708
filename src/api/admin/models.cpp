// Models of a customer: their state, and building them now. On the admin listener.
#include "api/endpoints.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include <algorithm>
#include <string>

namespace footfall::api {
namespace {

// With two digits behind the point.
double milliseconds(std::int64_t ns) { return static_cast<double>(ns / 10'000) / 100; }

void write_model(const model::model_set& of, const model::built_model& each, std::int64_t now_ms,
                 text::json_writer& json) {
  json.open_object();
  json.field("id", std::string_view(each.definition.id));
  json.field("type", std::string_view(each.definition.type));
  json.field("title", each.kind->title);
  if (each.kind->type != each.definition.type) json.field("builtAs", each.kind->type);
  for (const auto& option : {model::option::history, model::option::half_life})
    if (std::ranges::find(each.definition.options, option.key, &model::option_value::key) !=
        each.definition.options.end())
      json.field(option.key == model::option::history.key ? "history" : "halfLife",
                 std::string_view(text::to_duration(each.definition.ms(option))));
  json.field("state", each.content ? "active" : of.events_seen == 0 ? "no events yet" : "failed");
  if (each.content) {
    const auto& record = each.content->record();
    json.field("eventsUsed", record.events_used);
    json.field("sessionsUsed", record.sessions_used);
    json.field("items", record.items);
    json.field("memoryBytes", record.memory_bytes);
    json.field("builtAt", std::string_view(text::to_iso_time(record.built_at_ms)));
    json.field("buildMilliseconds", milliseconds(record.duration_ns));
    json.field("fromChanges", record.from_changes);
    json.field("sessionsChanged", record.sessions_changed);
    json.field("stateBytes", record.state_bytes);
    json.key("stages");
    json.open_array();
    for (const auto& stage : record.stages) {
      json.open_object();
      json.field("name", stage.name);
      json.field("milliseconds", milliseconds(stage.duration_ns));
      json.field("memoryBytes", stage.memory_bytes);
      json.close_object();
    }
    json.close_array();
    json.field("ageSeconds", (now_ms - record.built_at_ms) / 1000);
    json.field("countsFrom", std::string_view(text::to_iso_time(record.reference_time_ms)));
    json.field("countsFromNewestEvent", record.counts_from_newest_event);
    if (each.definition.ms(model::option::short_window) > 0) json.field("shortWindow", record.short_window);
  }
  json.close_object();
}

void write_choice(const model::weight_choice& choice, text::json_writer& json) {
  json.open_object();
  const auto* kind = events::find_event_kind(choice.learns_from);
  json.field("event", kind == nullptr ? std::string_view{} : kind->name);
  json.field("sessionWeight", choice.session_weight);
  json.field("defaultSessionWeight", model::session_weight_default);
  json.field("setWeight", choice.set_weight);
  json.field("defaultSetWeight", model::set_weight_default);
  json.field("ownWeight", choice.own_weight);
  json.field("defaultOwnWeight", model::own_weight_default);
  const auto duration_of = [](std::int64_t ms) {
    return ms < 0 ? std::string("by type") : text::to_duration(ms);
  };
  json.field("history", std::string_view(duration_of(choice.history_ms)));
  json.field("halfLife", std::string_view(duration_of(choice.half_life_ms)));
  json.field("sessions", choice.by_sets ? "as sets" : "in order");
  json.field("isDefault", choice.is_default);
  json.field("reason", std::string_view(choice.reason));
  json.field("chosenAt", std::string_view(text::to_iso_time(choice.chosen_at_ms)));
  json.field("heldOutDays", choice.days);
  json.field("heldOutSessions", choice.sessions);
  json.field("queries", choice.queries);
  json.field("hitRate", choice.hit_rate);
  json.field("reciprocalRank", choice.reciprocal_rank);
  json.field("defaultHitRate", choice.default_hit_rate);
  json.field("defaultReciprocalRank", choice.default_reciprocal_rank);
  json.field("milliseconds", choice.spent_ns / 1'000'000);
  json.close_object();
}

// Documents of the store that are not in force.
void write_refused(const customer::customer_settings& of, text::json_writer& json) {
  json.key("refusedDocuments");
  json.open_array();
  for (const auto& each : of.refused_documents) {
    json.open_object();
    json.field("document", std::string_view(each.name));
    json.field("why", std::string_view(each.why));
    json.close_object();
  }
  json.close_array();
}

}  // namespace

result<void> list_models(const endpoint_call& call, http::response& out) {
  const auto models = call.owner->models.load();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view(call.settings->id));
  json.field("building", call.context.builder.building());
  json.key("models");
  json.open_array();
  if (models) {
    for (const auto& each : models->models) write_model(*models, each, call.context.time.wall_ms(), json);
  } else {
    for (const auto& definition : call.settings->models) {
      json.open_object();
      json.field("id", std::string_view(definition.id));
      json.field("type", std::string_view(definition.type));
      json.field("state", "not built yet");
      json.close_object();
    }
  }
  json.close_array();
  write_refused(*call.settings, json);
  if (models) json.field("repurchaseShare", models->repurchase_share);
  json.key("chosenWeights");
  json.open_array();
  if (models)
    for (const auto& choice : models->choices) write_choice(choice, json);
  json.close_array();
  json.close_object();
  return {};
}

result<void> build_models(const endpoint_call& call, http::response& out) {
  auto& builder = call.context.builder;
  const auto wait_text = call.question.target.find("wait");
  const auto wait = wait_text.empty() ? std::optional(false) : text::to_boolean(wait_text);
  if (!wait) return failure{error::bad_parameter, "wait: expected true or false"};
  if (!*wait) {
    builder.ask_for(call.owner->number);
    out.status = 202;
    out.content_type = http::json_type;
    out.body = R"({"state":"scheduled"})";
    return {};
  }
  if (auto built = builder.build_now(call.owner->number); !built) return built;
  return list_models(call, out);
}

}  // namespace footfall::api
