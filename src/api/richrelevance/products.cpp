#include "api/richrelevance/products.hpp"

#include "footfall/catalog/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
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
    const auto is_it = [&](std::string_view name) { return name == each.key; };
    if (std::ranges::any_of(own_members, is_it)) continue;
    if (!form.attribute_names.empty() && std::ranges::none_of(form.attribute_names, is_it)) continue;
    auto& texts = values[each.key];
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

struct shown_category {
  std::string id, name;
};

// A category and those above it, each once. Its id is the one of the feed, or its path joined by points.
std::vector<shown_category> shown_categories_of(const catalog::item& product) {
  const auto* ids = product.find("category_id", attribute_type::nominal);
  const bool has_ids = ids != nullptr && ids->texts.size() == product.categories.size();
  std::vector<shown_category> shown;
  for (std::size_t place = 0; place < product.categories.size(); ++place) {
    const auto& path = product.categories[place];
    std::string id;
    for (std::size_t depth = 0; depth < path.size(); ++depth) {
      id += (id.empty() ? "" : ".") + path[depth];
      const bool is_own = has_ids && depth + 1 == path.size();
      const auto& shown_id = is_own ? ids->texts[place] : id;
      if (std::ranges::find(shown, shown_id, &shown_category::id) == shown.end())
        shown.push_back({shown_id, path[depth]});
    }
  }
  return shown;
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

// A product that is not on sale is sold at its price.
cents prices_of(const catalog::item& product, std::int64_t now_ms) {
  if (!product.price) return {};
  const auto cents_of = [&](std::int64_t minor) {
    return richrelevance::to_cents(minor, product.price->unit);
  };
  const auto list = cents_of(product.price->minor_units);
  const auto& sale = product.sale;
  const bool is_on_sale =
      sale && (!sale->from_ms || *sale->from_ms <= now_ms) && (!sale->to_ms || now_ms <= *sale->to_ms);
  return {list, is_on_sale ? cents_of(sale->minor) : list};
}

void write_members(text::json_writer& json, const catalog::item& product, const product_form& form,
                   std::int64_t now_ms, std::string_view id) {
  const auto prices = prices_of(product, now_ms);
  const auto categories = shown_categories_of(product);
  json.field("regionPriceDescription", "");
  write_range(json, "salePriceRangeCents", prices.sale);
  json.field("rating", attribute_number(product, "rating", -1));
  json.field("numReviews", static_cast<std::int64_t>(attribute_number(product, "num_reviews", 0)));
  write_range(json, "priceRangeCents", prices.list);
  if (form.categories) write_category_ids(json, categories);
  json.field("salePriceCents", prices.sale);
  json.field("regionalProductSku", id);
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

// What the catalogue says of an item, as long as it says the same.
std::shared_ptr<const catalog::item> read_once(const catalog::catalogue& from, item_index item) {
  constexpr std::size_t items_max = 2000;
  constexpr std::size_t bytes_max = 8192;
  thread_local std::unordered_map<catalog::item_version, std::shared_ptr<const catalog::item>> known;
  const auto version = from.version_of(item);
  if (const auto found = known.find(version); found != known.end()) return found->second;
  auto product = from.read(item);
  if (!product) return nullptr;
  auto read = std::make_shared<const catalog::item>(std::move(*product));
  if (known.size() == items_max) known.clear();
  if (read->description.size() + read->body.size() <= bytes_max) known.emplace(version, read);
  return read;
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

std::shared_ptr<const catalog::item> find_product(const customer::customer& owner, const item_key& key) {
  const auto catalogue = owner.catalogue.load();
  const auto index = owner.items.find(key);
  if (!catalogue || !index || catalogue->find(*index) == nullptr) return nullptr;
  return read_once(*catalogue, *index);
}

void write_product(text::json_writer& json, const item_key& key, const catalog::item* known,
                   const product_links& links, const product_form& form, std::int64_t now_ms) {
  const auto id = product_id(key);
  static const catalog::item nothing;
  json.open_object();
  if (!links.click.empty()) json.field("clickURL", std::string_view(links.click));
  if (!links.tracking.empty()) json.field("clickTrackingURL", std::string_view(links.tracking));
  const auto& product = known == nullptr ? nothing : *known;
  if (form.minimal)
    write_named_members(json, product, form);
  else
    write_members(json, product, form, now_ms, id);
  json.field("id", std::string_view(id));
  json.close_object();
}

}  // namespace footfall::api::richrelevance
