// The item XML of the content interface: all of a document or nothing.
#include "dates.hpp"
#include "formats.hpp"
#include "plain_text.hpp"
#include "prices.hpp"
#include "xml_records.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace footfall::catalog_import {

namespace {

bool is_integer(std::string_view text, std::int64_t low, std::int64_t high) {
  const auto value = text::to_integer<std::int64_t>(trim(text));
  return value && *value >= low && *value <= high;
}

bool is_key(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string_view::npos;
}

std::optional<catalog::attribute_type> type_named(std::string_view name) {
  using catalog::attribute_type;
  if (name.empty()) return attribute_type::nominal;
  for (const auto type : {attribute_type::nominal, attribute_type::numeric, attribute_type::text})
    if (catalog::name_of(type) == name) return type;
  return std::nullopt;
}

// Checks an item against the schema while it becomes a draft; the first mistake refuses the document.
class item_reader {
 public:
  explicit item_reader(draft_sink& to) : to_(to) {}

  void take(const xml_element& item) {
    made_ = {};
    made_.place = fmt::format("{}", item.line);
    made_.price_in_minor_units = true;
    made_.keep_keys = true;
    made_.may_repeat = true;
    if (item.name != "item") return mistake(item, fmt::format("<{}> where <item> is expected", item.name));
    const auto id = item.attribute("id");
    if (trim(id).empty() || (!to_.settings().string_ids && !is_integer(id, 1, 2147483647)))
      return mistake(item, fmt::format("item: id \"{}\" is not a number from 1 to 2147483647", id));
    if (!is_integer(item.attribute("type"), 1, 2147483647))
      return mistake(item,
                     fmt::format("item {}: type \"{}\" is not a number from 1", id, item.attribute("type")));
    made_.add(target::id, id);
    made_.type = text::to_integer<std::uint32_t>(trim(item.attribute("type")));
    for (const auto& field : item.children)
      if (!field.name.empty()) read(field);
    if (!to_.refused()) to_.take(std::move(made_));
  }

 private:
  void mistake(const xml_element& where, const std::string& what) {
    to_.refuse_file({"not-valid", fmt::format("{}", where.line), what});
  }

  void read(const xml_element& field) {
    if (field.name == "description") return made_.add(target::description, field.text);
    if (field.name == "title") return made_.add(target::title, field.text);
    if (field.name == "price") return read_price(field);
    if (field.name == "validfrom") return read_date_field(field, target::valid_from);
    if (field.name == "validto") return read_date_field(field, target::valid_to);
    if (field.name == "deeplinkurl") return made_.add(target::link, trim(field.text));
    if (field.name == "categorypaths") return each(field, "categorypath", &item_reader::read_path);
    if (field.name == "imageurls") return each(field, "imageurl", &item_reader::read_image);
    if (field.name == "content") return each(field, "content-data", &item_reader::read_content);
    if (field.name == "attributes") return each(field, "attribute", &item_reader::read_attribute);
    if (field.name != "categoryids") mistake(field, fmt::format("<{}> is not known in an item", field.name));
  }

  void each(const xml_element& list, std::string_view name,
            void (item_reader::*read_one)(const xml_element&)) {
    for (const auto& entry : list.children) {
      if (entry.name.empty()) continue;
      if (entry.name != name)
        return mistake(entry, fmt::format("<{}> where <{}> is expected", entry.name, name));
      (this->*read_one)(entry);
    }
  }

  void read_price(const xml_element& field) {
    const auto unit = field.attribute("currency");
    if (!is_integer(field.text, 0, 1'000'000'000'000'000))
      return mistake(field,
                     fmt::format("price: \"{}\" is not a whole number of minor units", trim(field.text)));
    if (!unit.empty() && !text::find_currency(unit))
      return mistake(field, fmt::format("price: currency \"{}\" is none of ISO 4217", unit));
    made_.add(target::price, trim(field.text));
    made_.add(target::currency, unit);
  }

  void read_date_field(const xml_element& field, target what) {
    const auto value = trim(field.text);
    if (value.empty()) return;
    if (value.size() < 10 || value[4] != '-' || !read_date(value, {}).time_ms)
      return mistake(field,
                     fmt::format("{}: \"{}\" is not a time such as 2026-01-31T12:00:00", field.name, value));
    made_.add(what, value);
  }

  void read_path(const xml_element& field) {
    catalog::category_path path;
    for (auto& name : split(trim(field.text), '/', true))
      if (!trim(name).empty()) path.push_back(std::move(name));
    if (!path.empty()) made_.paths.push_back(std::move(path));
  }
  void read_image(const xml_element& field) { made_.add(target::image, trim(field.text)); }

  void read_content(const xml_element& field) {
    const auto key = field.attribute("key");
    if (!is_key(key))
      return mistake(field, fmt::format("content-data: key \"{}\" is not of letters, digits, _", key));
    if (key == "title")
      made_.add(target::title, field.text);
    else
      made_.add_attribute(key, field.text, catalog::attribute_type::text);
  }

  void read_attribute(const xml_element& field) {
    const auto key = field.attribute("key");
    const auto value = field.attribute("value");
    const auto type = type_named(field.attribute("type"));
    if (!is_key(key))
      return mistake(field, fmt::format("attribute: key \"{}\" is not of letters, digits, _", key));
    if (!type)
      return mistake(field, fmt::format("attribute {}: type \"{}\" is none of NOMINAL, NUMERIC, TEXT", key,
                                        field.attribute("type")));
    if (*type == catalog::attribute_type::numeric && !read_number(value))
      return mistake(field, fmt::format("attribute {}: \"{}\" is not a number", key, value));
    made_.add_attribute(key, value, *type);
  }

  draft_sink& to_;
  draft made_;
};

// What the root says of its version must be 1; nothing when it does.
std::optional<feed_refusal> check_version(std::string_view text) {
  const auto name = root_name(text);
  const auto begin = name.empty() ? text.size() : static_cast<std::size_t>(name.data() - text.data());
  const auto tag = text.substr(begin, text.find('>', begin) - begin);
  static const re2::RE2 version(R"(\sversion\s*=\s*["']1["'])");
  if (re2::RE2::PartialMatch(re2::StringPiece(tag.data(), tag.size()), version)) return std::nullopt;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  return feed_refusal{"not-valid", fmt::format("{}", line), "items: version is not 1"};
}

}  // namespace

void read_item_xml(const feed_members& members, draft_sink& to) {
  item_reader reader(to);
  for (const auto& member : members) {
    const auto text =
        std::string_view(member.text).substr(std::min(member.text.find('<'), member.text.size()));
    const auto why = read_xml(
        text, [](std::string_view, int depth) { return depth == 2; },
        [&](const xml_element& item) {
          if (!to.refused()) reader.take(item);
        });
    if (why)
      to.refuse_file(*why);
    else if (const auto wrong = check_version(text))
      to.refuse_file(*wrong);
  }
}

}  // namespace footfall::catalog_import
