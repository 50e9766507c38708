#include "api/content/item_xml.hpp"

#include "api/xml_text.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

namespace footfall::api {
namespace {

using catalog::item;
using catalog::item_texts;

void append_known(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) append_xml_element(out, name, value);
}

void append_list(std::string& out, std::string_view list, std::string_view entry,
                 const std::vector<std::string>& values) {
  if (values.empty()) return;
  out.append(1, '<').append(list).append(1, '>');
  for (const auto& value : values) append_xml_element(out, entry, value);
  out.append("</").append(list).append(1, '>');
}

// A slash within a name is told from one between names by a backslash, as imports read it.
std::string path_text(const catalog::category_path& path) {
  std::string text;
  for (const auto& name : path) {
    text += '/';
    for (const char byte : name) text.append(byte == '/' ? "\\/" : std::string(1, byte));
  }
  return text;
}

void append_attribute(std::string& out, const catalog::item_attribute& of, std::string_view value) {
  out += "<attribute key=\"";
  append_xml_escaped(out, of.key);
  out += "\" value=\"";
  append_xml_escaped(out, value);
  out.append("\" type=\"").append(catalog::name_of(of.type)).append("\"/>");
}

void append_attributes(std::string& out, const item& which) {
  if (which.attributes.empty()) return;
  out += "<attributes>";
  for (const auto& attribute : which.attributes) {
    for (const auto& value : attribute.texts) append_attribute(out, attribute, value);
    for (const auto value : attribute.numbers) append_attribute(out, attribute, fmt::format("{}", value));
  }
  out += "</attributes>";
}

void append_texts(std::string& out, const item& which, std::string_view language) {
  const auto found = which.translations.find(std::string(language));
  const auto text = [&](const std::string& own, std::string item_texts::*member) -> const std::string& {
    const bool has = found != which.translations.end() && !(found->second.*member).empty();
    return has ? found->second.*member : own;
  };
  append_known(out, "title", text(which.title, &item_texts::title));
  append_known(out, "description", text(which.description, &item_texts::description));
}

}  // namespace

void append_item_xml(std::string& out, const item& which, std::string_view language) {
  out += R"(<?xml version="1.0" encoding="UTF-8"?><items version="1"><item id=")";
  append_xml_escaped(out, which.id);
  out += fmt::format("\" type=\"{}\">", which.type);
  append_texts(out, which, language);
  if (which.price)
    out +=
        fmt::format(R"(<price currency="{}">{}</price>)", which.price->unit.code(), which.price->minor_units);
  if (which.valid_from_ms) append_xml_element(out, "validfrom", text::to_iso_time(*which.valid_from_ms));
  if (which.valid_to_ms) append_xml_element(out, "validto", text::to_iso_time(*which.valid_to_ms));
  std::vector<std::string> paths;
  for (const auto& path : which.categories) paths.push_back(path_text(path));
  append_list(out, "categorypaths", "categorypath", paths);
  append_list(out, "imageurls", "imageurl", which.images);
  append_known(out, "deeplinkurl", which.link);
  append_attributes(out, which);
  out += "</item></items>";
}

}  // namespace footfall::api
