// The item value from JSON.
#include "footfall/catalog/read_item.hpp"

#include "footfall/text/time.hpp"

#include <nlohmann/json.hpp>

namespace footfall::catalog {

namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* name) {
  const auto place = object.find(name);
  return place == object.end() || !place->is_string() ? std::string() : place->get<std::string>();
}

std::optional<std::int64_t> time_of(const json& object, const char* name) {
  const auto time = text::read_time_ms(text_of(object, name));
  return time ? std::optional(*time) : std::nullopt;
}

const json& member(const json& object, const char* name) {
  static const json nothing;
  const auto place = object.find(name);
  return place == object.end() ? nothing : *place;
}

void read_attributes(const json& from, item& to) {
  for (const auto& attribute : from.items())
    for (const auto type : {attribute_type::nominal, attribute_type::numeric, attribute_type::text}) {
      const auto values = attribute.value().find(name_of(type));
      if (values == attribute.value().end()) continue;
      auto& read = to.attributes.emplace_back(item_attribute{attribute.key(), type, {}, {}});
      if (type == attribute_type::numeric)
        read.numbers = values->get<std::vector<double>>();
      else
        read.texts = values->get<std::vector<std::string>>();
    }
}

void read_prices(const json& document, item& to) {
  if (const auto& price = member(document, "price"); price.is_object()) {
    const auto unit = text::find_currency(text_of(price, "currency"));
    if (unit) to.price = text::price{member(price, "minor").get<std::int64_t>(), *unit};
  }
  if (const auto& sale = member(document, "sale"); sale.is_object())
    to.sale =
        sale_price{member(sale, "minor").get<std::int64_t>(), time_of(sale, "from"), time_of(sale, "to")};
}

item to_item(const json& document) {
  item read;
  read.type = document.value("type", 1U);
  read.id = text_of(document, "id");
  read.title = text_of(document, "title");
  read.description = text_of(document, "description");
  read.body = text_of(document, "body");
  read.language = text_of(document, "language");
  read.link = text_of(document, "link");
  read.brand = text_of(document, "brand");
  read.group = text_of(document, "group");
  read.visible = document.value("visible", true);
  read.valid_from_ms = time_of(document, "valid_from");
  read.valid_to_ms = time_of(document, "valid_to");
  read.added_ms = time_of(document, "added");
  read.available = availability_named(text_of(document, "availability"));
  read_prices(document, read);
  if (const auto& images = member(document, "images"); images.is_array())
    read.images = images.get<std::vector<std::string>>();
  if (const auto& members = member(document, "from_clicks"); members.is_array())
    read.from_clicks = members.get<std::vector<std::string>>();
  if (const auto& paths = member(document, "categories"); paths.is_array())
    read.categories = paths.get<std::vector<category_path>>();
  if (const auto& attributes = member(document, "attributes"); attributes.is_object())
    read_attributes(attributes, read);
  if (const auto& translations = member(document, "translations"); translations.is_object())
    for (const auto& texts : translations.items())
      read.translations[texts.key()] = {text_of(texts.value(), "title"),
                                        text_of(texts.value(), "description")};
  return read;
}

}  // namespace

result<item> read_item(std::string_view text) {
  try {
    const auto document = json::parse(text, nullptr, false);
    if (document.is_object()) return to_item(document);
  } catch (const json::exception&) {
    // A member of another type than it was written with.
  }
  return failure{error::io_failed, "an item of the store cannot be read"};
}

}  // namespace footfall::catalog
