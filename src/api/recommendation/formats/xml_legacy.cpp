// The XML body of the older recommendation API (protocol part D).
#include "legacy_reason.hpp"
#include "recommendation_format.hpp"

#include "api/xml_text.hpp"

#include <string>
#include <string_view>

namespace footfall::api {

void write_xml_legacy(const recommendation_view& view, std::string& out) {
  out.append(R"(<?xml version="1.0" encoding="UTF-8"?>)").append("<list>");
  for (std::size_t place = 0; place < view.content.items.size(); ++place) {
    const auto& item = view.content.items[place];
    const auto& key = view.items.key_of(item.item);
    out.append("<recommendation>");
    append_xml_element(out, "itemId", key.text.empty() ? std::to_string(key.number) : std::string(key.text));
    append_xml_element(out, "reason", legacy_reason_of(item, view.content));
    append_xml_element(out, "relevance", std::to_string(item.relevance));
    append_xml_element(out, "itemType", std::to_string(key.type));
    if (const auto category = category_at(view, place); !category.empty())
      append_xml_element(out, "category", category);
    out.append("</recommendation>");
  }
  out.append("</list>");
}

}  // namespace footfall::api
