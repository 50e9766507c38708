// Exports of Shopify, WooCommerce, xt:Commerce and Shopware 5.
#include "feed_table.hpp"
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace footfall::catalog_import {

namespace {

void add_list(draft& made, std::string_view key, std::string_view list, char separator) {
  for (const auto& value : split(list, separator, true)) made.add_attribute(key, value);
}

void add_weight(draft& made, std::string_view value, std::string_view unit) {
  if (!value.empty())
    made.fields.push_back({target::weight, std::string(value), std::string(unit), 0, {}, false});
}

// One product of Shopify: all rows of a handle.
class shopify_product {
 public:
  shopify_product(feed_table& table, draft_sink& to) : table_(table), to_(to) {}

  void take_row() {
    const auto handle = table_.get("handle");
    if (handle.empty()) return refuse_row();
    if (handle != product_id_) begin(handle);
    product_.add(target::image, table_.get("image_src"));
    if (!table_.get("variant_price").empty()) take_variant();
  }

  void finish() {
    if (product_id_.empty()) return;
    const bool each = to_.settings().variants == variants_as::each && to_.settings().id_from == "Variant SKU";
    if (each)
      for (auto& variant : variants_) inherit(variant);
    else
      to_.take(std::move(product_));
    for (auto& variant : variants_) to_.take(std::move(variant));
    variants_.clear();
    product_id_.clear();
  }

 private:
  void refuse_row() {
    draft lost;
    lost.place = table_.place();
    to_.take(std::move(lost));
  }

  void begin(std::string_view handle) {
    finish();
    product_id_ = std::string(handle);
    options_ = {};
    product_ = {};
    product_.place = table_.place();
    product_.only_with_variants = true;
    product_.add(target::id, handle);
    product_.add(target::title, table_.get("title"));
    product_.add(target::description, table_.get("body"));
    product_.add(target::brand, table_.get("vendor"));
    product_.add(target::link, fmt::format("/products/{}", handle));
    product_.add(target::visible, table_.get("published"));
    product_.add(target::visible, table_.get("status"));
    if (const auto type = table_.get("type"); !type.empty())
      product_.paths.push_back({std::string(type)});
    else
      product_.add(target::category, table_.get("product_category"));
    add_list(product_, "tags", table_.get("tags"), ',');
    add_metafields();
    for (std::size_t number = 0; number < options_.size(); ++number)
      options_[number] = std::string(table_.get(fmt::format("option{}_name", number + 1)));
  }

  // `Color (product.metafields.shopify.color-pattern)`: the last part of what is in brackets is the key.
  void add_metafields() {
    const auto& raw = table_.header().raw;
    for (std::size_t column = 0; column < raw.size(); ++column) {
      if (raw[column].find("(product.metafields.") == std::string::npos) continue;
      auto key = std::string_view(raw[column]).substr(raw[column].rfind('.') + 1);
      key = key.substr(0, key.find(')'));
      auto values = std::string(table_.get(column));
      std::replace(values.begin(), values.end(), '\n', ';');
      add_list(product_, key, values, ';');
    }
  }

  void take_variant() {
    draft variant;
    variant.place = table_.place();
    variant.parent = product_id_;
    const bool by_sku = to_.settings().id_from == "Variant SKU";
    variant.add(target::id, by_sku ? std::string(table_.get("variant_sku"))
                                   : fmt::format("{}#{}", product_id_, variants_.size() + 1));
    variant.add(target::price, table_.get("variant_price"));
    variant.add(target::list_price, table_.get("variant_compare_at_price"));
    variant.add(target::availability, availability());
    variant.fields.push_back({target::gtin, std::string(table_.get("variant_barcode")), {}, 0, {}, false});
    add_weight(variant, table_.get("variant_grams"), "g");
    for (std::size_t number = 0; number < options_.size(); ++number)
      if (const auto value = table_.get(fmt::format("option{}_value", number + 1)); value != "Default Title")
        variant.add_attribute(options_[number], value);
    variants_.push_back(std::move(variant));
  }

  [[nodiscard]] std::string_view availability() const {
    if (!table_.header().column("variant_inventory_qty")) return {};
    if (table_.get("variant_inventory_tracker").empty()) return "in stock";
    const auto count = table_.get("variant_inventory_qty");
    if (!count.empty() && !count.starts_with('-') && count != "0") return "in stock";
    return table_.get("variant_inventory_policy") == "continue" ? "backorder" : "out of stock";
  }

  void inherit(draft& variant) const {
    variant.paths = product_.paths;
    for (const auto& field : product_.fields)
      if (field.what != target::id) variant.fields.push_back(field);
  }

  feed_table& table_;
  draft_sink& to_;
  std::string product_id_;
  draft product_;
  std::vector<draft> variants_;
  std::array<std::string, 3> options_;
};

// `\n` as two characters, as WooCommerce writes line ends.
std::string with_line_ends(std::string_view raw) {
  std::string text(raw);
  for (auto place = text.find("\\n"); place != std::string::npos; place = text.find("\\n", place))
    text.replace(place, 2, "\n");
  return text;
}

draft woocommerce_draft(const feed_table& table, std::string_view id_column) {
  draft made;
  made.place = table.place();
  made.only_with_variants = false;
  made.add(target::id, table.get(id_column));
  if (const auto sku = table.get("sku"); !sku.empty()) {
    made.also.emplace_back(sku);
    if (id_column != "sku") made.add_attribute("sku", sku);
  }
  if (table.get("type").find("variation") != std::string_view::npos) {
    made.parent = std::string(table.get("parent"));
    if (made.parent.starts_with("id:")) made.parent.erase(0, 3);
  }
  made.add(target::title, table.get("name"));
  made.add(target::description, with_line_ends(table.get("description")));
  made.add(target::description, with_line_ends(table.get("short_description")), 1);
  made.add(target::price, table.get("regular_price"));
  made.add(target::sale, table.get("sale_price"));
  made.add(target::sale_from, table.get("date_sale_price_starts"));
  made.add(target::sale_to, table.get("date_sale_price_ends"));
  made.add(target::availability, table.get("in_stock?"));
  made.add(target::visible, table.get("published"));
  made.add(target::visible, table.get("visibility_in_catalog") == "hidden" ? "no" : "");
  made.add(target::brand, table.get("brands"));
  for (const auto& path : split(table.get("categories"), ',', true)) made.paths.push_back(split(path, '>'));
  add_list(made, "tags", table.get("tags"), ',');
  made.add(target::image, table.get("images"));
  add_weight(made, table.get("weight"), "kg");
  for (int number = 1; table.header().column(fmt::format("attribute_{}_name", number)); ++number)
    add_list(made, table.get(fmt::format("attribute_{}_name", number)),
             table.get(fmt::format("attribute_{}_value", number)), ',');
  return made;
}

// `[TAB:Name]` is the head of a tab in the shop.
std::string without_tabs(std::string_view raw) {
  std::string text(raw);
  for (auto begin = text.find("[TAB:"); begin != std::string::npos; begin = text.find("[TAB:", begin)) {
    const auto end = text.find(']', begin);
    if (end == std::string::npos) break;
    text.replace(begin, end + 1 - begin, " ");
  }
  return text;
}

void add_texts_of_languages(draft& made, const feed_table& table, const std::string& lead) {
  for (const auto& name : table.header().names) {
    if (!name.starts_with("p_name.")) continue;
    const auto language = name.substr(7);
    const auto title = table.get(name);
    auto description = without_tabs(table.get("p_desc." + language));
    if (trim(description).empty()) description = without_tabs(table.get("p_shortdesc." + language));
    if (lead.empty() || language == lead) {
      made.add(target::title, title);
      made.add(target::description, description);
    } else {
      made.translations[language] = {std::string(title), description};
    }
  }
}

void add_pictures(draft& made, const feed_table& table) {
  constexpr std::string_view folder = "/images/product_images/popup_images/";
  for (const auto& name : table.header().names)
    if (name.starts_with("p_image") && !table.get(name).empty())
      made.add(target::image, fmt::format("{}{}", folder, table.get(name)), name == "p_image" ? 0 : 1);
}

draft xtcommerce_draft(const feed_table& table, const std::string& lead) {
  draft made;
  made.place = table.place();
  const auto id = table.get("p_id");
  made.add(target::id, id);
  made.add_attribute("model", table.get("p_model"));
  made.add(target::quantity, table.get("p_stock"));
  made.add(target::brand, table.get("p_manufacturer"));
  made.add(target::visible, table.get("p_status"));
  made.add(target::added, table.get("p_date_added"));
  made.add(target::gtin, table.get("p_ean"));
  made.add(target::link, fmt::format("/product_info.php?products_id={}", id));
  made.fields.push_back({target::net_price,
                         std::string(table.get("p_pricenotax")),
                         std::string(table.get("p_tax")),
                         0,
                         {},
                         false});
  add_weight(made, table.get("p_weight"), "kg");
  add_pictures(made, table);
  add_texts_of_languages(made, table, lead);
  catalog::category_path path;
  for (int level = 0; table.header().column(fmt::format("p_cat.{}", level)); ++level)
    path.emplace_back(table.get(fmt::format("p_cat.{}", level)));
  made.paths.push_back(std::move(path));
  return made;
}

void add_pairs(draft& made, std::string_view pairs) {
  for (const auto& pair : split(pairs, '|'))
    if (const auto colon = pair.find(':'); colon != std::string::npos)
      made.add_attribute(pair.substr(0, colon), pair.substr(colon + 1));
}

draft shopware_draft(const feed_table& table, const feed_settings& settings) {
  draft made;
  made.place = table.place();
  made.offer = offer_of::all;
  made.add(target::id, table.get("ordernumber"));
  if (table.get("mainnumber") != table.get("ordernumber")) made.parent = std::string(table.get("mainnumber"));
  made.add(target::title, table.get("name"));
  made.add(target::description, table.get("description_long"));
  made.add(target::description, table.get("description"), 1);
  made.add(target::brand, table.get("supplier"));
  made.add(target::price, table.get("price_ek"));
  made.add(target::list_price, table.get("pseudoprice_ek"));
  made.add(target::visible, table.get("active"));
  made.add(target::quantity, table.get("instock"));
  made.add(target::added, table.get("added"));
  made.add(target::image, table.get("imageurl"));
  add_weight(made, table.get("weight"), settings.weight_unit);
  add_pairs(made, table.get("configuratoroptions"));
  add_pairs(made, table.get("propertyvaluename"));
  for (const auto& [shop, language] : settings.languages)
    made.translations[language] = {std::string(table.get("name_" + shop)),
                                   std::string(table.get("descriptionlong_" + shop))};
  return made;
}

}  // namespace

void read_shopify(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to);
    shopify_product product(table, to);
    while (table.next()) product.take_row();
    product.finish();
  }
}

void read_woocommerce(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to);
    while (table.next()) to.take(woocommerce_draft(table, table.get("id").empty() ? "sku" : "id"));
  }
}

void read_xtcommerce(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to, {.separator = '|', .mode = quotes::wrapped, .keyword = "XTSOL|"});
    while (table.next()) to.take(xtcommerce_draft(table, to.settings().language));
  }
}

void read_shopware(const feed_members& members, draft_sink& to) {
  for (const auto& member : members) {
    feed_table table(member, to);
    while (table.next()) to.take(shopware_draft(table, to.settings()));
  }
}

}  // namespace footfall::catalog_import
