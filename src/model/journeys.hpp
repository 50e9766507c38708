// Ultimately bought, ultimately consumed: what those who looked at the context items took in the end.
#pragma once

#include "footfall/model/event_history.hpp"
#include "footfall/model/model_kinds.hpp"
#include "model/best_rated.hpp"
#include "model/rows_on_demand.hpp"

#include <array>
#include <cstdint>
#include <functional>

namespace footfall::model {

namespace option {

inline constexpr model_option window{
    "window",    option_unit::duration_ms,
    7 * day_ms,  hour_ms,
    90 * day_ms, "Ultimately bought: a journey is what was clicked within this time before the purchase"};
inline constexpr model_option click_half_life{
    "click_half_life", option_unit::duration_ms,
    hour_ms,           60'000,
    30 * day_ms,       "Ultimately bought, timed: a click so long before the purchase counts half"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array ultimately_bought_options{option::window, option::prior.with(30)};
inline constexpr std::array ultimately_consumed_options{option::window.with(day_ms), option::prior.with(30)};
inline constexpr std::array timed_options{option::window, option::click_half_life, option::prior.with(30)};

/// Besides those of time, of kinds that know scopes.
inline constexpr std::array upheaval_journey_options{option::maximum_rating_age, option::window,
                                                     option::prior.with(30)};

inline constexpr std::size_t journey_items_max = 10;

/// What somebody clicked before the event in which it ended, the newest first.
struct journey {
  std::uint32_t begin_s = 0;  ///< of the oldest of these clicks
  std::uint32_t end_s = 0;
  item_index target{};
  std::size_t size = 0;
  std::array<item_index, journey_items_max> items{};
  std::array<float, journey_items_max> weights{};  ///< by rank, or by the time between
};

/// Calls `visit` with all journeys of a model that ended later than `after_s`, owner by owner.
void visit_journeys(const model_definition& definition, const event_history& history, std::uint32_t after_s,
                    const std::function<void(owner_number, const journey&)>& visit);

/// A journey ends in an event on y (a purchase) and holds the at most 10 newest different items x that its
/// owner clicked within `window` before, in rank r. C(x, y) = sum over the newest 500 journeys with x of
/// 0.5^(age / half life) / r; with `click_half_life` 0.5^(time between / it) in place of 1 / r. S, B: support
/// in clicks and in what ends journeys, P = sum of B / sum of S; conv(y) = min(1, (B(y) + 50 P) / (S(y) +
/// 50)). F(x, y) = C_A(x, y) / (S_A(x) + 10), both from the newest 500 sessions of clicks with x, their pairs
/// as `CF_I2I_*` weighs them; F(x, x) = 1. A(x, y) = (C(x, y) + prior * F(x, y) * conv(y)) / (S(x) + prior);
/// score(y) = sum of A(x_r, y) / r^2. In place of clicks stands the first of the events that its kind is made
/// from. Of a kind with `maximum_rating_age` C, F and S are counted inside the scope, which is also their
/// half life; S from the newest 500 sessions.
[[nodiscard]] std::unique_ptr<model_updater> make_journeys_updater(const model_definition& definition,
                                                                   events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_journeys(const model_definition& definition,
                                                           const build_record& record, model_reader& from,
                                                           std::size_t items_end);

}  // namespace footfall::model
