// A list of items in the order in which a user likes them: `/{solution}/v2/{customer}/{user}/rerank.json`.
#include "api/endpoints.hpp"
#include "api/recommendation/formats/recommendation_format.hpp"
#include "api/recommendation/item_attributes.hpp"
#include "api/recommendation/recommendation_query.hpp"
#include "api/request_parts.hpp"
#include "api/user_values.hpp"
#include "footfall/events/read_event.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace footfall::api {
namespace {

constexpr std::size_t items_most = 1000;

failure bad_items(std::string_view detail) {
  return {error::bad_parameter, fmt::format("items: {}", detail)};
}

/// The items of a body like `{"items": [12, 7, "13"]}`, each once.
result<std::vector<item_key>> read_items(std::string_view body, std::uint32_t type, bool alphanumeric) {
  const auto parsed = nlohmann::json::parse(body, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("items") || !parsed["items"].is_array())
    return bad_items(R"(expected a body like {"items": [12, 7, 13]})");
  const auto& list = parsed["items"];
  if (list.size() > items_most) return bad_items(fmt::format("{} are more than {}", list.size(), items_most));
  std::vector<item_key> items;
  for (const auto& each : list) {
    if (!each.is_string() && !each.is_number_unsigned()) return bad_items("expected numbers or texts");
    auto item =
        events::read_item(type, each.is_string() ? each.get<std::string>() : each.dump(), alphanumeric);
    if (!item) return bad_items(item.error().detail());
    if (std::ranges::find(items, *item) == items.end()) items.push_back(std::move(*item));
  }
  return items;
}

std::vector<item_index> known_of(const std::vector<item_key>& items,
                                 const catalog::item_dictionary& dictionary) {
  std::vector<item_index> known;
  for (const auto& key : items)
    if (const auto index = dictionary.find(key)) known.push_back(*index);
  std::ranges::sort(known);
  return known;
}

// The scenario that is asked, without what it would leave out: the list stays whole.
result<recommend::scenario> read_plan(const endpoint_call& call) {
  const auto asked = call.question.target.find("scenario");
  const auto found = find_scenario(*call.settings, asked.empty() ? "personalized" : asked);
  if (!found) return found.error();
  auto plan = **found;
  plan.filters = recommend::nothing_left_out();
  for (auto& stage : plan.stages) stage.category = recommend::category_scope::site;
  return plan;
}

// What the answer would leave out comes last, in the order of the request.
std::vector<item_key> unranked_of(std::vector<item_key> items, const recommend::recommendation& ranked,
                                  const catalog::item_dictionary& dictionary) {
  std::erase_if(items, [&](const item_key& key) {
    return std::ranges::any_of(ranked.items, [&](const recommend::recommended_item& each) {
      return dictionary.key_of(each.item) == key;
    });
  });
  return items;
}

// The items in the order in which the user likes them.
result<recommend::recommendation> put_in_order(const endpoint_call& call, const recommend::scenario& plan,
                                               const model::model_set& models, const recommend::query& asked,
                                               std::span<const item_index> group,
                                               const catalog::catalogue* catalogue, std::int64_t now_ms) {
  if (group.empty()) return recommend::recommendation{};
  const auto& [context, question, owner, settings] = call;
  std::vector<profile::history_entry> history;
  const auto user = context.hasher.hash(settings->id, question.target.segments()[3]);
  context.histories.read(*owner, user, history);
  const auto said = owner->user_attributes.of(user);
  const auto values = user_values_of(said);
  note_preferred_attributes(*owner, asked, values, now_ms);
  return recommend::recommend(asked, {.plan = plan,
                                      .models = models,
                                      .items = owner->items,
                                      .history = history,
                                      .now_ms = now_ms,
                                      .categories = categories_of(*owner, *settings, catalogue, now_ms),
                                      .group = group,
                                      .offered = {catalogue, settings->unknown_items, settings->currency},
                                      .user_values = values,
                                      .user = user,
                                      .language = question.target.find("lang"),
                                      .happened = &owner->segments,
                                      .segment_inactive_after_ms = settings->segment_inactive_after_ms});
}

}  // namespace

result<void> rerank(const endpoint_call& call, http::response& out) {
  const auto& [context, question, owner, settings] = call;
  const auto segments = question.target.segments();
  const auto plan = read_plan(call);
  if (!plan) return plan.error();
  const auto parameters = read_recommendation_query(question.target, *plan, settings->alphanumeric_items);
  if (!parameters) return parameters.error();
  const auto items =
      read_items(question.body, parameters->output_type.value_or(recommend::default_output_type(*plan)),
                 settings->alphanumeric_items);
  if (!items) return items.error();
  const auto models = owner->models.load();  // what it says is told with its names
  if (!models)
    return failure{error::not_ready, "the models of this customer are being built for the first time"};
  const auto& dictionary = owner->items;
  const auto catalogue = owner->catalogue.load();
  const auto now_ms = context.time.wall_ms();
  auto found =
      put_in_order(call, *plan, *models, *parameters, known_of(*items, dictionary), catalogue.get(), now_ms);
  if (!found) return found.error();
  auto& ranked = *found;
  ranked.context_items.clear();
  const auto unranked = unranked_of(*items, ranked, dictionary);
  const shown_attributes attributes{read_wanted_attributes(question.target), catalogue.get(), now_ms};
  const auto endpoints = context.settings.load();
  const auto* format = find_format(format_family::v2, "json");
  out.content_type = format->content_type;
  format->write({.settings = *settings,
                 .items = dictionary,
                 .content = ranked,
                 .viewers = {},
                 .event_host = event_host_of(*endpoints, question),
                 .user = segments[3],
                 .scenario = plan->id,
                 .category_path = {},
                 .attributes = &attributes,
                 .unranked = unranked},
                out.body);
  return {};
}

}  // namespace footfall::api
