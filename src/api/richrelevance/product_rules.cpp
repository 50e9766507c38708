#include "api/richrelevance/product_rules.hpp"

#include "api/preferred_items.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::size_t prices_max = 20;
constexpr std::int64_t cents_max = 1'000'000'000'000'000;

// Once each, or as lists.
result<void> add_blocked(const call_parameters& sent, product_filters& to) {
  for (const auto* const name : {"bi", "blockedProductIds"})
    for (const auto text : sent.all(name)) {
      const auto list = split(name, text, '|', list_items_max);
      if (!list) return list.error();
      to.blocked.insert(to.blocked.end(), list->begin(), list->end());
    }
  if (to.blocked.size() > list_items_max)
    return bad("blockedProductIds", fmt::format("more than {} entries", list_items_max));
  return {};
}

void add_values(std::string_view key, const text_list& texts, bool wanted, product_filters& to) {
  if (texts.empty()) return;
  value_filter filter{.values = {}, .wanted = wanted};
  // Imports write names of attributes in lower case, other ways of telling leave them as they are.
  std::string lower(key);
  for (auto& byte : lower)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  for (const auto text : texts) {
    filter.values.push_back(catalog::value_of(key, text));
    if (lower != key) filter.values.push_back(catalog::value_of(lower, text));
  }
  to.values.push_back(std::move(filter));
}

result<void> add_brands(const call_parameters& sent, product_filters& to) {
  const auto brands = sent.list_of({"filbr", "brandFilter", "filter"});
  if (!brands) return brands.error();
  const auto wanted = sent.flag("includeBrandFilteredProducts", false);
  if (!wanted) return wanted.error();
  add_values("brand", *brands, *wanted, to);
  return {};
}

// The genres of the page: nothing of another one is shown there.
result<void> add_genres(const call_parameters& sent, product_filters& to) {
  const auto genres = sent.list("genreFilter");
  if (!genres) return genres.error();
  add_values("genre", *genres, true, to);
  return {};
}

result<void> add_attributes(const call_parameters& sent, product_filters& to) {
  const auto lists = sent.named_lists("filterAtr");
  if (!lists) return lists.error();
  const auto wanted = sent.flag("includeAttributeFilteredProducts", true);
  if (!wanted) return wanted.error();
  for (const auto& [name, texts] : *lists) add_values(name, texts, *wanted, to);
  return {};
}

result<void> add_categories(const call_parameters& sent, product_filters& to) {
  auto categories = sent.list_of({"categoryFilter", "categoryFilters"});
  if (!categories) return categories.error();
  const auto wanted = sent.flag("includeCategoryFilteredProducts", false);
  if (!wanted) return wanted.error();
  to.categories = std::move(*categories);
  to.categories_wanted = *wanted;
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
  for (const auto add : {add_blocked, add_brands, add_genres, add_attributes, add_categories, add_prices})
    if (auto added = add(sent, filters); !added) return added.error();
  return filters;
}

product_rules::product_rules(const product_filters& filters, const customer::customer& owner,
                             bool alphanumeric, const catalog::catalogue* catalogue,
                             std::span<const customer::preference> said, std::int64_t now_ms)
    : filters_(filters),
      catalogue_(catalogue),
      now_s_(now_ms / 1000),
      disliked_(disliked_items(said, catalogue)),
      categories_(catalogue),
      box_categories_(catalogue) {
  for (const auto id : filters.blocked)
    if (const auto key = events::read_item(product_type, id, alphanumeric))
      if (const auto known = owner.items.find(*key)) leave_out(*known);
  if (catalogue_ == nullptr) return;
  for (const auto& filter : filters.values) {
    auto& added = values_.emplace_back(value_lists{{}, filter.wanted});
    for (const auto value : filter.values) added.lists.push_back(catalogue_->items_with(value));
  }
  for (const auto category : filters.categories) categories_.add_category(category);
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
  box_categories_ = product_set(catalogue_);
  if (box_ == nullptr) return;
  for (const auto& name : box_->categories) box_categories_.add_category(name);
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
                    (box_->categories.empty() || box_categories_.holds(item));
  return fits == box_->wanted;
}

bool product_rules::leave_nothing_out() const noexcept {
  return left_out_.empty() && !brand_ && box_ == nullptr && disliked_.empty() && filters_.prices.empty() &&
         filters_.categories.empty() && values_.empty();
}

bool product_rules::admits(item_index item) const {
  if (is_in(left_out_, item) || (brand_ && !is_in(*brand_, item))) return false;
  if (catalogue_ == nullptr) return true;
  if (disliked_.holds(item) || !fits_box(item) || !admits_price(item)) return false;
  if (!filters_.categories.empty() && categories_.holds(item) != filters_.categories_wanted) return false;
  return std::ranges::all_of(values_, [&](const value_lists& each) {
    const bool found = std::ranges::any_of(each.lists, [&](const auto& list) { return is_in(list, item); });
    return found == each.wanted;
  });
}

}  // namespace footfall::api::richrelevance
