#include "api/richrelevance/products.hpp"

#include "api/richrelevance/category_names.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace footfall::api::richrelevance {
namespace {

using catalog::attribute_type;

// Shown as members of their own.
constexpr std::array<std::string_view, 5> own_members{"rating", "num_reviews", "genre", "category_id",
                                                      "category_above"};

double attribute_number(const catalog::item& product, std::string_view key, double absent) {
  const auto* found = product.find(key, attribute_type::numeric);
  return found == nullptr || found->numbers.empty() ? absent : found->numbers.front();
}

std::string_view text_of(const catalog::item& product, std::string_view key, std::string_view absent) {
  const auto* found = product.find(key, attribute_type::nominal);
  return found == nullptr || found->texts.empty() ? absent : std::string_view(found->texts.front());
}

std::string_view image_of(const catalog::item& product) {
  return product.images.empty() ? std::string_view() : std::string_view(product.images[0]);
}

void write_range(text::json_writer& json, std::string_view name, std::int64_t cents) {
  json.key(name);
  json.open_array();
  json.value(cents);
  json.value(cents);
  json.close_array();
}

void write_attributes(text::json_writer& json, const catalog::item& product, const product_form& form) {
  std::map<std::string_view, std::vector<std::string>> values;  // a key may be there once for each type
  for (const auto& each : product.attributes) {
    if (std::ranges::find(own_members, each.key) != own_members.end()) continue;
    // Imports write names in lower case, pages as the feed does: what they name is shown as they name it.
    const auto named = std::ranges::find_if(form.attribute_names, [&](std::string_view name) {
      return text::equal_without_case(name, each.key);
    });
    const bool is_named = named != form.attribute_names.end();
    if (!is_named && !form.attribute_names.empty()) continue;
    auto& texts = values[is_named ? *named : std::string_view(each.key)];
    texts.insert(texts.end(), each.texts.begin(), each.texts.end());
    for (const auto number : each.numbers) texts.push_back(fmt::format("{}", number));
  }
  json.key("attributes");
  json.open_object();
  for (const auto& [key, texts] : values) {
    write_foreign_key(json, key);
    json.open_array();
    for (const auto& text : texts) json.value(std::string_view(text));
    json.close_array();
  }
  json.close_object();
}

void write_categories(text::json_writer& json, const std::vector<shown_category>& categories) {
  json.key("categories");
  json.open_array();
  for (const auto& each : categories) {
    json.open_object();
    json.field("hasChildren", false);
    json.field("name", std::string_view(each.name));
    for (const std::string_view list : {"childCategories", "ancestorCategories"}) {
      json.key(list);
      json.open_array();
      json.close_array();
    }
    json.field("id", std::string_view(each.id));
    json.field("isActive", false);
    json.close_object();
  }
  json.close_array();
}

void write_category_ids(text::json_writer& json, const std::vector<shown_category>& categories) {
  json.key("categoryIds");
  json.open_array();
  for (const auto& each : categories) json.value(std::string_view(each.id));
  json.close_array();
}

struct cents {
  std::int64_t list = 0, sale = 0;
};

bool is_on_sale(const catalog::item& product, std::int64_t now_ms) {
  const auto& sale = product.sale;
  return sale && (!sale->from_ms || *sale->from_ms <= now_ms) && (!sale->to_ms || now_ms <= *sale->to_ms);
}

// A product that is not on sale is sold at its price.
cents prices_of(const catalog::item& product, std::int64_t now_ms) {
  if (!product.price) return {};
  const auto cents_of = [&](std::int64_t minor) {
    return richrelevance::to_cents(minor, product.price->unit);
  };
  const auto list = cents_of(product.price->minor_units);
  return {list, is_on_sale(product, now_ms) ? cents_of(product.sale->minor) : list};
}

void write_all_members(text::json_writer& json, const catalog::item& product, const product_form& form,
                       std::int64_t now_ms) {
  const auto prices = prices_of(product, now_ms);
  const auto categories = form.categories ? shown_categories_of(product) : std::vector<shown_category>();
  json.field("regionPriceDescription", "");
  write_range(json, "salePriceRangeCents", prices.sale);
  json.field("rating", attribute_number(product, "rating", -1));
  json.field("numReviews",
             static_cast<std::int64_t>(std::clamp(attribute_number(product, "num_reviews", 0), 0.0, 1e15)));
  write_range(json, "priceRangeCents", prices.list);
  if (form.categories) write_category_ids(json, categories);
  json.field("salePriceCents", prices.sale);
  json.field("imageURL", image_of(product));
  json.field("name", std::string_view(product.title));
  json.field("genre", text_of(product, "genre", "default"));
  json.field("isRecommendable", true);
  json.field("priceCents", prices.list);
  if (form.attributes) write_attributes(json, product, form);
  if (form.categories) write_categories(json, categories);
  json.field("productURL", std::string_view(product.link));
  json.field("brand", std::string_view(product.brand));
}

// Of a product whose data the page has itself: what it names of the attributes, its name or its image.
void write_named_members(text::json_writer& json, const catalog::item& product, const product_form& form) {
  const auto names = [&](std::string_view member) {
    return std::ranges::find(form.attribute_names, member) != form.attribute_names.end();
  };
  if (names("name")) json.field("name", std::string_view(product.title));
  if (names("imageURL")) json.field("imageURL", image_of(product));
  if (form.attributes && !form.attribute_names.empty()) write_attributes(json, product, form);
}

// An object with all members but the ids.
std::string written_members(const catalog::item& product, const product_form& form, std::int64_t now_ms) {
  std::string written;
  text::json_writer json(written);
  json.open_object();
  if (form.minimal)
    write_named_members(json, product, form);
  else
    write_all_members(json, product, form, now_ms);
  json.close_object();
  return written;
}

bool shows_all(const product_form& form) {
  return !form.minimal && form.attributes && form.categories && form.attribute_names.empty();
}

// What most answers show of a product is written once: it changes with the product, and with a sale. Valid
// until the next call of the thread.
const std::string& members_of(known_product* known, const product_form& form, std::int64_t now_ms) {
  constexpr std::size_t kept_bytes_max = 8192;
  static const std::string of_nothing = written_members({}, {}, 0);
  thread_local std::string others;
  if (shows_all(form)) {
    if (known == nullptr) return of_nothing;
    const bool on_sale = is_on_sale(known->item, now_ms);
    if (!known->members.empty() && known->members_on_sale == on_sale) return known->members;
    known->members_on_sale = on_sale;
    known->members = written_members(known->item, form, now_ms);
    if (known->members.size() <= kept_bytes_max) return known->members;
    others = std::exchange(known->members, {});
  } else {
    others = written_members(known == nullptr ? catalog::item() : known->item, form, now_ms);
  }
  return others;
}

void append_text(std::string& out, std::string_view key_before, std::string_view text) {
  text::append_json_escaped(out.append(key_before), text);
  out.push_back('"');
}

void unless_all(text_list& names) {
  if (std::ranges::find(names, "*") != names.end()) names.clear();
}

// Pages write this list with commas, or with bars as all others.
result<text_list> read_attribute_names(const call_parameters& sent) {
  constexpr std::string_view name = "attributeList";
  const auto text = sent.find(name);
  auto names = split(name, text, text.find('|') == text.npos ? ',' : '|', list_items_max);
  if (names) unless_all(*names);
  return names;
}

}  // namespace

