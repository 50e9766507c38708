// What the next basket of the user will probably hold.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/recurring.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option own_half_life{
    "own_half_life",
    option_unit::duration_ms,
    120 * day_ms,
    0,
    years_ms,
    "Cart suggestion: a purchase of the user's own of this age counts half; 0s: age does not matter"};
inline constexpr model_option own_share{
    "own_share", option_unit::decimal,
    0.4,         0,
    1,           "Cart suggestion: the share of the user's own purchases; the rest is that of popularity"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array shopping_list_options{option::own_half_life, option::own_share,
                                                  option::interval_min.with(day_ms)};

/// `SUGGESTION`: score(j) = own_share * own(j) / sum of own + (1 - own_share) * pop(j) / sum of pop. own: sum
/// over the occasions on which the user bought j of 0.5^(age / own_half_life); pop: popularity of purchases.
/// What is in the basket is left out; who has bought nothing gets nothing. (Li et al., A Next Basket
/// Recommendation Reality Check, TOIS 2023.)
[[nodiscard]] std::unique_ptr<model_updater> make_shopping_list_updater(const model_definition& definition,
                                                                        events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_shopping_list(const model_definition& definition,
                                                                const build_record& record,
                                                                model_reader& from, std::size_t items_end);

}  // namespace footfall::model
