// The window of a model: wall clock while it holds enough events, else the newest event.
#include "model/time_window.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::event_type;

model::model_definition definition_of(std::int64_t history_s, std::uint32_t events_min) {
  model::model_definition definition;
  definition.set(model::option::history, history_s * 1000);
  definition.set(model::option::window_events_min, events_min);
  return definition;
}

TEST(time_window, ends_now_while_it_holds_enough_events) {
  model::event_history history;
  for (const std::int64_t time_s : {950, 960, 970}) append_event(history, event_type::click, 1, 1, time_s);
  history.settle();
  const auto window = model::choose_window(history, event_type::click, definition_of(100, 3), 1'000'000);
  EXPECT_EQ(window.reference_s, 1000U);
  EXPECT_EQ(window.after_s, 900U);
  EXPECT_FALSE(window.counts_from_newest_event);
  EXPECT_EQ(window.events, 3U);
}

TEST(time_window, ages_count_from_the_newest_event_when_that_is_older_than_a_half_life) {
  model::event_history history;
  for (const std::int64_t time_s : {910, 920, 930}) append_event(history, event_type::click, 1, 1, time_s);
  history.settle();
  auto definition = definition_of(100, 3);
  definition.set(model::option::half_life, 70'000);
  EXPECT_EQ(model::choose_window(history, event_type::click, definition, 1'000'000).reference_s, 1000U);
  definition.set(model::option::half_life, 69'000);
  const auto window = model::choose_window(history, event_type::click, definition, 1'000'000);
  EXPECT_EQ(window.reference_s, 930U);
  EXPECT_TRUE(window.counts_from_newest_event);
  EXPECT_EQ(window.after_s, 900U) << "the events are those of the window that ends now";
  EXPECT_EQ(window.events, 3U);
}

TEST(time_window, ends_at_the_newest_event_of_its_type_when_there_are_too_few) {
  model::event_history history;
  for (const std::int64_t time_s : {420, 450, 500}) append_event(history, event_type::buy, 1, 1, time_s);
  append_event(history, event_type::click, 1, 1, 990);
  history.settle();
  const auto window = model::choose_window(history, event_type::buy, definition_of(60, 3), 1'000'000);
  EXPECT_EQ(window.reference_s, 500U);
  EXPECT_EQ(window.after_s, 440U);
  EXPECT_TRUE(window.counts_from_newest_event);
  EXPECT_EQ(window.events, 2U);
}

TEST(time_window, a_few_events_long_after_the_history_do_not_push_it_out) {
  model::event_history history;
  for (const std::int64_t time_s : {440, 450, 460, 470}) append_event(history, event_type::buy, 1, 1, time_s);
  for (const std::int64_t time_s : {900, 910}) append_event(history, event_type::buy, 1, 1, time_s);
  history.settle();
  const auto window = model::choose_window(history, event_type::buy, definition_of(60, 3), 1'000'000);
  EXPECT_EQ(window.reference_s, 470U);
  EXPECT_EQ(window.after_s, 410U);
  EXPECT_EQ(window.events, 6U);
}

TEST(time_window, never_ends_in_the_future) {
  model::event_history history;
  append_event(history, event_type::click, 1, 1, 500);
  append_event(history, event_type::click, 1, 1, 99'000);
  history.settle();
  const auto window = model::choose_window(history, event_type::click, definition_of(60, 100), 1'000'000);
  EXPECT_EQ(window.reference_s, 500U);
  EXPECT_EQ(window.events, 2U);
}

TEST(time_window, empty_history_has_an_empty_window) {
  model::event_history history;
  history.settle();
  const auto window = model::choose_window(history, event_type::click, definition_of(60, 100), 1'000'000);
  EXPECT_EQ(window.reference_s, 1000U);
  EXPECT_EQ(window.events, 0U);
  EXPECT_FALSE(window.counts_from_newest_event);
}

}  // namespace
}  // namespace footfall::test
