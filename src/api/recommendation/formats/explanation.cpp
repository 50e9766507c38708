#include "explanation.hpp"

#include "explained_items.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::api {
namespace {

using taken_by_filters = std::map<std::string_view, std::size_t>;

taken_by_filters count_taken(const recommend::answer_record& record) {
  taken_by_filters taken;
  for (const auto& each : record.refused) ++taken[each.by->name];
  return taken;
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
      json.field("revision", part.model->serves_ms);
      json.close_object();
    }
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

// Attributes that the request wanted to be parts by themselves, and why they are not.
void write_refused_keys(std::span<const recommend::attribute_selector> selectors, text::json_writer& json) {
  json.key("refusedKeys");
  json.open_array();
  for (const auto& each : selectors) {
    if (each.refused.empty()) continue;
    json.open_object();
    json.field("key", std::string_view(each.key));
    json.field("reason", each.refused);
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

// What the models have added up to.
double sum_of(const recommend::recorded_item& recorded) {
  double sum = 0;
  for (const auto& part : recorded.shares) sum += double{part.share};
  return sum;
}

void write_shares(const recommend::recorded_item& recorded, text::json_writer& json) {
  const auto sum = sum_of(recorded);
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
    write_explained_item(view, item.item, json);
    json.field("relevance", item.relevance);
    json.field("place", place + 1);
    json.field("stage", recorded.stage + 1);
    json.field("score", sum_of(recorded));
    if (place < why.viewers.size()) json.field("viewers", why.viewers[place]);
    write_shares(recorded, json);
    if (!recorded.boosts.empty()) write_boosts(recorded, json);
    write_evidence(view, why, item, recorded, json);
    write_popularity(why, item.item, json);
    write_rating(recorded, item.item, json);
    json.close_object();
  }
  json.close_array();
}

// Those that would have been in the list first, in its order.
void write_taken_away(const recommendation_view& view, const answer_explanation& why,
                      text::json_writer& json) {
  const auto place_of = [&](const recommend::refused_item& each) {
    const auto found = std::ranges::find(why.unfiltered, each.item, &recommend::recommended_item::item);
    return static_cast<std::size_t>(found - why.unfiltered.begin());
  };
  // Filters may have taken a hundred thousand: they are ascending by item.
  std::vector<recommend::refused_item> refused;
  for (const auto& each : why.unfiltered) {
    const auto found =
        std::ranges::lower_bound(why.record.refused, each.item, {}, &recommend::refused_item::item);
    if (found != why.record.refused.end() && found->item == each.item) refused.push_back(*found);
  }
  for (const auto& each : why.record.refused) {
    if (refused.size() >= recommend::items_max) break;
    if (place_of(each) == why.unfiltered.size()) refused.push_back(each);
  }
  json.key("takenAway");
  json.open_array();
  for (const auto& each : refused) {
    json.open_object();
    write_explained_item(view, each.item, json);
    json.field("filter", each.by->name);
    if (const auto place = place_of(each); place < why.unfiltered.size()) {
      json.field("relevance", why.unfiltered[place].relevance);
      json.field("place", place + 1);
    }
    json.close_object();
  }
  json.close_array();
}

void write_context(const recommendation_view& view, text::json_writer& json) {
  json.key("context");
  json.open_array();
  for (std::size_t place = 0; place < view.content.context_items.size(); ++place) {
    const auto& used = view.content.context_items[place];
    if (!used.index) continue;
    json.open_object();
    write_explained_item(view, *used.index, json);
    json.field("source", recommend::name_of(used.sources.front()));
    json.field("viewers", view.viewers[place]);
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
  json.field("settingsVersion", why.settings_version);
  write_context(view, json);
  write_stages(why, json);
  write_refused_keys(why.selectors, json);
  write_filters(taken, json);
  write_items(view, why, json);
  write_taken_away(view, why, json);
  json.close_object();
}

}  // namespace footfall::api
