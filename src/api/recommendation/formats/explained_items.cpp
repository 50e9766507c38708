#include "explained_items.hpp"

#include "footfall/catalog/catalogue.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/model/item_ratings.hpp"
#include "footfall/model/model_option.hpp"
#include "footfall/model/ranking.hpp"
#include "footfall/model/session_counts.hpp"
#include "item_id.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

std::optional<catalog::item> read_told(const recommendation_view& view, item_index which) {
  const auto* catalogue = view.attributes == nullptr ? nullptr : view.attributes->catalogue;
  if (catalogue == nullptr || catalogue->find(which) == nullptr) return std::nullopt;
  auto item = catalogue->read(which);
  return item ? std::optional(std::move(*item)) : std::nullopt;
}

void write_price(const recommendation_view& view, item_index which, text::json_writer& json) {
  constexpr std::int64_t ms_per_second = 1000;
  const auto& record = *view.attributes->catalogue->find(which);
  const auto minor = catalog::price_at(record, view.attributes->now_ms / ms_per_second);
  if (!minor) return;
  json.field("price", static_cast<double>(*minor) / std::pow(10.0, text::minor_digits(record.unit)));
  json.field("currency", record.unit.code());
}

/// The sessions of events of a type; null when no model keeps any.
const model::session_counts* sessions_of(const model::model_set& models, events::event_type type) {
  for (const auto& built : models.models)
    if (built.kind != nullptr && built.content && built.kind->learns_from == type)
      if (const auto* found = dynamic_cast<const model::session_counts*>(built.content.get())) return found;
  return nullptr;
}

void write_counts(const answer_explanation& why, const model::built_model& loudest, item_index context,
                  item_index item, text::json_writer& json) {
  const auto* sessions = dynamic_cast<const model::session_counts*>(loudest.content.get());
  if (sessions == nullptr) sessions = sessions_of(why.models, loudest.kind->learns_from);
  const auto* event = events::find_event_kind(loudest.kind->learns_from);
  if (sessions == nullptr || event == nullptr) return;
  const auto counts = sessions->count_pair(context, item);
  json.field("together", counts.together);
  json.field("ofContext", counts.of_context);
  json.field("ofItem", counts.of_item);
  json.field("event", event->name);
}

using item_values = std::vector<std::string>;

item_values compared_values(const catalog::item& of, std::string_view key) {
  item_values found;
  if (key == "category")
    for (const auto& path : of.categories) found.push_back(fmt::format("{}", fmt::join(path, "/")));
  else if (key == "brand" && !of.brand.empty())
    found.push_back(of.brand);
  for (const auto& attribute : of.attributes)
    if (attribute.key == key) found.insert(found.end(), attribute.texts.begin(), attribute.texts.end());
  return found;
}

bool agree(const catalog::item& left, const catalog::item& right, std::string_view key) {
  const auto others = compared_values(right, key);
  return std::ranges::any_of(compared_values(left, key), [&](const std::string& value) {
    return std::ranges::find(others, value) != others.end();
  });
}

// The attributes by which the model compares of which both have a value in common.
void write_matches(const recommendation_view& view, const model::built_model& loudest, item_index context,
                   item_index item, text::json_writer& json) {
  const auto left = read_told(view, context);
  const auto right = read_told(view, item);
  std::vector<std::string> keys;
  for (const auto& each : loudest.definition.attributes) keys.push_back(each.key);
  if (keys.empty()) keys = {"category", "brand"};
  json.key("matches");
  json.open_array();
  for (const auto& key : keys)
    if (left && right && agree(*left, *right, key)) json.value(std::string_view(key));
  json.close_array();
}

}  // namespace

void write_explained_item(const recommendation_view& view, item_index which, text::json_writer& json) {
  const auto& key = view.items.key_of(which);
  json.field("itemType", key.type);
  json.key("itemId");
  write_item_id(json, key, view.settings.alphanumeric_items);
  const auto told = read_told(view, which);
  if (!told) return;
  if (!told->title.empty()) json.field("title", std::string_view(told->title));
  write_price(view, which, json);
  if (!told->images.empty()) json.field("picture", std::string_view(told->images.front()));
  if (!told->categories.empty())
    json.field("category", std::string_view(fmt::format("{}", fmt::join(told->categories.front(), "/"))));
}

void write_evidence(const recommendation_view& view, const answer_explanation& why,
                    const recommend::recommended_item& item, const recommend::recorded_item& recorded,
                    text::json_writer& json) {
  json.key("evidence");
  json.open_array();
  const auto* loudest = recorded.shares.empty() ? nullptr : recorded.shares.front().model;
  for (const auto context : item.origin) {
    json.open_object();
    json.key("contextItem");
    write_item_id(json, view.items.key_of(context), view.settings.alphanumeric_items);
    if (const auto told = read_told(view, context); told && !told->title.empty())
      json.field("title", std::string_view(told->title));
    if (loudest != nullptr && !loudest->kind->inputs.empty())
      write_counts(why, *loudest, context, item.item, json);
    else if (loudest != nullptr)
      write_matches(view, *loudest, context, item.item, json);
    json.close_object();
  }
  json.close_array();
}

void write_popularity(const answer_explanation& why, item_index item, text::json_writer& json) {
  json.key("popularity");
  for (const auto& built : why.models.models) {
    const auto* ranks = built.content ? built.content->ranks() : nullptr;
    if (ranks == nullptr || built.kind == nullptr || built.kind->family != model::model_family::popularity)
      continue;
    const auto score = ranks->score_of(item);
    if (!(score > 0)) continue;
    const auto first =
        std::ranges::lower_bound(ranks->items(), score, std::greater(), &model::ranked_item::score);
    json.open_object();
    json.field("place", static_cast<std::size_t>(first - ranks->items().begin()) + 1);
    json.field("events", std::round(10 * double{score}) / 10);
    json.field("days",
               built.definition.ms(model::option::history) / static_cast<std::int64_t>(model::day_ms));
    json.field("model", std::string_view(built.definition.id));
    json.close_object();
    return;
  }
  json.null();
}

void write_rating(const recommend::recorded_item& recorded, item_index item, text::json_writer& json) {
  if (recorded.shares.empty()) return;
  const auto* ratings =
      dynamic_cast<const model::item_ratings*>(recorded.shares.front().model->content.get());
  const auto rating = ratings == nullptr ? std::nullopt : ratings->rating_of(item);
  if (!rating) return;
  json.key("rating");
  json.open_object();
  json.field("score", double{rating->score});
  json.field("raters", rating->raters);
  json.close_object();
}

}  // namespace footfall::api
