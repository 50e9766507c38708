#include "api/richrelevance/page_types.hpp"

#include "footfall/events/page_events.hpp"
#include "footfall/events/read_event.hpp"

namespace footfall::api::richrelevance {
namespace {

using enum events::event_type;

constexpr bool needed = true;
constexpr auto listed_max = events::items_max;
constexpr std::size_t shown_max = 15;  // of what a page of results or a category shows

// clang-format off
constexpr page_type page_type_rows[] = {
  // name                    no. event                        products     most   needed   besides
  {"home_page",              9,  std::nullopt,                "productId", shown_max, !needed, "",
   {"landing_page", "bestseller", "personalized"}},
  {"item_page",              1,  click,                       "productId", listed_max, needed,  "",
   {"cross_sell", "also_bought", "also_clicked"}},
  {"add_to_cart_page",       2,  basket,                      "atcid",     listed_max, needed,  "",
   {"also_bought", "cross_sell", "bestseller"}},
  {"cart_page",              3,  basket,                      "productId", listed_max, needed,  "",
   {"shopping_cart", "cross_sell", "bestseller"}},
  {"brand_page",             4,  events::brand_view_event,    "productId", shown_max, !needed, "fpb",
   {"bestseller", "landing_page", "personalized"}},
  {"category_page",          5,  events::category_view_event, "productId", shown_max, !needed, "categoryId",
   {"category_page", "category_topsellers", "personalized"}},
  {"search_page",            6,  events::search_event,        "productId", shown_max, !needed, "searchTerm",
   {"related_products", "also_interesting", "bestseller"}},
  {"purchase_complete_page", 7,  buy,                         "productId", listed_max, needed,  "o",
   {"also_bought", "cross_sell", "personalized"}},
  {"personal_page",          8,  std::nullopt,                "productId", shown_max, !needed, "",
   {"personalized", "also_interesting", "landing_page"}},
  {"error_page",             10, std::nullopt,                "productId", shown_max, !needed, "",
   {"landing_page", "bestseller", "personalized"}},
  {"generic_page",           11, std::nullopt,                "productId", shown_max, !needed, "",
   {"landing_page", "bestseller", "personalized"}},
};
// clang-format on

}  // namespace

std::span<const page_type> page_types() noexcept { return page_type_rows; }

const page_type* find_page_type(std::string_view name) noexcept {
  for (const auto& row : page_type_rows)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace footfall::api::richrelevance
