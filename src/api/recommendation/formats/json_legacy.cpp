// The body of the older recommendation API (protocol part D).
#include "item_id.hpp"
#include "legacy_reason.hpp"
#include "recommendation_format.hpp"

#include "footfall/text/json_writer.hpp"

namespace footfall::api {
void write_json_legacy(const recommendation_view& view, std::string& out) {
  text::json_writer json(out);
  json.open_object();
  json.key("recommendationResponseList");
  json.open_array();
  for (std::size_t place = 0; place < view.content.items.size(); ++place) {
    const auto& item = view.content.items[place];
    const auto& key = view.items.key_of(item.item);
    json.open_object();
    json.field("reason", std::string_view(legacy_reason_of(item, view.content)));
    json.field("itemType", key.type);
    json.key("itemId");
    write_item_id(json, key, view.settings.alphanumeric_items);
    json.field("relevance", item.relevance);
    if (const auto category = category_at(view, place); !category.empty()) json.field("category", category);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

}  // namespace footfall::api
