// Scenarios as people edit them (protocol J3): `/{solution}/v3/{customer}/structure/...`.
#include "api/content/editing.hpp"
#include "api/content/scenario_figures.hpp"
#include "api/endpoints.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

namespace footfall::api {
namespace {

constexpr auto scenario_kind = settings::document_kind::scenario;

// How many of the models of a scenario have a list.
std::string_view colour_of(const recommend::scenario& plan, const model::model_set* models) {
  std::size_t all = 0, built = 0;
  for (const auto& stage : plan.stages)
    for (const auto& part : stage.models) {
      const auto* known = models == nullptr ? nullptr : models->find(part.model);
      ++all;
      if (known != nullptr && has_list(*known)) ++built;
    }
  return built == all ? "green" : built != 0 ? "yellow" : "red";
}

result<void> write_scenarios(const endpoint_call& call, std::span<const recommend::scenario> plans,
                             http::response& out) {
  const auto spans = read_spans(call.question.target, call.settings->time_zone, plans.size());
  if (!spans) return spans.error();
  const auto models = call.owner->models.load();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("scenarioInfoList");
  json.open_array();
  for (const auto& plan : plans) {
    json.open_object();
    json.field("referenceCode", std::string_view(plan.id));
    json.field("title", std::string_view(plan.title));
    json.field("description", std::string_view(plan.description));
    json.field("enabled", plan.enabled);
    json.field("available", colour_of(plan, models.get()));
    write_statistic_items(call.owner->answers, plan.id, *spans, json);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

}  // namespace

result<void> list_scenarios(const endpoint_call& call, http::response& out) {
  return write_scenarios(call, call.settings->scenarios, out);
}

result<void> list_library_scenarios(const endpoint_call& call, http::response& out) {
  return write_scenarios(call, recommend::built_in_scenarios(), out);
}

result<void> show_scenario(const endpoint_call& call, http::response& out) {
  auto text = document_in_force(call, scenario_kind, id_in_path(call));
  if (!text) return text.error();
  out.content_type = http::json_type;
  out.body = std::move(*text);
  return {};
}

result<void> create_scenario(const endpoint_call& call, http::response& out) {
  return store_body(call, scenario_kind, true, out);
}

result<void> update_scenario(const endpoint_call& call, http::response& out) {
  return store_body(call, scenario_kind, false, out);
}

result<void> copy_library_scenario(const endpoint_call& call, http::response& out) {
  const auto library = recommend::built_in_scenarios();
  const auto from = std::ranges::find(library, id_in_path(call), &recommend::scenario::id);
  if (from == library.end()) return not_there(scenario_kind, id_in_path(call));
  auto copy = *from;
  copy.id = call.question.target.find("referencecode");
  const auto text = settings::document_of(copy);
  if (auto id = settings::id_in_document(text); !id)
    return failure{error::bad_parameter, "referenceCode: expected an id of letters, digits, _ and -"};
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (at.has(scenario_kind, copy.id))
    return refuse_edit(call, fmt::format("there is a scenario {} already", copy.id), out);
  return store_document(call, at, {scenario_kind, copy.id, text}, out);
}

result<void> delete_scenario(const endpoint_call& call, http::response& out) {
  return remove_document(call, scenario_kind, id_in_path(call), out);
}

}  // namespace footfall::api
