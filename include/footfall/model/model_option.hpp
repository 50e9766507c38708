// Options: what can be set of a model. A kind names those that mean something to it in its row of the table.
#pragma once

#include <cstdint>
#include <string_view>

namespace footfall::model {

inline constexpr double hour_ms = 3'600'000;
inline constexpr double day_ms = 24 * hour_ms;

/// The value of a duration that the customer's own log decides on, or another option.
inline constexpr double automatic = -1;

/// What the value of an option is.
enum class option_unit : std::uint8_t { whole_number, decimal, duration_ms };

/// One option. Configuration, reference, schema and state file know it from here.
struct model_option {
  std::string_view key;  ///< in the configuration; kinds that share one mean the same by it
  option_unit unit;
  double preset;  ///< the default; durations in milliseconds
  double least;
  double most;
  std::string_view meaning;       ///< for people
  bool may_be_automatic = false;  ///< its value may be `automatic`

  /// The same with another default.
  [[nodiscard]] constexpr model_option with(double other_preset) const noexcept {
    auto changed = *this;
    changed.preset = other_preset;
    return changed;
  }
};

/// Options of more than one kind; those of one kind are in its header.
namespace option {

inline constexpr double years_ms = 3650 * day_ms;

inline constexpr model_option history{"history",   option_unit::duration_ms,
                                      90 * day_ms, hour_ms,
                                      years_ms,    "Only events younger than this are used",
                                      true};
inline constexpr model_option half_life{
    "half_life", option_unit::duration_ms,
    0,           0,
    years_ms,    "An event of this age counts half; 0s: age does not matter",
    true};
inline constexpr model_option window_events_min{
    "window_events_min",
    option_unit::whole_number,
    100,
    0,
    1e9,
    "With fewer events inside `history` it ends at the newest event instead of now"};
inline constexpr model_option backward_weight{
    "backward_weight",
    option_unit::decimal,
    0.5,
    0,
    1,
    "Weight of a pair, or of an item of a similar session, against the order of time"};
inline constexpr model_option short_window{
    "short_window",
    option_unit::duration_ms,
    0,
    0,
    years_ms,
    "Popularity: only events younger than this when they are enough; 0s: never"};
inline constexpr model_option maximum_item_age{
    "maximum_item_age",
    option_unit::duration_ms,
    0,
    0,
    years_ms,
    "Of the catalogue only items that were added, or became valid, within this; 0s: all"};
inline constexpr model_option shuffle{
    "shuffle",   option_unit::duration_ms,
    0,           0,
    30 * day_ms, "Random: for so long the order stays as it is; 0s: the newest first"};
inline constexpr model_option short_events_min{
    "short_events_min",
    option_unit::whole_number,
    1000,
    1,
    1e9,
    "Popularity: how many events inside `short_window` are enough"};

}  // namespace option

}  // namespace footfall::model
