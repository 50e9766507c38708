// JSON: lists of products, one object a line, JSON-LD.
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"
#include "prices.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <functional>

namespace footfall::catalog_import {

namespace {

using nlohmann::json;

// A text, number or truth as text; empty for others. Whole numbers keep their digits.
std::string scalar(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_integer()) return fmt::format("{}", value.get<std::int64_t>());
  if (value.is_number()) return fmt::format("{}", value.get<double>());
  return {};
}

const json* member(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto place = object.find(name);
  return place == object.end() ? nullptr : &*place;
}

// The elements of a list, or the one value that stands instead of it.
std::vector<const json*> each_of(const json& value) {
  if (!value.is_array()) return {&value};
  std::vector<const json*> elements;
  for (const auto& element : value) elements.push_back(&element);
  return elements;
}

std::string text_of(const json& object, std::string_view name) {
  const auto* const value = member(object, name);
  return value == nullptr ? std::string() : scalar(*value);
}

// Of the content list of a CMS: one content or many.
const json* list_in_content(const json& list) {
  const auto* const content = member(list, "content");
  return content != nullptr && content->is_array() ? content : nullptr;
}

// The list within a document, whatever wraps it; the document itself when it is one record.
const json* list_in(const json& document) {
  if (document.is_array()) return &document;
  if (const auto* const wrapped = member(document, "contentList")) return list_in_content(*wrapped);
  for (const auto* name : {"@graph", "products", "items", "hits", "itemListElement"})
    if (const auto* const list = member(document, name); list != nullptr && list->is_array()) return list;
  return nullptr;
}

std::string line_of(std::string_view text, std::size_t byte) {
  return fmt::format(
      "{}", 1 + std::count(text.begin(),
                           text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size())), '\n'));
}

void read_lines(std::string_view text, draft_sink& to,
                const std::function<void(const json&, std::string)>& take) {
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++line;
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto record = trim(text.substr(begin, end - begin));
    begin = end + 1;
    if (record.empty()) continue;
    const auto parsed = json::parse(record, nullptr, false);
    if (parsed.is_discarded()) return to.refuse_file({"not-well-formed", fmt::format("{}", line), {}});
    take(parsed, fmt::format("{}", line));
  }
}

// Calls `take(record, place)` for each record of all members.
void read_records(const feed_members& members, draft_sink& to,
                  const std::function<void(const json&, std::string)>& take) {
  for (const auto& part : members) {
    json document;
    try {
      document = json::parse(part.text);
    } catch (const json::parse_error& mistake) {
      const auto first_line = trim(std::string_view(part.text).substr(0, part.text.find('\n')));
      if (!first_line.empty() && first_line.size() < part.text.size() &&
          !json::parse(first_line, nullptr, false).is_discarded())
        read_lines(part.text, to, take);
      else
        to.refuse_file({"not-well-formed", line_of(part.text, mistake.byte), mistake.what()});
      continue;
    }
    const auto* const list = list_in(document);
    if (list == nullptr) {
      take(document, "#1");
      continue;
    }
    std::size_t number = 0;
    for (const auto& record : *list) take(record, fmt::format("#{}", ++number));
  }
}

void add_typed_attributes(draft& made, const json& attributes) {
  made.keep_keys = true;
  for (const auto& [key, by_type] : attributes.items()) {
    if (!by_type.is_object()) {
      for (const auto* const value : each_of(by_type))
        made.add_attribute(
            key, scalar(*value),
            value->is_number() ? catalog::attribute_type::numeric : catalog::attribute_type::nominal);
      continue;
    }
    for (const auto type :
         {catalog::attribute_type::nominal, catalog::attribute_type::numeric, catalog::attribute_type::text})
      if (const auto* const values = member(by_type, catalog::name_of(type)))
        for (const auto* const value : each_of(*values)) made.add_attribute(key, scalar(*value), type);
  }
  made.keep_keys = false;
}

void add_path(draft& made, const json& names) {
  catalog::category_path path;
  for (const auto& name : names) path.push_back(scalar(name));
  if (!path.empty()) made.paths.push_back(std::move(path));
}

// `/1/2/5` of a CMS; other paths are read as those of shops.
void add_path_of_numbers(draft& made, const std::string& path) {
  if (!path.starts_with('/')) return made.add(target::category, path);
  catalog::category_path names;
  for (std::size_t begin = 1; begin < path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (end > begin) names.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!names.empty()) made.paths.push_back(std::move(names));
}

// The deepest level that Algolia's records have.
void add_levels(draft& made, const json& levels) {
  for (auto level = 9; level >= 0; --level) {
    const auto* const deepest = member(levels, fmt::format("lvl{}", level));
    if (deepest == nullptr) continue;
    for (const auto* const path : each_of(*deepest)) made.add(target::category, scalar(*path));
    return;
  }
}

void add_price(draft& made, const json& price, target what) {
  made.price_in_minor_units = true;
  made.add(what, text_of(price, "minor"));
  made.add(target::currency, text_of(price, "currency"));
  made.add(target::sale_from, text_of(price, "from"));
  made.add(target::sale_to, text_of(price, "to"));
}

