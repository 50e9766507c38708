// What the user buys at intervals, shortly before it runs out.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option interval_min{
    "interval_min", option_unit::duration_ms,
    4 * day_ms,     hour_ms,
    90 * day_ms,    "Purchases of an item by one person within this are one occasion"};
inline constexpr model_option shown_from{
    "shown_from",
    option_unit::decimal,
    0.8,
    0,
    1,
    "Recurring purchases: an item is shown from this share of its interval on"};
inline constexpr model_option ended_after{
    "ended_after",
    option_unit::decimal,
    4,
    0,
    1000,
    "Recurring purchases: until so many of its longest intervals; 0: for ever"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array recurring_options{option::interval_min, option::shown_from, option::ended_after};

/// `RECURRING_BUY`: of what the user has bought on n >= 2 occasions, that of which `shown_from` of the
/// interval (the lower quartile of the times between occasions) has passed since the newest purchase, and not
/// more than `ended_after` of the longest of these times. score = n / (days since the first purchase + mean
/// time between occasions of all persons). A purchase acts in the next answer.
[[nodiscard]] std::unique_ptr<model_updater> make_recurring_updater(const model_definition& definition,
                                                                    events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_recurring(const model_definition& definition,
                                                            const build_record& record, model_reader& from,
                                                            std::size_t items_end);

}  // namespace footfall::model
