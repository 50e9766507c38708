// The part of the table of models that answers from the user's own history, and from that of colleagues.
#include "model/kind_parts.hpp"
#include "model/own_history.hpp"
#include "model/recurring.hpp"
#include "model/repeats.hpp"
#include "model/segment_kinds.hpp"
#include "model/shopping_list.hpp"
#include "model/stereotypes.hpp"

namespace footfall::model {

namespace {

using events::event_type;
using events::history_type;

// What the user has purchased or consumed is what such a list is about.
model_kind own_history_kind(std::string_view type, std::string_view title, event_type learns_from,
                            events::history_type history, std::vector<std::string_view> skipped_filters) {
  return {type,   title, learns_from,          {learns_from}, model_family::other,
          false,  {},    make_profile_updater, load_profile,  std::move(skipped_filters),
          history};
}

model_kind own_items_kind(std::string_view type, std::string_view title, event_type learns_from,
                          events::history_type history, std::vector<std::string_view> skipped_filters) {
  auto kind = own_history_kind(type, title, learns_from, history, std::move(skipped_filters));
  kind.family = model_family::own_items;
  kind.options = {own_items_options.begin(), own_items_options.end()};
  kind.make_updater = make_own_items_updater;
  kind.load = load_own_items;
  return kind;
}

// What becomes of what the user has purchased before.
model_kind repeats_kind(std::string_view type, std::string_view title) {
  auto kind = own_history_kind(type, title, event_type::buy, history_type::owns, {"already_purchased"});
  kind.inputs.assign(repeat_events.begin(), repeat_events.end());
  kind.comes_due = true;
  return kind;
}

model_kind recurring_kind(std::string_view type, std::string_view title) {
  auto kind = repeats_kind(type, title);
  kind.options = {option::history.with(365 * day_ms), option::window_events_min};
  kind.options.insert(kind.options.end(), recurring_options.begin(), recurring_options.end());
  kind.make_updater = make_recurring_updater;
  kind.load = load_recurring;
  return kind;
}

model_kind shopping_list_kind(std::string_view type, std::string_view title) {
  auto kind = repeats_kind(type, title);
  kind.options = {option::history.with(365 * day_ms), option::half_life.with(14 * day_ms),
                  option::window_events_min};
  kind.options.insert(kind.options.end(), shopping_list_options.begin(), shopping_list_options.end());
  kind.make_updater = make_shopping_list_updater;
  kind.load = load_shopping_list;
  return kind;
}

model_kind stereotypes_kind(std::string_view type, std::string_view title, event_type learns_from,
                            events::history_type history, double history_days, double half_life_days) {
  auto kind = own_history_kind(type, title, learns_from, history, {});
  kind.options = {option::history.with(history_days * day_ms),
                  option::half_life.with(half_life_days * day_ms), option::window_events_min};
  kind.options.insert(kind.options.end(), stereotype_options.begin(), stereotype_options.end());
  kind.make_updater = make_stereotypes_updater;
  kind.load = load_stereotypes;
  return kind;
}

// What colleagues have purchased is what such a list is about.
model_kind segment_kind(std::string_view type, std::string_view title, event_type learns_from) {
  std::vector<std::string_view> skipped;
  if (learns_from == event_type::buy) skipped.emplace_back("already_purchased");
  auto kind = own_history_kind(type, title, learns_from, history_type::none, std::move(skipped));
  kind.options = {option::history.with(last_in_segment_ms_max)};
  kind.comes_due = true;
  kind.of_segment = true;
  kind.of_last_events = true;
  kind.make_updater = make_last_in_segment_updater;
  kind.load = load_last_in_segment;
  return kind;
}

model_kind recurring_in_segment_kind(std::string_view type, std::string_view title) {
  auto kind = segment_kind(type, title, event_type::buy);
  kind.options = {option::history, option::shown_from};
  kind.make_updater = make_recurring_in_segment_updater;
  kind.load = load_recurring_in_segment;
  return kind;
}

}  // namespace

std::vector<model_kind> kinds_of_own_history() {
  return {
      own_history_kind("PROFILE_CLICK", "Looked at lately", event_type::click, history_type::clicked, {}),
      own_history_kind("PROFILE_BUY", "Purchased lately", event_type::buy, history_type::owns,
                       {"already_purchased"}),
      own_history_kind("PROFILE_CONSUME", "Consumed lately", event_type::consume, history_type::consumed,
                       {"already_consumed"}),
      own_history_kind("PROFILE_RATE", "Rated lately", event_type::rate, history_type::rated, {}),
      own_history_kind("PROFILE_BASKET", "In the basket", event_type::basket, history_type::basket, {}),
      own_items_kind("OWN_ITEMS_CLICK", "Looked at again", event_type::click, history_type::clicked, {}),
      own_items_kind("OWN_ITEMS_BUY", "Purchased again", event_type::buy, history_type::owns,
                     {"already_purchased"}),
      own_items_kind("OWN_ITEMS_CONSUME", "Consumed again", event_type::consume, history_type::consumed,
                     {"already_consumed"}),
      stereotypes_kind("STEREOTYPES_CF_CLICK", "Clicked by people of such taste", event_type::click,
                       history_type::clicked, 90, 30),
      stereotypes_kind("STEREOTYPES_CF_BUY", "Purchased by people of such taste", event_type::buy,
                       history_type::owns, 365, 90),
      stereotypes_kind("STEREOTYPES_CF_CONSUME", "Consumed by people of such taste", event_type::consume,
                       history_type::consumed, 90, 30),
      recurring_kind("RECURRING_BUY", "Time to purchase again"),
      shopping_list_kind("SUGGESTION", "The next basket"),
      segment_kind("B2B_LAST_CLICK", "Looked at lately in the company", event_type::click),
      segment_kind("B2B_LAST_BUY", "Purchased lately in the company", event_type::buy),
      recurring_in_segment_kind("B2B_RECURRING_BUY", "Time to purchase again in the company"),
  };
}

}  // namespace footfall::model
