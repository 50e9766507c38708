#include "api/richrelevance/product_rules.hpp"

#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/preferred.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::size_t prices_max = 20;
constexpr std::int64_t cents_max = 1'000'000'000'000'000;

// Two names of the same list.
result<text_list> either(const call_parameters& sent, std::string_view name, std::string_view other) {
  return sent.list(sent.find(name).empty() ? other : name);
}

result<void> add_values(const call_parameters& sent, std::string_view key, const result<text_list>& texts,
                        std::string_view flag, product_filters& to) {
  if (!texts) return texts.error();
  const auto wanted = sent.flag(flag, false);
  if (!wanted) return wanted.error();
  if (texts->empty()) return {};
  value_filter filter{.values = {}, .wanted = *wanted};
  for (const auto text : *texts) filter.values.push_back(catalog::value_of(key, text));
  to.values.push_back(std::move(filter));
  return {};
}

// `name:value;value|name:value`
result<void> add_attributes(const call_parameters& sent, product_filters& to) {
  const auto list = sent.list("filterAtr");
  if (!list) return list.error();
  const auto wanted = sent.flag("includeAttributeFilteredProducts", true);
  if (!wanted) return wanted.error();
  for (const auto entry : *list) {
    const auto colon = entry.find(':');
    if (colon == entry.npos || colon == 0) return bad("filterAtr", "expected name:value;value|name:value");
    const auto texts = split("filterAtr", entry.substr(colon + 1), ';', list_items_max);
    if (!texts) return texts.error();
    value_filter filter{.values = {}, .wanted = *wanted};
    for (const auto text : *texts) filter.values.push_back(catalog::value_of(entry.substr(0, colon), text));
    to.values.push_back(std::move(filter));
  }
  return {};
}

// `least;most|least;most`, in cents
result<void> add_prices(const call_parameters& sent, product_filters& to) {
  const auto wanted = sent.flag("includePriceFilteredProducts", true);
  if (!wanted) return wanted.error();
  to.prices_wanted = *wanted;
  const auto least = sent.number("minPriceFilter", 0, cents_max, 0);
  if (!least) return least.error();
  const auto most = sent.number("maxPriceFilter", 0, cents_max, cents_max);
  if (!most) return most.error();
  if (!sent.find("minPriceFilter").empty() || !sent.find("maxPriceFilter").empty())
    to.prices.push_back({*least, *most});
  const auto ranges = sent.list("priceRanges", prices_max);
  if (!ranges) return ranges.error();
  for (const auto range : *ranges) {
    const auto middle = std::min(range.find(';'), range.size() - 1);
    const auto from = text::to_integer<std::int64_t>(range.substr(0, middle));
    const auto to_price = text::to_integer<std::int64_t>(range.substr(middle + 1));
    if (!from || !to_price || *from < 0 || *to_price < *from)
      return bad("priceRanges", "expected least;most|least;most in cents");
    to.prices.push_back({*from, *to_price});
  }
  return {};
}

bool is_in(std::span<const item_index> ascending, item_index item) {
  return std::ranges::binary_search(ascending, item);
}

}  // namespace

result<product_filters> read_product_filters(const call_parameters& sent) {
  product_filters filters;
  auto blocked = either(sent, "bi", "blockedProductIds");
  if (!blocked) return blocked.error();
  filters.blocked = std::move(*blocked);
  const auto brands = either(sent, "filbr", "brandFilter");
  if (auto added = add_values(sent, "brand", brands, "includeBrandFilteredProducts", filters); !added)
    return added.error();
  const auto genres = sent.list("genreFilter");
  if (auto added = add_values(sent, "genre", genres, "includeGenreFilteredProducts", filters); !added)
    return added.error();
  if (auto added = add_attributes(sent, filters); !added) return added.error();
  if (auto added = add_prices(sent, filters); !added) return added.error();
  return filters;
}