result<product_form> read_product_form(const call_parameters& sent) {
  product_form form;
  const auto minimal = sent.flag("returnMinimalRecItemData", false);
  if (!minimal) return minimal.error();
  form.minimal = *minimal;
  const auto without_attributes = sent.flag("excludeItemAttributes", false);
  if (!without_attributes) return without_attributes.error();
  form.attributes = !*without_attributes;
  const auto categories = sent.flag("categoryData", true);
  if (!categories) return categories.error();
  form.categories = *categories;
  auto names = read_attribute_names(sent);
  if (!names) return names.error();
  form.attribute_names = std::move(*names);
  return form;
}

result<product_form> read_form_by_attribute(const call_parameters& sent) {
  auto form = read_product_form(sent);
  if (!form) return form;
  form->attribute_names = sent.all("attribute");
  form->attributes = !form->attribute_names.empty();
  unless_all(form->attribute_names);
  return form;
}

std::string product_id(const item_key& key) {
  return key.text.empty() ? std::to_string(key.number) : key.text;
}

void write_foreign_key(text::json_writer& json, std::string_view name) {
  std::string escaped;
  text::append_json_escaped(escaped, name);
  json.key(escaped);
}

std::int64_t to_cents(std::int64_t minor, const text::currency& unit) noexcept {
  auto digits = text::minor_digits(unit);
  for (; digits < 2; ++digits) minor *= 10;
  for (; digits > 2; --digits) minor /= 10;
  return minor;
}

void append_members(std::string& out, const item_key& key, known_product* known, const product_form& form,
                    std::int64_t now_ms) {
  const auto id = product_id(key);
  append_text(out, R"("id":")", id);
  if (!form.minimal) append_text(out, R"(,"regionalProductSku":")", id);
  const auto& members = members_of(known, form, now_ms);
  if (members == "{}")
    out.push_back('}');
  else
    out.append(1, ',').append(members, 1);
}

}  // namespace footfall::api::richrelevance
