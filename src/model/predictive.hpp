// What will be popular: popularity with the half life that would have predicted best so far.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/person_amounts.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

namespace option {

inline constexpr model_option horizon{
    "horizon",   option_unit::duration_ms,
    automatic,   600'000,
    14 * day_ms, "Predictive popularity: how far ahead it looks; automatic: a 30th of `history`",
    true};
inline constexpr model_option choice_interval{
    "choice_interval",
    option_unit::duration_ms,
    automatic,
    hour_ms,
    365 * day_ms,
    "Predictive popularity: the half life is chosen anew after this time; automatic: after `horizon`, an "
    "hour at the least",
    true};

}  // namespace option

/// Besides those of time; the half life is chosen.
inline constexpr std::array predictive_options{option::history.with(30 * day_ms), option::horizon,
                                               option::choice_interval, option::window_events_min};

/// How far ahead it looks, and after what time its half life is chosen anew, where the definition leaves it
/// to `history`.
[[nodiscard]] std::int64_t horizon_ms(const model_definition& definition) noexcept;
[[nodiscard]] std::int64_t choice_interval_ms(const model_definition& definition) noexcept;

/// How a half life is judged: by the lists that it would have given at moments of the past.
struct hindcast_plan {
  std::vector<double> half_lives_s;      ///< ascending
  std::vector<std::uint32_t> moments_s;  ///< ascending
  std::uint32_t horizon_s = 0;
  std::size_t list_items = 50;
  std::size_t events_min = 20;  ///< of a window; with fewer it says nothing
};

/// What the lists of each half life caught: the share of the events in (moment, moment + horizon] that are on
/// the list of the moment, by moment that says something. `events`: in order of time. One pass over the
/// events; each costs as many steps as there are half lives.
struct hindcast {
  std::vector<std::vector<double>> caught;  ///< by moment, by half life
  std::size_t events = 0;                   ///< in all windows
};
[[nodiscard]] hindcast look_back(std::span<const counted_event> events, const hindcast_plan& plan);

/// The half life with the largest mean share, smoothed over its neighbours, an end counting itself twice; of
/// equal ones the longest. `horizon_s` where fewer than 500 events are in all windows.
[[nodiscard]] double choose_half_life_s(const hindcast& found, const hindcast_plan& plan);

/// Sum over the events of an item of amount * 0.5^(age / half life). One of n units has the amount 1 + ln(n);
/// of consumption one report counts in a session.
[[nodiscard]] std::unique_ptr<model_updater> make_predictive_updater(const model_definition& definition,
                                                                     events::event_type learns_from);

}  // namespace footfall::model
