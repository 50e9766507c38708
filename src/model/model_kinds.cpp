// THE table of models.
#include "footfall/model/model_kinds.hpp"

#include "model/best_rated.hpp"
#include "model/bundle.hpp"
#include "model/co_occurrence.hpp"
#include "model/journeys.hpp"
#include "model/kind_parts.hpp"
#include "model/last_events.hpp"
#include "model/popularity.hpp"
#include "model/predictive.hpp"
#include "model/ridge_sets.hpp"
#include "model/rows_on_demand.hpp"
#include "model/session_neighbours.hpp"
#include "model/similar_rated.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace footfall::model {

namespace {

using events::event_type;

// The defaults that kinds of one family differ in.
struct times {
  double history_days;
  double half_life_days;
  double short_days = 0;
};

// Puts the defaults of one kind into the options of its family.
std::vector<model_option> options_of(std::span<const model_option> family, const times& own) {
  std::vector<model_option> options{option::history.with(own.history_days * day_ms),
                                    option::half_life.with(own.half_life_days * day_ms),
                                    option::window_events_min};
  for (const auto& each : family)
    options.push_back(each.key == option::short_window.key ? each.with(own.short_days * day_ms) : each);
  return options;
}

model_kind popularity_kind(std::string_view type, std::string_view title, event_type learns_from,
                           const times& own) {
  return {type,
          title,
          learns_from,
          {learns_from},
          model_family::popularity,
          false,
          options_of(popularity_options, own),
          make_popularity_updater,
          load_popularity};
}

model_kind co_occurrence_kind(std::string_view type, std::string_view title, event_type learns_from,
                              const times& own) {
  model_kind kind{type,
                  title,
                  learns_from,
                  {learns_from},
                  model_family::co_occurrence,
                  true,
                  options_of(co_occurrence_options, own),
                  make_co_occurrence_updater,
                  load_co_occurrence};
  kind.rows_of_slices = sliced_rows::of_sessions;
  return kind;
}

model_kind ordered_sessions_kind(std::string_view type, std::string_view title, event_type learns_from,
                                 const times& own) {
  return {type,
          title,
          learns_from,
          {learns_from},
          model_family::session_order,
          true,
          options_of(ordered_session_options, own),
          make_ordered_session_neighbours_updater,
          load_ordered_session_neighbours};
}

model_kind session_sets_kind(std::string_view type, std::string_view title, event_type learns_from,
                             const times& own) {
  return {type,
          title,
          learns_from,
          {learns_from},
          model_family::session_sets,
          true,
          options_of(session_set_options, own),
          make_session_set_neighbours_updater,
          load_session_set_neighbours};
}

model_kind ridge_sets_kind(std::string_view type, std::string_view title, event_type learns_from,
                           double history_days) {
  std::vector<model_option> options(ridge_set_options.begin(), ridge_set_options.end());
  options.front() = options.front().with(history_days * day_ms);
  return {type,
          title,
          learns_from,
          {learns_from},
          model_family::ridge_sets,
          true,
          std::move(options),
          make_ridge_sets_updater,
          load_ridge_sets};
}

model_kind best_rated_kind(std::string_view type, std::string_view title, const times& own) {
  return {type,
          title,
          event_type::rate,
          {event_type::rate},
          model_family::other,
          false,
          options_of(best_rated_options, own),
          make_best_rated_updater,
          load_best_rated};
}

model_kind similar_rated_kind(std::string_view type, std::string_view title) {
  return {type,
          title,
          event_type::rate,
          {event_type::rate},
          model_family::other,
          true,
          {similar_rated_options.begin(), similar_rated_options.end()},
          make_similar_rated_updater,
          load_similar_rated};
}

model_kind predictive_kind(std::string_view type, std::string_view title, event_type learns_from) {
  return {type,
          title,
          learns_from,
          {learns_from},
          model_family::other,
          false,
          {predictive_options.begin(), predictive_options.end()},
          make_predictive_updater,
          load_popularity};
}

model_kind next_click_kind(std::string_view type, std::string_view title, event_type learns_from,
                           const times& own) {
  model_kind kind{type,
                  title,
                  learns_from,
                  {learns_from},
                  model_family::other,
                  true,
                  options_of(next_click_options, own),
                  make_rows_on_demand_updater,
                  load_rows_on_demand};
  kind.rows_of_slices = sliced_rows::of_sessions;
  return kind;
}

model_kind upheaval_kind(std::string_view type, std::string_view title, event_type learns_from,
                         const times& own) {
  auto kind = next_click_kind(type, title, learns_from, own);
  kind.options = options_of(upheaval_options, own);
  return kind;
}

model_kind bundle_kind(std::string_view type, std::string_view title) {
  return {type,
          title,
          event_type::buy,
          {event_type::buy},
          model_family::other,
          true,
          {bundle_options.begin(), bundle_options.end()},
          make_bundle_updater,
          load_bundle,
          {"context_items"}};
}

model_kind journeys_kind(std::string_view type, std::string_view title, event_type begins_with,
                         event_type ends_in, std::span<const model_option> own_options, const times& own) {
  model_kind kind{type,
                  title,
                  ends_in,
                  {begins_with, ends_in},
                  model_family::other,
                  true,
                  options_of(own_options, own),
                  make_journeys_updater,
                  load_journeys,
                  {"context_items"}};
  kind.rows_of_slices = sliced_rows::of_journeys;
  return kind;
}

model_kind upheaval_journeys_kind(std::string_view type, std::string_view title, event_type begins_with,
                                  event_type ends_in) {
  return journeys_kind(type, title, begins_with, ends_in, upheaval_journey_options, {365, 90});
}

model_kind last_events_kind(std::string_view type, std::string_view title, event_type learns_from) {
  model_kind kind{type,
                  title,
                  learns_from,
                  {learns_from},
                  model_family::other,
                  false,
                  {option::history.with(10 * day_ms), option::half_life, option::window_events_min.with(1)},
                  make_last_events_updater,
                  load_popularity};
  kind.of_last_events = true;
  return kind;
}

// What is counted when it is asked for, within one type of events and from one to another.
std::vector<model_kind> kinds_on_demand() {
  return {
      next_click_kind("CF_I2I_MIX_CLICK_CLICK", "Clicked next", event_type::click, {90, 30}),
      upheaval_kind("CF_I2I_UPHEAVAL_CLICK_CLICK", "Also clicked in a span of time", event_type::click,
                    {365, 30}),
      upheaval_kind("CF_I2I_UPHEAVAL_BUY_BUY", "Also purchased in a span of time", event_type::buy,
                    {365, 90}),
      upheaval_kind("CF_I2I_UPHEAVAL_CONSUME_CONSUME", "Also consumed in a span of time", event_type::consume,
                    {365, 30}),
      bundle_kind("CF_I2I_MIX_BUY_BUY", "Bundle"),
      journeys_kind("CF_I2I_MIX_CLICK_BUY", "Ultimately purchased", event_type::click, event_type::buy,
                    ultimately_bought_options, {365, 90}),
      journeys_kind("CF_I2I_MIX_CLICK_CONSUME", "Ultimately consumed", event_type::click, event_type::consume,
                    ultimately_consumed_options, {90, 30}),
      journeys_kind("CF_I2I_MIX_TIMED_CLICK_BUY", "Purchased soon after", event_type::click, event_type::buy,
                    timed_options, {365, 90}),
      upheaval_journeys_kind("CF_I2I_UPHEAVAL_CLICK_BUY", "Ultimately purchased in a span of time",
                             event_type::click, event_type::buy),
      upheaval_journeys_kind("CF_I2I_UPHEAVAL_CLICK_BASKET",
                             "Ultimately put into the basket in a span of time", event_type::click,
                             event_type::basket),
      upheaval_journeys_kind("CF_I2I_UPHEAVAL_CLICK_CONSUME", "Ultimately consumed in a span of time",
                             event_type::click, event_type::consume),
      upheaval_journeys_kind("CF_I2I_UPHEAVAL_CONSUME_BUY", "Purchased after consumption in a span of time",
                             event_type::consume, event_type::buy),
  };
}

// Days of history and of the half life. Histories: clicks one to three months, purchases three to six and
// more where there are few, ratings three (protocol I1). "Short" is the popularity of the last day, or week
// where events are rarer, when enough happened in it; else that of the history, in which the weight of an
// event halves daily or weekly. "Long" counts every event of the history alike.
std::vector<model_kind> make_table() {
  return {
      popularity_kind("POPULARITY_SHORT_CLICK", "Popular now: clicks", event_type::click, {30, 1, 1}),
      popularity_kind("POPULARITY_SHORT_BUY", "Popular now: purchases", event_type::buy, {90, 7, 7}),
      popularity_kind("POPULARITY_SHORT_CONSUME", "Popular now: consumption", event_type::consume,
                      {30, 1, 1}),
      best_rated_kind("POPULARITY_SHORT_RATE", "Best rated lately", {90, 7}),
      popularity_kind("POPULARITY_LONG_CLICK", "Popular for long: clicks", event_type::click, {90, 0}),
      popularity_kind("POPULARITY_LONG_BUY", "Popular for long: purchases", event_type::buy, {365, 0}),
      popularity_kind("POPULARITY_LONG_CONSUME", "Popular for long: consumption", event_type::consume,
                      {90, 0}),
      best_rated_kind("POPULARITY_LONG_RATE", "Best rated", {365, 0}),
      co_occurrence_kind("CF_I2I_CLICK", "Also clicked", event_type::click, {90, 30}),
      co_occurrence_kind("CF_I2I_BUY", "Also purchased", event_type::buy, {365, 90}),
      co_occurrence_kind("CF_I2I_CONSUME", "Also consumed", event_type::consume, {90, 30}),
      ordered_sessions_kind("SESSION_KNN_CLICK", "Clicked in similar sessions", event_type::click, {90, 30}),
      ordered_sessions_kind("SESSION_KNN_BUY", "Purchased in similar sessions", event_type::buy, {365, 90}),
      ordered_sessions_kind("SESSION_KNN_CONSUME", "Consumed in similar sessions", event_type::consume,
                            {90, 30}),
      session_sets_kind("SESSION_KNN_SET_CLICK", "Clicked in sessions with the same items", event_type::click,
                        {90, 0}),
      session_sets_kind("SESSION_KNN_SET_BUY", "Purchased in sessions with the same items", event_type::buy,
                        {365, 0}),
      session_sets_kind("SESSION_KNN_SET_CONSUME", "Consumed in sessions with the same items",
                        event_type::consume, {90, 0}),
      ridge_sets_kind("RIDGE_SET_CLICK", "Clicked where all of these were", event_type::click, 90),
      ridge_sets_kind("RIDGE_SET_BUY", "Purchased where all of these were", event_type::buy, 365),
      ridge_sets_kind("RIDGE_SET_CONSUME", "Consumed where all of these were", event_type::consume, 90),
      predictive_kind("POPULARITY_PREDICTIVE_CLICK", "Popular soon: clicks", event_type::click),
      predictive_kind("POPULARITY_PREDICTIVE_BUY", "Popular soon: purchases", event_type::buy),
      predictive_kind("POPULARITY_PREDICTIVE_CONSUME", "Popular soon: consumption", event_type::consume),
      similar_rated_kind("CF_I2I_RATE", "Similar rated"),
      last_events_kind("LAST_EVENTS_CLICK", "Clicked last by anybody", event_type::click),
      last_events_kind("LAST_EVENTS_BUY", "Purchased last by anybody", event_type::buy),
      last_events_kind("LAST_EVENTS_CONSUME", "Consumed last by anybody", event_type::consume),
      last_events_kind("LAST_EVENTS_BASKET", "Put into a basket last by anybody", event_type::basket),
  };
}

}  // namespace

