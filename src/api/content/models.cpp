// Models as people edit them, and the parts of documents that have addresses of their own (protocol J3):
// submodels, editorial lists, filter sets, and what was before.
#include "api/content/editing.hpp"
#include "api/content/endpoints.hpp"
#include "api/content/model_records.hpp"
#include "footfall/recommend/filters.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace footfall::api {
namespace {

using settings::document_kind;

/// The members of a document that an address is about.
struct document_part {
  document_kind kind;
  std::string_view inside;  ///< the member that holds them; empty: the document itself
  std::vector<std::string_view> members;
};

// In the terms of the documents: `profile` looks at what is known of the user, `standard` at items.
result<document_part> filter_part(const endpoint_call& call) {
  constexpr std::size_t set_segment = 5;
  const auto set = call.question.target.segments()[set_segment];
  if (set != "standard" && set != "profile")
    return failure{error::bad_parameter,
                   fmt::format("filter set: {} is not one of standard, profile", set.substr(0, 64))};
  document_part part{document_kind::scenario, "filters", {}};
  for (const auto& row : recommend::filters())
    if (!std::holds_alternative<std::monostate>(row.enabled) && row.reads_user == (set == "profile"))
      part.members.push_back(row.name);
  return part;
}

result<void> show_part(const endpoint_call& call, const document_part& part, std::string_view id,
                       http::response& out) {
  const auto text = document_in_force(call, part.kind, id);
  if (!text) return text.error();
  out.content_type = http::json_type;
  out.body = settings::members_of(*text, part.inside, part.members);
  return {};
}

result<void> update_part(const endpoint_call& call, const document_part& part, std::string_view id,
                         http::response& out) {
  editing at(call);
  if (auto read = at.read(); !read) return read;
  const auto text = document_in_force(call, part.kind, id);
  if (!text) return text.error();
  auto changed = settings::with_members(*text, part.inside, part.members, call.question.body);
  if (!changed) return failure{error::bad_request, changed.error().detail()};
  return store_document(call, at, {part.kind, std::string(id), std::move(*changed)}, out);
}

const document_part& submodel_part() {
  static const document_part part{document_kind::model, {}, {"submodels"}};
  return part;
}

const document_part& list_part() {
  static const document_part part{document_kind::model, {}, {"items"}};
  return part;
}

constexpr std::size_t second_id_segment = 6;

}  // namespace

result<void> list_edited_models(const endpoint_call& call, http::response& out) {
  const auto models = call.owner->models.load();
  const auto scenarios = find_scenarios_of_models(call.settings->scenarios);
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("modelInfoList");
  json.open_array();
  for (const auto& each : call.settings->models)
    write_model_record({each, models ? models->find(each.id) : nullptr, scenarios}, json);
  json.close_array();
  json.close_object();
  return {};
}

result<void> show_edited_model(const endpoint_call& call, http::response& out) {
  auto text = document_in_force(call, document_kind::model, id_in_path(call));
  if (!text) return text.error();
  out.content_type = http::json_type;
  out.body = std::move(*text);
  return {};
}

result<void> create_model(const endpoint_call& call, http::response& out) {
  return store_body(call, document_kind::model, true, out);
}

result<void> update_model(const endpoint_call& call, http::response& out) {
  return store_body(call, document_kind::model, false, out);
}

result<void> delete_model(const endpoint_call& call, http::response& out) {
  return remove_document(call, document_kind::model, id_in_path(call), out);
}

result<void> show_submodels(const endpoint_call& call, http::response& out) {
  return show_part(call, submodel_part(), id_in_path(call), out);
}

result<void> update_submodels(const endpoint_call& call, http::response& out) {
  return update_part(call, submodel_part(), id_in_path(call), out);
}

result<void> show_editorial_list(const endpoint_call& call, http::response& out) {
  return show_part(call, list_part(), id_in_path(call), out);
}

result<void> update_editorial_list(const endpoint_call& call, http::response& out) {
  return update_part(call, list_part(), id_in_path(call), out);
}

result<void> show_filter_set(const endpoint_call& call, http::response& out) {
  const auto part = filter_part(call);
  if (!part) return part.error();
  return show_part(call, *part, call.question.target.segments()[second_id_segment], out);
}

result<void> update_filter_set(const endpoint_call& call, http::response& out) {
  const auto part = filter_part(call);
  if (!part) return part.error();
  return update_part(call, *part, call.question.target.segments()[second_id_segment], out);
}

result<void> show_document_history(const endpoint_call& call, http::response& out) {
  const auto kind = settings::find_document_kind(id_in_path(call));
  if (!kind)
    return failure{error::bad_parameter,
                   fmt::format("{} is not one of model, scenario", id_in_path(call).substr(0, 64))};
  const auto id = call.question.target.segments()[second_id_segment];
  auto reader = call.context.store.make_entity_reader();
  if (!reader) return reader.error();
  const auto history = settings::read_history(**reader, call.owner->number);
  if (!history) return history.error();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("versions");
  json.open_array();
  for (const auto& each : *history) {
    if (!each.what.is(*kind, id)) continue;
    json.open_object();
    json.field("since", std::string_view(text::to_iso_time(each.since_ms)));
    json.field("removed", each.what.text.empty());
    json.field("document", std::string_view(each.what.text));
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

}  // namespace footfall::api
