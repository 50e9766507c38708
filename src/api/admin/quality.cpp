// How good the catalogue of a customer is. On the admin listener.
#include "footfall/catalog/quality.hpp"

#include "api/endpoints.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "footfall/text/json_writer.hpp"

#include <string_view>

namespace footfall::api {
namespace {

constexpr std::size_t types_shown_max = 100;  // pages may track any number of them
constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t silent_after_s = std::int64_t{7} * 86'400;

void write_told(const catalog::type_quality& of, text::json_writer& json) {
  json.field("items", of.items);
  json.field("recommendable", of.recommendable);
  json.key("told");
  json.open_object();
  for (std::size_t member = 0; member < catalog::told_members; ++member)
    json.field(catalog::name_of(static_cast<catalog::told_member>(member)), of.told[member]);
  json.close_object();
  json.key("tracked");
  json.open_object();
  json.field("items", of.tracked);
  json.field("known", of.tracked_known);
  json.close_object();
}

void write_types(const catalog::catalogue_quality& found, text::json_writer& json) {
  json.key("types");
  json.open_array();
  std::size_t shown = 0;
  for (const auto& [type, of] : found) {
    if (++shown > types_shown_max) break;
    json.open_object();
    json.field("type", type);
    write_told(of, json);
    json.close_object();
  }
  json.close_array();
}

void write_events(const customer::customer& owner, std::int64_t now_ms, text::json_writer& json) {
  const auto counts = owner.item_events.of_last_day(now_ms);
  json.key("itemEvents");
  json.open_object();
  json.field("lastDay", counts.events);
  json.field("ofKnownItems", counts.known);
  json.close_object();
  json.key("kindsWithoutEvents");
  json.open_array();
  const auto since_s = now_ms / ms_per_second - silent_after_s;
  for (const auto& kind : events::event_kinds())
    if (kind.shape != events::path_shape::none && owner.kinds.newest_s(kind.type) < since_s)
      json.value(kind.name);
  json.close_array();
}

void write_categories(const catalog::catalogue* which, text::json_writer& json) {
  const auto counts = which == nullptr ? catalog::category_counts{} : catalog::categories_of(*which);
  json.key("categories");
  json.open_object();
  json.field("all", counts.all);
  json.field("withoutItems", counts.empty);
  json.close_object();
}

void write_models(const model::model_set* models, text::json_writer& json) {
  json.key("modelsWithoutItems");
  json.open_array();
  if (models != nullptr)
    for (const auto& each : models->models)
      if (!each.content || each.content->record().items == 0)
        json.value(std::string_view(each.definition.id));
  json.close_array();
}

void write_feeds(const feeds::feed_puller& puller, const std::string& customer, text::json_writer& json) {
  const auto counts = puller.figures();
  const auto of = counts.find(customer);
  json.key("feedRuns");
  json.open_object();
  for (std::size_t outcome = 0; outcome < feeds::feed_puller::run_counts{}.size(); ++outcome)
    json.field(feeds::name_of(static_cast<feeds::run_outcome>(outcome)),
               of == counts.end() ? 0 : of->second[outcome]);
  json.close_object();
}

}  // namespace

result<void> show_quality(const endpoint_call& call, http::response& out) {
  auto& owner = *call.owner;
  const auto now_ms = call.context.time.wall_ms();
  const auto catalogue = owner.catalogue.load();
  const auto found = catalog::quality_of(catalogue.get(), owner.items, owner.tracked, now_ms / ms_per_second);
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view(call.settings->id));
  json.field("trackedDays", catalog::tracked_days_shown);
  write_told(catalog::sum_of(found), json);
  write_types(found, json);
  write_events(owner, now_ms, json);
  write_categories(catalogue.get(), json);
  write_models(owner.models.load().get(), json);
  write_feeds(call.context.puller, call.settings->id, json);
  json.close_object();
  return {};
}

}  // namespace footfall::api
