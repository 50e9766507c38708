// The body of the older recommendation API (protocol part D).
#include "item_id.hpp"
#include "recommendation_format.hpp"

#include "footfall/text/json_writer.hpp"

namespace footfall::api {
namespace {

/// `CF_I2I (context: ITEMS(s))`: model and context, for people.
std::string reason_of(const recommend::recommended_item& item) {
  std::string reason(item.model);
  reason.append(" (context: ");
  if (item.origin.empty())
    reason.append("NONE");
  else if (item.origin_source == recommend::context_source::request)
    reason.append("ITEMS(s)");
  else
    reason.append(recommend::name_of(item.origin_source)).append("(s)");
  return reason.append(1, ')');
}

}  // namespace

void write_json_legacy(const recommendation_view& view, std::string& out) {
  text::json_writer json(out);
  json.open_object();
  json.key("recommendationResponseList");
  json.open_array();
  for (const auto& item : view.content.items) {
    const auto& key = view.items.key_of(item.item);
    json.open_object();
    json.field("reason", std::string_view(reason_of(item)));
    json.field("itemType", key.type);
    json.key("itemId");
    write_item_id(json, key, view.settings.alphanumeric_items);
    json.field("relevance", item.relevance);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

}  // namespace footfall::api
