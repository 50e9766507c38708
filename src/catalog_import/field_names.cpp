// The table of names: one row a target, the best name first.
#include "field_names.hpp"

#include "plain_text.hpp"

#include <algorithm>
#include <array>

namespace footfall::catalog_import {

namespace {

struct name_row {
  target what;
  std::string_view names;  // between bars, the best first
  std::string_view key = {};
};

constexpr name_row name_rows[] = {
    {target::id,
     "|id|item_id|product_id|sku|aid|artikelnummer|offer_id|ordernumber|code|guid|objectid|itemid|"
     "productid|contentid|"},
    {target::title,
     "|title|name|item_title|product_name|produktname|productname|bezeichnung|headline|product|"},
    {target::description,
     "|description|description_long|product_description|desc|beschreibung|produktbeschreibung|"
     "short_description|rich_text_description|item_subtitle|summary|content|"},
    {target::body, "|body|full_text|"},
    {target::link,
     "|link|url|product_url|link_url|deeplink|deeplinkurl|produkturl|final_url|landing_page_url|uri|"},
    {target::image,
     "|image_link|image|images|image_url|imageurl|imageurls|imgurl|bigimage|bildurl_1|picture|"
     "additional_image_link|additional_image_links|imgurl_alternative|"},
    {target::price, "|price|preis|precio|price_vat|price_ek|vkpreis|regular_price|"},
    {target::list_price,
     "|old_price|oldprice|retailprice|retail_price|list_price|pseudoprice_ek|uvp|compare_at_price|"},
    {target::sale, "|sale_price|special_price|sonderpreis|saleprice|"},
    {target::sale_window, "|sale_price_effective_date|"},
    {target::sale_from, "|sale_price_from|special_price_from_date|"},
    {target::sale_to, "|sale_price_to|special_price_to_date|"},
    {target::currency, "|currency|currencyid|currency_code|waehrung|währung|price_currency|pricecurrency|"},
    {target::availability, "|availability|stock_status|stock|verfügbarkeit|verfuegbarkeit|"},
    {target::delivery, "|delivery|delivery_time|lieferzeit|lieferzeit_national|dlv_time|"},
    {target::quantity, "|quantity|qty|inventory|lagerbestand|quantity_to_sell_on_facebook|instock|"},
    {target::visible, "|status|visibility|active|published|visible|recommendable|"},
    {target::hidden, "|is_hidden|ishidden|hidden|"},
    {target::valid_to, "|expiration_date|valid_to|validto|"},
    {target::valid_from, "|valid_from|validfrom|"},
    {target::added, "|created_at|creation_timestamp|pubdate|added|timestamp|publisheddate|"},
    {target::category,
     "|product_type|category|categories|category_path|categorypath|shop_cat|produktgruppe|merchant_category|"
     "categorytext|"},
    {target::google_category, "|google_product_category|"},
    {target::brand, "|brand|manufacturer|vendor|supplier|marke|herstellername|"},
    {target::group, "|item_group_id|itemgroup_id|parent_id|product_parent_id|group|"},
    {target::language, "|language|lang|locale|"},
    {target::weight, "|weight|shipping_weight|product_weight|gewicht|"},
    {target::content, "|unit_pricing_measure|"},
    {target::gtin, "|gtin|ean|eans|ean/gtin|gtin8|gtin12|gtin13|gtin14|barcode|upc|"},
    {target::attribute, "|mpn|han|hans|herstellerartikelnummer|productno|", "mpn"},
    {target::ignored,
     "|shipping|tax|installment|cost_of_goods_sold|baseprice|base_price|grundpreis|unit_pricing_base_measure|"
     "deliverycosts|delivery_costs|versandkosten|versand|paymentcosts_invoice|payment_costs|delivery_date|"
     "included_destination|excluded_destination|ads_redirect|adwords_redirect|adwords_labels|ads_labels|"
     "video|video_link|video_url|image_alt_text|changed|updated|updated_at|"},
};

constexpr std::array<std::string_view, 32> target_names{
    "ignored",      "id",       "title",     "description", "body",
    "link",         "image",    "price",     "list_price",  "price",
    "sale",         "sale",     "sale_from", "sale_to",     "currency",
    "availability", "delivery", "quantity",  "visible",     "hidden",
    "valid_from",   "valid_to", "added",     "category",    "google_product_category",
    "brand",        "group",    "language",  "weight",      "content",
    "gtin",         "attribute"};

// The place of a name within a row; -1 when it is not there.
int place_in(std::string_view names, std::string_view name) {
  const auto wanted = std::string(1, '|').append(name).append("|");
  const auto found = names.find(wanted);
  if (found == std::string_view::npos) return -1;
  return static_cast<int>(std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(found), '|'));
}

std::string_view without_last_brackets(std::string_view name) noexcept {
  for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')})
    if (const auto begin = name.rfind(open);
        begin != std::string_view::npos && begin > 0 && name.find(close, begin) != std::string_view::npos)
      name = name.substr(0, begin);
  return name;
}

bool is_ignored(std::string_view name) noexcept {
  return (name.starts_with("shipping_") && name != "shipping_weight") || name.starts_with("tax_") ||
         name.starts_with("ads_") || name.starts_with("adwords_") || name.starts_with("paymentcosts");
}

}  // namespace

std::string normalised_name(std::string_view raw) {
  auto name = lower(trim(without_last_brackets(trim(raw))));
  for (auto& byte : name)
    if (byte == '-' || byte == ' ') byte = '_';
  return name;
}

std::optional<field_meaning> meaning_of(std::string_view name) {
  if (name.find('|') != std::string_view::npos) return std::nullopt;
  if (is_ignored(name)) return field_meaning{};
  for (const auto& row : name_rows)
    if (const auto place = place_in(row.names, name); place >= 0)
      return field_meaning{row.what, place, row.key};
  return std::nullopt;
}

std::optional<target> target_named(std::string_view name) {
  const auto* const place = std::find(target_names.begin(), target_names.end(), name);
  if (place != target_names.end()) return static_cast<target>(place - target_names.begin());
  const auto meaning = meaning_of(name);
  return meaning && meaning->what != target::attribute ? std::optional(meaning->what) : std::nullopt;
}

std::string_view name_of(target what) noexcept { return target_names[static_cast<std::size_t>(what)]; }

void add_by_name(draft& to, std::string_view name, std::string_view value, int rank_added) {
  const auto meaning = meaning_of(name);
  if (!meaning)
    to.add_attribute(name, value);
  else if (meaning->what == target::attribute)
    to.add_attribute(meaning->key, value);
  else if (meaning->what != target::ignored)
    to.add(meaning->what, value, meaning->rank + rank_added);
}

}  // namespace footfall::catalog_import
