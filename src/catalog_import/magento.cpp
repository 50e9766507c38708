// Exports of Magento 2 and 1.
#include "feed_table.hpp"
#include "formats.hpp"
#include "plain_text.hpp"

#include <fmt/format.h>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>

namespace footfall::catalog_import {

namespace {

constexpr std::string_view media_folder = "/media/catalog/product/";

void add_picture(draft& made, std::string_view file, int rank) {
  file = trim(file);
  if (file.empty() || file == "no_selection") return;
  if (file.starts_with('/')) file.remove_prefix(1);
  made.add(target::image, fmt::format("{}{}", media_folder, file), rank);
}

// `a=1,b="x, y",c=p|q`: a comma ends a pair only before a name and `=`.
std::vector<std::pair<std::string, std::string>> read_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto begins_pair = [](std::string_view rest) {
    const auto sign =
        rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return sign != std::string_view::npos && sign > 0 && rest[sign] == '=';
  };
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.find(',', begin);
    while (end != std::string_view::npos && !begins_pair(text.substr(end + 1))) end = text.find(',', end + 1);
    const auto pair = text.substr(begin, end == std::string_view::npos ? end : end - begin);
    if (const auto sign = pair.find('='); sign != std::string_view::npos) {
      auto value = pair.substr(sign + 1);
      if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
        value = value.substr(1, value.size() - 2);
      pairs.emplace_back(pair.substr(0, sign), value);
    }
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  return pairs;
}

void add_common(draft& made, const feed_table& table, const feed_settings& settings) {
  made.month_first = true;
  made.add(target::title, table.get("name"));
  made.add(target::description, table.get("description"));
  made.add(target::description, table.get("short_description"), 1);
  made.add(target::price, table.get("price"));
  made.add(target::sale, table.get("special_price"));
  made.add(target::availability, table.get("is_in_stock"));
  made.add(target::quantity, table.get("qty"));
  made.add(target::added, table.get("created_at"));
  if (const auto weight = table.get("weight"); !weight.empty())
    made.fields.push_back({target::weight, std::string(weight), settings.weight_unit, 0, {}, false});
}

draft magento2_draft(const feed_table& table, const feed_settings& settings) {
  draft made;
  made.place = table.place();
  made.add(target::id, table.get("sku"));
  add_common(made, table, settings);
  made.add(target::sale_from, table.get("special_price_from_date"));
  made.add(target::sale_to, table.get("special_price_to_date"));
  made.add(target::visible,
           table.get("product_online") == "1" || table.get("product_online").empty() ? "yes" : "no");
  made.add(target::visible, table.get("visibility") == "Not Visible Individually" ? "no" : "");
  if (const auto key = table.get("url_key"); !key.empty())
    made.add(target::link, fmt::format("/{}.html", key));
  add_picture(made, table.get("base_image"), 0);
  for (const auto& file : split(table.get("additional_images"), ',')) add_picture(made, file, 1);
  for (const auto& path : split(table.get("categories"), ',')) {
    auto names = split(path, '/', true);
    names.erase(names.begin());  // the root category
    made.paths.push_back(std::move(names));
  }
  for (const auto& [name, values] : read_pairs(table.get("additional_attributes"))) {
    if (name == "manufacturer")
      made.add(target::brand, values);
    else
      for (const auto& value : split(values, '|')) made.add_attribute(name, value);
  }
  return made;
}

// `sku=A-S,size=S|sku=A-M,size=M`: the numbers of the variants.
std::vector<std::string> variants_of(std::string_view text) {
  std::vector<std::string> numbers;
  for (const auto& variant : split(text, '|'))
    for (const auto& [name, value] : read_pairs(variant))
      if (name == "sku") numbers.push_back(value);
  return numbers;
}

std::string language_of(std::string_view store, const feed_settings& settings) {
  const auto known = settings.languages.find(std::string(store));
  return known == settings.languages.end() ? std::string(store) : known->second;
}

// Products say which their variants are, so drafts wait until all products are known.
void take_with_parents(std::vector<draft>& drafts,
                       const boost::unordered_flat_map<std::string, std::string>& parents, draft_sink& to) {
  for (auto& each : drafts) {
    for (const auto& field : each.fields)
      if (field.what == target::id)
        if (const auto parent = parents.find(field.value); parent != parents.end())
          each.parent = parent->second;
    to.take(std::move(each));
  }
}

void add_magento1_lists(draft& made, const feed_table& table) {
  const auto category = table.get("_category");
  if (!category.empty()) made.paths.push_back(split(category, '/', true));
  add_picture(made, table.get("_media_image"), 1);
}

draft magento1_draft(const feed_table& table, const feed_settings& settings) {
  draft made;
  made.place = table.place();
  made.offer = offer_of::product;
  made.add(target::id, table.get("sku"));
  add_common(made, table, settings);
  made.add(target::sale_from, table.get("special_from_date"));
  made.add(target::sale_to, table.get("special_to_date"));
  made.add(target::visible, table.get("status") == "2" ? "no" : "");
  made.add(target::visible, table.get("visibility") == "1" ? "no" : "");
  if (const auto path = table.get("url_path"); !path.empty())
    made.add(target::link, fmt::format("/{}", path));
  made.add(target::brand, table.get("manufacturer"));
  made.add_attribute("color", table.get("color"));
  add_picture(made, table.get("image"), 0);
  add_magento1_lists(made, table);
  return made;
}

}  // namespace

void read_magento2(const feed_members& members, draft_sink& to) {
  std::vector<draft> drafts;
  boost::unordered_flat_map<std::string, std::string> parents;
  for (const auto& member : members) {
    feed_table table(member, to);
    while (table.next()) {
      const auto number = table.get("sku");
      if (const auto store = table.get("store_view_code"); !store.empty()) {
        ++to.report().records;
        to.translate(table.place(), number, language_of(store, to.settings()),
                     {to_plain_text(table.get("name")), to_plain_text(table.get("description"))});
        continue;
      }
      for (auto& variant : variants_of(table.get("configurable_variations")))
        parents.insert_or_assign(std::move(variant), std::string(number));
      drafts.push_back(magento2_draft(table, to.settings()));
    }
  }
  take_with_parents(drafts, parents, to);
}

void read_magento1(const feed_members& members, draft_sink& to) {
  std::vector<draft> drafts;
  boost::unordered_flat_map<std::string, std::string> parents;
  std::string product;
  for (const auto& member : members) {
    feed_table table(member, to);
    while (table.next()) {
      const auto number = table.get("sku");
      if (!number.empty()) {
        product = std::string(number);
        drafts.push_back(magento1_draft(table, to.settings()));
      } else if (const auto store = table.get("_store"); !store.empty()) {
        to.translate(table.place(), product, language_of(store, to.settings()),
                     {to_plain_text(table.get("name")), to_plain_text(table.get("description"))});
      } else if (!drafts.empty()) {
        add_magento1_lists(drafts.back(), table);
      }
      if (const auto variant = table.get("_super_products_sku"); !variant.empty())
        parents.insert_or_assign(std::string(variant), product);
    }
  }
  take_with_parents(drafts, parents, to);
}

}  // namespace footfall::catalog_import