double model_definition::operator[](const model_option& which) const noexcept {
  const auto set = std::ranges::find(options, which.key, &option_value::key);
  if (set == options.end()) return which.preset;
  if (!which.may_be_automatic || set->value != automatic) return set->value;
  const auto* kind = find_model_kind(type);
  if (kind == nullptr) return which.preset;
  const auto own = std::ranges::find(kind->options, which.key, &model_option::key);
  return own == kind->options.end() ? which.preset : own->preset;
}

std::int64_t model_definition::ms(const model_option& which) const noexcept {
  return static_cast<std::int64_t>((*this)[which]);
}

std::uint32_t model_definition::whole(const model_option& which) const noexcept {
  return static_cast<std::uint32_t>((*this)[which]);
}

void model_definition::set_value(const model_option& which, double value) {
  if (auto* const kept = find(which.key))
    *kept = value;
  else
    options.push_back({which.key, value});
}

double* model_definition::find(std::string_view key) noexcept {
  const auto set = std::ranges::find(options, key, &option_value::key);
  return set == options.end() ? nullptr : &set->value;
}

std::span<const model_kind> model_kinds() {
  static const auto kinds = [] {
    auto table = make_table();
    for (auto part : {kinds_on_demand(), kinds_of_own_history(), kinds_of_catalogue()})
      table.insert(table.end(), std::move_iterator(part.begin()), std::move_iterator(part.end()));
    return table;
  }();
  return kinds;
}

const model_kind* find_model_kind(std::string_view type) {
  const auto kinds = model_kinds();
  const auto row = std::ranges::find(kinds, type, &model_kind::type);
  return row == kinds.end() ? nullptr : &*row;
}

const model_kind* find_model_kind(model_family family, event_type learns_from) {
  const auto kinds = model_kinds();
  const auto row = std::ranges::find_if(kinds, [&](const model_kind& kind) {
    return kind.family == family && kind.learns_from == learns_from;
  });
  return row == kinds.end() ? nullptr : &*row;
}

model_definition default_definition(std::string_view id, std::string_view type) {
  const auto* kind = find_model_kind(type);
  assert(kind != nullptr);
  model_definition definition;
  definition.id = std::string(id);
  definition.type = std::string(type);
  definition.options.reserve(kind->options.size());
  for (const auto& each : kind->options) definition.options.push_back({each.key, each.preset});
  return definition;
}

}  // namespace footfall::model
