// THE table of boosts.
#include "footfall/recommend/boosts.hpp"

#include "recommend/boosts/by_attribute.hpp"
#include "recommend/boosts/by_category.hpp"
#include "recommend/boosts/by_offer.hpp"
#include "recommend/boosts/by_user.hpp"

#include <array>

namespace footfall::recommend {

namespace {

constexpr std::array booster_table{
    booster{"attribute", "Items that have `value` under the key `attribute`; `brand` is one", has_attribute,
            has_value},
    booster{"category", "Items in the category `value`, as in `Shoes/Children`, or below", has_category,
            is_in_boosted_category},
    booster{"new", "Items that were added to the catalogue within `maximum_age`", has_offers, is_new},
    booster{"sale", "Items whose sale price holds now", has_offers, is_on_sale},
    booster{by_user, "Items that have under the key `attribute` a value of `user_attribute` of the user",
            has_value_of_user, has_it_in_common},
};

}  // namespace

std::span<const booster> boosters() noexcept { return booster_table; }

bool boosts_by_user(std::span<const boost_settings> boosts) noexcept {
  return std::ranges::find(boosts, by_user, &boost_settings::by) != boosts.end();
}

const booster* find_booster(std::string_view name) noexcept {
  const auto* const row = std::ranges::find(booster_table, name, &booster::name);
  return row == booster_table.end() ? nullptr : &*row;
}

}  // namespace footfall::recommend
