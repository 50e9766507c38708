// THE table of filters.
#include "footfall/recommend/filters.hpp"

#include "recommend/filters/catalogue.hpp"
#include "recommend/filters/context_items.hpp"
#include "recommend/filters/editor_blacklist.hpp"
#include "recommend/filters/group.hpp"
#include "recommend/filters/history_items.hpp"
#include "recommend/filters/item_age.hpp"
#include "recommend/filters/item_type.hpp"
#include "recommend/filters/like_context.hpp"
#include "recommend/filters/other_categories.hpp"
#include "recommend/filters/price.hpp"
#include "recommend/filters/product_variants.hpp"
#include "recommend/filters/repeated_shows.hpp"
#include "recommend/filters/request_rules.hpp"
#include "recommend/filters/same_category.hpp"
#include "recommend/filters/top_sellers.hpp"
#include "recommend/filters/variants.hpp"

#include <array>

namespace footfall::recommend {

namespace {

using events::history_type;
using set = filter_settings;
constexpr filter_switch always{};

constexpr std::array filter_table{
    filter{"context_items", "Items that the visitor looks at", &set::context_items, false,
           exclude_context_items, nullptr, nullptr},
    filter{"already_purchased",
           "Items that the user has purchased within a year; automatic: unless a tenth of all purchases are "
           "repurchases",
           &set::already_purchased, true, exclude_purchased, nullptr, nullptr},
    filter{"already_consumed", "Items that the user has consumed within a year", &set::already_consumed, true,
           exclude_history<history_type::consumed>, nullptr, nullptr},
    filter{"repeated_shows", "Items that were shown to the user so many times in the running session",
           &set::repeated_shows, true, exclude_repeated_shows, nullptr, nullptr},
    filter{"top_sellers", "So many of the items that are purchased most", &set::top_sellers, false,
           exclude_top_sellers, nullptr, nullptr},
    filter{"editor_blacklist", "", always, false, exclude_editor_blacklist, nullptr, nullptr},
    filter{"blacklist", "", always, true, exclude_history<history_type::blacklist>, nullptr, nullptr},
    filter{"item_type", "", always, false, has_other_item_types, is_of_other_type, nullptr},
    filter{"group", "", always, false, has_group, is_outside_group, list_of_group},
    filter{"catalogue", "", always, false, has_catalogue, is_not_offered, nullptr},
    filter{"request", "", always, false, has_request_rules, is_refused_by_request, nullptr},
    filter{"maximum_item_age", "Items that were added to the catalogue, or became valid, longer ago",
           &set::maximum_item_age_ms, false, has_records, is_too_old, nullptr},
    filter{"price_unknown", "Items without a price in the catalogue", &set::price_unknown, false,
           knows_prices, has_no_price, nullptr},
    filter{"minimum_price", "Items below this price, in units of the customer's currency",
           &set::minimum_price, false, has_minimum_price, is_below_minimum_price, nullptr},
    filter{"cheaper_than_context", "Items cheaper than the first context item that has a price",
           &set::cheaper_than_context, false, has_price_of_context, is_cheaper_than_context, nullptr},
    filter{"variants_of_context", "Items of the product group of a context item", &set::variants_of_context,
           false, has_groups_of_context, is_variant_of_context, nullptr},
    filter{"one_variant", "Of the items of a product group all but the one that comes first",
           &set::one_variant, false, has_records, is_variant_of_answered, nullptr, note_group},
    filter{
        "product_variants",
        "Variants of products, for catalogues in which the products are items, too: the group of a variant "
        "is the id of its product",
        &set::product_variants, false, has_records, is_product_variant, nullptr},
    filter{"same_brand", "Items of other brands than those of the context items", &set::same_brand, false,
           has_brands_of_context, is_of_other_brand, items_of_brands},
    filter{"same_category", "Items outside the categories of the request, where it names some",
           &set::same_category, false, has_wanted_categories, is_outside_wanted_categories,
           items_of_wanted_categories},
    filter{"category_of_context", "Items that are in exactly a category of a context item",
           &set::category_of_context, false, has_categories_of_context, is_in_other_category, nullptr},
    filter{"excluded_categories", "Items that are in exactly one of these categories, as in `Shoes/Children`",
           &set::excluded_categories, false, has_excluded_categories, is_in_other_category, nullptr},
};

}  // namespace

std::span<const filter> filters() noexcept { return filter_table; }

void filter_findings::clear() {
  excluded.clear();
  own.clear();
  lists.clear();
  intervals.clear();
  numbers.clear();
  texts.clear();
  turned_ms = 0;
}

bool is_enabled(const filter& row, const filter_settings& settings) {
  return std::visit(
      [&](auto member) {
        if constexpr (std::is_same_v<decltype(member), std::monostate>) {
          return true;
        } else {
          const auto& value = settings.*member;
          return value != std::remove_cvref_t<decltype(value)>{};
        }
      },
      row.enabled);
}

filter_settings nothing_left_out() {
  filter_settings off;
  for (const auto& row : filters())
    std::visit(
        [&](auto member) {
          if constexpr (!std::is_same_v<decltype(member), std::monostate>) off.*member = {};
        },
        row.enabled);
  return off;
}

}  // namespace footfall::recommend
