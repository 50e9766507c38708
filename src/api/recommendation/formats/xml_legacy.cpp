// The XML body of the older recommendation API (protocol part D).
#include "legacy_reason.hpp"
#include "recommendation_format.hpp"

#include <string>
#include <string_view>

namespace footfall::api {
namespace {

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append(1, '<').append(name).append(1, '>');
  for (const char c : text) {
    if (c == '&')
      out.append("&amp;");
    else if (c == '<')
      out.append("&lt;");
    else if (c == '>')
      out.append("&gt;");
    else
      out.push_back(c);
  }
  out.append("</").append(name).append(1, '>');
}

}  // namespace

void write_xml_legacy(const recommendation_view& view, std::string& out) {
  out.append(R"(<?xml version="1.0" encoding="UTF-8"?>)").append("<list>");
  for (std::size_t place = 0; place < view.content.items.size(); ++place) {
    const auto& item = view.content.items[place];
    const auto& key = view.items.key_of(item.item);
    out.append("<recommendation>");
    append_element(out, "itemId", key.text.empty() ? std::to_string(key.number) : std::string(key.text));
    append_element(out, "reason", legacy_reason_of(item));
    append_element(out, "relevance", std::to_string(item.relevance));
    append_element(out, "itemType", std::to_string(key.type));
    if (const auto category = category_at(view, place); !category.empty())
      append_element(out, "category", category);
    out.append("</recommendation>");
  }
  out.append("</list>");
}

}  // namespace footfall::api