void add_member(draft& made, const std::string& key, const json& value) {
  const auto name = normalised_name(key);
  if ((name == "type" || name == "contenttypeid") && value.is_number_unsigned()) {
    // What does not fit is no type, and refused as one.
    made.type = static_cast<std::uint32_t>(std::min<std::uint64_t>(value.get<std::uint64_t>(), UINT32_MAX));
  } else if ((name == "price" || name == "sale") && value.is_object()) {
    add_price(made, value, name == "price" ? target::price : target::sale);
  } else if (name == "attributes" && value.is_object()) {
    add_typed_attributes(made, value);
  } else if (name == "categorypath" && value.is_string()) {
    add_path_of_numbers(made, value.get_ref<const std::string&>());
  } else if (name == "hierarchicalcategories") {
    add_levels(made, value);
  } else if (name == "translations" && value.is_object()) {
    for (const auto& [language, texts] : value.items())
      made.translations[language] = {text_of(texts, "title"), text_of(texts, "description")};
  } else if (value.is_array()) {
    for (const auto& each : value)
      if (each.is_array())
        add_path(made, each);
      else
        add_by_name(made, name, scalar(each));
  } else if (value.is_number() && !meaning_of(name)) {
    made.add_attribute(key, scalar(value), catalog::attribute_type::numeric);
  } else {
    add_by_name(made, name, scalar(value));
  }
}

bool has_type(const json& record, std::string_view wanted) {
  const auto* const type = member(record, "@type");
  if (type == nullptr) return false;
  if (!type->is_array()) return scalar(*type) == wanted;
  return std::any_of(type->begin(), type->end(), [&](const json& each) { return scalar(each) == wanted; });
}

bool is_product(const json& record) {
  static constexpr std::array<std::string_view, 5> types{"Product", "ProductModel", "IndividualProduct",
                                                         "Vehicle", "Book"};
  return std::any_of(types.begin(), types.end(), [&](auto type) { return has_type(record, type); });
}

// The first of these members that is there.
std::string first_of(const json& record, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (auto value = text_of(record, name); !value.empty()) return value;
  return {};
}

std::string name_within(const json* value) {
  if (value == nullptr) return {};
  if (value->is_array()) return value->empty() ? std::string() : name_within(&value->front());
  return value->is_object() ? text_of(*value, "name") : scalar(*value);
}

std::string price_of(const json& offer) {
  if (auto price = first_of(offer, {"price", "lowPrice"}); !price.empty()) return price;
  const auto* const specification = member(offer, "priceSpecification");
  return specification == nullptr ? std::string() : text_of(*specification, "price");
}

// Of several offers the one with the lowest price.
void add_offer(draft& made, const json& offers) {
  const json* best = nullptr;
  double lowest = 0;
  for (const auto* const offer : each_of(offers)) {
    const auto price = read_number(price_of(*offer));
    if (best != nullptr && (!price || *price >= lowest)) continue;
    best = offer;
    lowest = price.value_or(lowest);
  }
  if (best == nullptr) return;
  made.add(target::price, price_of(*best));
  made.add(target::currency, text_of(*best, "priceCurrency"));
  made.add(target::availability, text_of(*best, "availability"));
}

void add_images(draft& made, const json* images) {
  if (images == nullptr) return;
  for (const auto* const image : each_of(*images))
    made.add(target::image, image->is_object() ? text_of(*image, "url") : scalar(*image));
}

draft product_draft(const json& product) {
  draft made;
  made.add(target::id, first_of(product, {"sku", "productID", "productGroupID", "@id"}));
  made.add(target::title, text_of(product, "name"));
  made.add(target::description, text_of(product, "description"));
  made.add(target::link, text_of(product, "url"));
  made.add(target::brand, name_within(member(product, "brand")));
  made.add(target::category, name_within(member(product, "category")));
  made.add(target::gtin, first_of(product, {"gtin", "gtin13", "gtin14", "gtin12", "gtin8"}));
  add_images(made, member(product, "image"));
  if (const auto* const offers = member(product, "offers")) add_offer(made, *offers);
  made.add(target::group, text_of(product, "inProductGroupWithID"));
  if (const auto* const group = member(product, "isVariantOf"))
    made.add(target::group, first_of(*group, {"productGroupID", "@id"}), 1);
  for (const auto* name : {"color", "material", "size", "pattern", "mpn"})
    made.add_attribute(name, text_of(product, name));
  if (const auto* const rating = member(product, "aggregateRating"))
    made.add_attribute("rating", text_of(*rating, "ratingValue"), catalog::attribute_type::numeric);
  if (const auto* const properties = member(product, "additionalProperty");
      properties != nullptr && properties->is_array())
    for (const auto& property : *properties) {
      const auto* const value = member(property, "value");
      if (value != nullptr)
        made.add_attribute(
            text_of(property, "name"), scalar(*value),
            value->is_number() ? catalog::attribute_type::numeric : catalog::attribute_type::nominal);
    }
  return made;
}

}  // namespace

void read_json(const feed_members& members, draft_sink& to) {
  read_records(members, to, [&](const json& record, std::string place) {
    draft made;
    made.place = std::move(place);
    if (record.is_object())
      for (const auto& [key, value] : record.items()) add_member(made, key, value);
    to.take(std::move(made));
  });
}

void read_json_ld(const feed_members& members, draft_sink& to) {
  read_records(members, to, [&](const json& record, std::string place) {
    const auto* const within = member(record, "item");  // of an ItemList
    const auto& product = within != nullptr && within->is_object() ? *within : record;
    if (!is_product(product)) return;
    auto made = product_draft(product);
    made.place = std::move(place);
    to.take(std::move(made));
  });
}

}  // namespace footfall::catalog_import