product_rules::product_rules(const product_filters& filters, const customer::customer& owner,
                             bool alphanumeric, const catalog::catalogue* catalogue, std::int64_t now_ms)
    : filters_(filters), catalogue_(catalogue), now_s_(now_ms / 1000) {
  for (const auto id : filters.blocked)
    if (const auto key = events::read_item(product_type, id, alphanumeric))
      if (const auto known = owner.items.find(*key)) leave_out(*known);
  if (catalogue_ == nullptr) return;
  for (const auto& filter : filters.values) {
    auto& added = values_.emplace_back(value_lists{{}, filter.wanted});
    for (const auto value : filter.values) added.lists.push_back(catalogue_->items_with(value));
  }
}

void product_rules::want_brand(std::string_view brand) {
  brand_.reset();
  if (catalogue_ != nullptr && !brand.empty())
    brand_ = catalogue_->items_with(catalog::value_of("brand", brand));
}

void product_rules::leave_out(item_index item) {
  const auto place = std::ranges::lower_bound(left_out_, item);
  if (place == left_out_.end() || *place != item) left_out_.insert(place, item);
}

void product_rules::begin_box(const box_filter* filter) {
  box_ = catalogue_ == nullptr ? nullptr : filter;
  box_categories_ = {};
  if (box_ == nullptr) return;
  for (const auto& name : box_->categories) add_category(name, box_categories_);
}

void product_rules::leave_out(const customer::preference& disliked) {
  using customer::preference_target;
  if (catalogue_ == nullptr) return;
  if (disliked.type == preference_target::brand)
    disliked_.lists.push_back(catalogue_->items_with(catalog::value_of("brand", disliked.target)));
  if (disliked.type == preference_target::category) add_category(disliked.target, disliked_);
}

// Feeds number categories; pages name them by their path, too.
void product_rules::add_category(std::string_view name, product_lists& to) const {
  to.lists.push_back(catalogue_->items_with(catalog::value_of("category_id", name)));
  const auto path = category_named(name);
  const auto category = path.empty() ? std::nullopt : catalogue_->tree().find(path);
  if (category) to.categories.push_back(catalogue_->tree().interval_of(*category));
}

bool product_rules::is_among(const product_lists& lists, item_index item) const {
  return std::ranges::any_of(lists.lists, [item](const auto& list) { return is_in(list, item); }) ||
         std::ranges::any_of(lists.categories,
                             [&](const auto& interval) { return catalogue_->is_within(item, interval); });
}

bool product_rules::has_price(item_index item, std::span<const price_range> ranges) const {
  const auto* record = catalogue_->find(item);
  const auto minor = record == nullptr ? std::nullopt : catalog::price_at(*record, now_s_);
  if (!minor) return false;
  const auto cents = to_cents(*minor, record->unit);
  return std::ranges::any_of(
      ranges, [&](const price_range& each) { return each.least <= cents && cents <= each.most; });
}

bool product_rules::admits_price(item_index item) const {
  return filters_.prices.empty() || has_price(item, filters_.prices) == filters_.prices_wanted;
}

bool product_rules::fits_box(item_index item) const {
  if (box_ == nullptr || (!box_->prices && box_->categories.empty())) return true;
  const bool fits = (!box_->prices || has_price(item, {&*box_->prices, 1})) &&
                    (box_->categories.empty() || is_among(box_categories_, item));
  return fits == box_->wanted;
}

bool product_rules::admits(item_index item) const {
  if (is_in(left_out_, item) || (brand_ && !is_in(*brand_, item))) return false;
  if (catalogue_ == nullptr) return true;
  if (is_among(disliked_, item) || !fits_box(item) || !admits_price(item)) return false;
  return std::ranges::all_of(values_, [&](const value_lists& each) {
    const bool found = std::ranges::any_of(each.lists, [&](const auto& list) { return is_in(list, item); });
    return found == each.wanted;
  });
}

}  // namespace footfall::api::richrelevance
