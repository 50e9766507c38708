// What is known of one item. On the admin listener.
#include "api/endpoints.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <algorithm>

namespace footfall::api {
namespace {

// Of /admin/customers/{customer}/items/{itemtype}/{item}
constexpr std::size_t type_segment = 4;
constexpr std::size_t item_segment = 5;
constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t ms_per_minute = 60 * ms_per_second;

void write_categories(const customer::customer& owner, const customer::customer_settings& settings,
                      item_index item, std::int64_t now_ms, text::json_writer& json) {
  json.key("categories");
  json.open_array();
  if (settings.click_categories) {
    const auto since_s =
        std::max<std::int64_t>(now_ms - settings.click_categories_keep_ms, 0) / ms_per_second;
    owner.categories.visit(
        item, static_cast<std::uint32_t>(since_s), [&](std::string_view path, std::uint32_t last_seen_s) {
          json.open_object();
          json.field("path", path);
          json.field("lastSeen", std::string_view(text::to_iso_time(last_seen_s * ms_per_second)));
          json.close_object();
        });
  }
  json.close_array();
}

}  // namespace

result<void> show_item(const endpoint_call& call, http::response& out) {
  const auto path = call.question.target.segments();
  auto& owner = *call.owner;
  const auto& settings = *call.settings;
  const auto type = events::read_item_type(path[type_segment]);
  if (!type) return type.error();
  const auto item = events::read_item(*type, path[item_segment], settings.alphanumeric_items);
  if (!item) return item.error();
  const auto index = owner.items.find(*item);
  if (!index) return failure{error::not_found, "item: no event has named it"};

  const auto now_ms = call.context.time.wall_ms();
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("customer", std::string_view(settings.id));
  json.field("itemType", item->type);
  json.key("itemId");
  if (item->text.empty())
    json.value(item->number);
  else
    json.value(std::string_view(item->text));
  json.field("viewers", owner.viewers.viewers(*index, now_ms, settings.session_minutes * ms_per_minute));
  write_categories(owner, settings, *index, now_ms, json);
  json.field("largestRatingOfType", owner.ratings.largest(item->type));
  json.close_object();
  return {};
}

}  // namespace footfall::api
