// THE table of boosts.
#include "footfall/recommend/boosts.hpp"

#include "recommend/boosts/by_attribute.hpp"
#include "recommend/boosts/by_category.hpp"
#include "recommend/boosts/by_offer.hpp"

#include <array>

namespace footfall::recommend {

namespace {

constexpr std::array table{
    booster{"attribute", "Items that have `value` under the key `attribute`; `brand` is one", has_attribute,
            has_value},
    booster{"category", "Items in the category `value`, as in `Shoes/Children`, or below", has_category,
            is_in_boosted_category},
    booster{"new", "Items that were added to the catalogue within `maximum_age`", has_offers, is_new},
    booster{"sale", "Items whose sale price holds now", has_offers, is_on_sale},
};

}  // namespace

std::span<const booster> boosters() noexcept { return table; }

const booster* find_booster(std::string_view name) noexcept {
  const auto* const row = std::ranges::find(table, name, &booster::name);
  return row == table.end() ? nullptr : &*row;
}

}  // namespace footfall::recommend
