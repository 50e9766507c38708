#include "explanation.hpp"

#include "item_id.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace footfall::api {
namespace {

using taken_by_filters = std::map<std::string_view, std::size_t>;

taken_by_filters count_taken(const recommend::answer_record& record) {
  taken_by_filters taken;
  for (const auto& each : record.refused) ++taken[each.by->name];
  return taken;
}

void write_item(const recommendation_view& view, item_index item, text::json_writer& json) {
  const auto& key = view.items.key_of(item);
  json.field("itemType", key.type);
  json.key("itemId");
  write_item_id(json, key, view.settings.alphanumeric_items);
}

void write_cause(recommend::shortage cause, const taken_by_filters& taken, text::json_writer& json) {
  json.key("shortBecause");
  if (cause == recommend::shortage::none) {
    json.null();
    return;
  }
  json.open_object();
  json.field("cause", recommend::name_of(cause));
  if (cause == recommend::shortage::filters && !taken.empty()) {
    const auto most = std::ranges::max_element(taken, {}, &taken_by_filters::value_type::second);
    json.field("filter", most->first);
    json.field("took", most->second);
  }
  json.close_object();
}

void write_model(const recommend::model_share& part, std::string_view share_name, double share,
                 text::json_writer& json) {
  json.field("model", std::string_view(part.model->definition.id));
  json.field("title", part.model->kind->title);
  json.field(share_name, share);
}

void write_stages(const answer_explanation& why, text::json_writer& json) {
  json.key("stages");
  json.open_array();
  std::size_t number = 0;
  for (const auto& stage : why.record.stages) {
    json.open_object();
    json.field("stage", ++number);
    json.field("asked", stage.asked);
    json.field("candidates", stage.candidates);
    json.field("gave", stage.gave);
    json.key("models");
    json.open_array();
    for (const auto& part : stage.models) {
      json.open_object();
      write_model(part, "weight", double{part.share}, json);
      if (!part.part.empty()) json.field("part", std::string_view(part.part));
      if (!part.model->kind->skipped_filters.empty()) {
        json.key("skips");
        json.open_array();
        for (const auto name : part.model->kind->skipped_filters) json.value(name);
        json.close_array();
      }
      json.field("ageSeconds", (why.now_ms - part.model->content->record().built_at_ms) / 1000);
      json.close_object();
    }
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

void write_filters(const taken_by_filters& taken, text::json_writer& json) {
  json.key("filters");
  json.open_array();
  for (const auto& [name, count] : taken) {
    json.open_object();
    json.field("filter", name);
    json.field("took", count);
    json.close_object();
  }
  json.close_array();
}

void write_shares(const recommend::recorded_item& recorded, text::json_writer& json) {
  double sum = 0;
  for (const auto& part : recorded.shares) sum += double{part.share};
  json.key("models");
  json.open_array();
  for (const auto& part : recorded.shares) {
    json.open_object();
    write_model(part, "share", sum > 0 ? double{part.share} / sum : 0, json);
    json.close_object();
  }
  json.close_array();
}

void write_boosts(const recommend::recorded_item& recorded, text::json_writer& json) {
  json.key("boosts");
  json.open_array();
  for (const auto* boost : recorded.boosts) {
    json.open_object();
    json.field("boost", std::string_view(boost->by));
    json.field("places", boost->places);
    json.close_object();
  }
  json.close_array();
}

void write_items(const recommendation_view& view, const answer_explanation& why, text::json_writer& json) {
  json.key("items");
  json.open_array();
  for (std::size_t place = 0; place < why.record.items.size(); ++place) {
    const auto& item = view.content.items[place];
    const auto& recorded = why.record.items[place];
    json.open_object();
    write_item(view, item.item, json);
    json.field("relevance", item.relevance);
    json.field("place", place + 1);
    json.field("stage", recorded.stage + 1);
    write_shares(recorded, json);
    if (!recorded.boosts.empty()) write_boosts(recorded, json);
    json.key("evidence");
    json.open_array();
    for (const auto each : item.origin) {
      json.open_object();
      json.key("contextItem");
      write_item_id(json, view.items.key_of(each), view.settings.alphanumeric_items);
      json.close_object();
    }
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

void write_taken_away(const recommendation_view& view, const answer_explanation& why,
                      text::json_writer& json) {
  const auto shown = std::min<std::size_t>(why.record.refused.size(), recommend::items_max);
  json.key("takenAway");
  json.open_array();
  for (const auto& each : std::span(why.record.refused).first(shown)) {
    json.open_object();
    write_item(view, each.item, json);
    json.field("filter", each.by->name);
    json.close_object();
  }
  json.close_array();
}

}  // namespace

void write_explanation(const recommendation_view& view, const answer_explanation& why,
                       text::json_writer& json) {
  const auto taken = count_taken(why.record);
  json.key("explanation");
  json.open_object();
  json.field("scenario", view.scenario);
  json.field("milliseconds", why.milliseconds);
  json.field("asked", why.asked);
  json.field("answered", view.content.items.size());
  write_cause(view.content.cause, taken, json);
  write_stages(why, json);
  write_filters(taken, json);
  write_items(view, why, json);
  write_taken_away(view, why, json);
  json.close_object();
}

}  // namespace footfall::api
