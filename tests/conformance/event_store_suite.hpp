// What every event-store engine must do. An engine's test instantiates the suite with a type that has
// `open()`, which opens the same store again and again, and is its own fresh store when it is made.
#pragma once

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/store/event_store.hpp"
#include "support/example_events.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace footfall::test {

inline bool same(const events::event& left, const events::event& right) {
  return left.customer == right.customer && left.type == right.type && left.time_ms == right.time_ms &&
         left.user == right.user && left.item == right.item && left.quantity == right.quantity &&
         left.value == right.value && left.details == right.details;
}

template <class Engine>
class event_store_suite : public testing::Test {
 protected:
  event_store_suite() : store_(open()) {}

  std::unique_ptr<store::event_store> open() {
    auto opened = engine_.open();
    if (!opened) throw std::runtime_error(opened.error().detail());
    return std::move(*opened);
  }

  void open_again() {
    store_.reset();
    store_ = open();
  }

  std::vector<std::size_t> append(const std::vector<events::event>& batch) {
    const auto outcome = store_->append_batch(batch);
    EXPECT_TRUE(outcome) << outcome.error().detail();
    return outcome ? outcome->repeated : std::vector<std::size_t>{};
  }

  /// Reads everything after a place, and moves the place.
  std::vector<events::event> read(store::cursor& after, std::size_t count_max = 1'000'000) {
    std::vector<events::event> found;
    auto reader = store_->make_reader();
    EXPECT_TRUE(reader);
    const auto last =
        (*reader)->scan(after, count_max, [&](const events::event& one) { found.push_back(one); });
    EXPECT_TRUE(last);
    if (last) after = *last;
    return found;
  }

  std::vector<events::event> read_all() {
    store::cursor start;
    return read(start);
  }

  void expect_stored(const std::vector<events::event>& expected) {
    const auto found = read_all();
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index)
      EXPECT_TRUE(same(found[index], expected[index])) << "event " << index;
  }

  Engine engine_;
  std::unique_ptr<store::event_store> store_;
};

TYPED_TEST_SUITE_P(event_store_suite);

TYPED_TEST_P(event_store_suite, an_empty_store_has_no_events_and_the_place_stays) {
  store::cursor after;
  EXPECT_TRUE(this->read(after).empty());
  EXPECT_EQ(after, store::cursor{});
}

TYPED_TEST_P(event_store_suite, a_reader_finds_the_numbers_of_known_customers_only) {
  const auto number = this->store_->number_of("00000");
  ASSERT_TRUE(number);
  const auto reader = this->store_->make_reader();
  ASSERT_TRUE(reader);
  const auto known = (*reader)->find_customer("00000");
  ASSERT_TRUE(known);
  EXPECT_EQ(*known, *number);
  const auto unknown = (*reader)->find_customer("nobody");
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(*unknown);
}

TYPED_TEST_P(event_store_suite, an_empty_batch_changes_nothing) {
  EXPECT_TRUE(this->append({}).empty());
  EXPECT_TRUE(this->read_all().empty());
}

TYPED_TEST_P(event_store_suite, events_come_back_in_the_order_of_commits) {
  std::vector<events::event> all;
  for (std::uint32_t batch = 0; batch < 5; ++batch) {
    std::vector<events::event> some;
    for (std::uint32_t item = 10; item > 0; --item) some.push_back(click(batch, batch * 100 + item));
    this->append(some);
    all.insert(all.end(), some.begin(), some.end());
  }
  this->expect_stored(all);
}

TYPED_TEST_P(event_store_suite, the_newest_time_is_the_latest_of_the_last_events) {
  const auto newest = [&] { return this->store_->newest_time_ms().value(); };
  EXPECT_EQ(newest(), 0);
  auto late = click(1, 2);
  late.time_ms = noon_ms - 1000;
  this->append({click(1, 1), late});
  EXPECT_EQ(newest(), click(1, 1).time_ms);
  this->open_again();
  EXPECT_EQ(newest(), click(1, 1).time_ms);
}

TYPED_TEST_P(event_store_suite, a_place_continues_where_the_scan_ended) {
  std::vector<events::event> all;
  for (std::uint32_t item = 1; item <= 5000; ++item) all.push_back(click(item % 7, item));
  this->append(all);
  for (const std::size_t step : {std::size_t{1}, std::size_t{1024}, std::size_t{1025}, std::size_t{5000}}) {
    store::cursor after;
    std::uint32_t expected = 1;
    for (;;) {
      const auto some = this->read(after, step);
      ASSERT_LE(some.size(), step);
      for (const auto& one : some) ASSERT_EQ(one.item.number, expected++);
      if (some.empty() || expected > 50 * step) break;  // single steps need not go all the way
    }
    EXPECT_GE(expected, std::min<std::size_t>(5001, 50 * step));
  }
}

TYPED_TEST_P(event_store_suite, a_scan_of_none_visits_none) {
  this->append({click(1, 1)});
  store::cursor after;
  EXPECT_TRUE(this->read(after, 0).empty());
  EXPECT_EQ(after, store::cursor{});
}

TYPED_TEST_P(event_store_suite, an_open_reader_sees_what_is_committed_later) {
  auto reader = this->store_->make_reader();
  ASSERT_TRUE(reader);
  std::size_t count = 0;
  const auto visit = [&](const events::event&) { ++count; };
  auto after = (*reader)->scan({}, 100, visit);
  ASSERT_TRUE(after);
  this->append({click(1, 1)});
  after = (*reader)->scan(*after, 100, visit);
  ASSERT_TRUE(after);
  EXPECT_EQ(count, 1U);
  this->append({click(1, 2), click(1, 3)});
  ASSERT_TRUE((*reader)->scan(*after, 100, visit));
  EXPECT_EQ(count, 3U);
}

TYPED_TEST_P(event_store_suite, a_reader_goes_on_after_its_visitor_threw) {
  this->append({click(1, 1), click(1, 2)});
  auto reader = this->store_->make_reader();
  ASSERT_TRUE(reader);
  EXPECT_THROW(static_cast<void>((*reader)->scan({}, 9, [](const events::event&) { throw 1; })), int);
  std::size_t count = 0;
  ASSERT_TRUE((*reader)->scan({}, 9, [&](const events::event&) { ++count; }));
  EXPECT_EQ(count, 2U);
}

TYPED_TEST_P(event_store_suite, events_and_places_survive_reopening) {
  this->append({click(1, 1), click(1, 2)});
  store::cursor after;
  this->read(after, 1);
  this->open_again();
  const auto rest = this->read(after);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].item.number, 2U);
  this->append({click(1, 3)});
  EXPECT_EQ(this->read(after).size(), 1U);
}

TYPED_TEST_P(event_store_suite, every_field_keeps_its_extreme_values) {
  std::vector<events::event> all;
  for (const auto time_ms : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                             std::numeric_limits<std::int64_t>::max()})
    all.emplace_back(click(1, 1)).time_ms = time_ms;
  for (const auto word : {std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()})
    all.emplace_back(click(1, 1)).user = {{word, word}};
  for (const auto number : {1U, item_number_max}) all.emplace_back(click(1, 1)).item = {number, number, {}};
  for (const auto customer : {1U, std::numeric_limits<std::uint32_t>::max()})
    all.emplace_back(click(1, 1)).customer = {customer};
  for (const auto& kind : events::event_kinds()) all.emplace_back(click(1, 1)).type = kind.type;
  all.emplace_back(click(1, 1)).item = {};
  auto& detailed = all.emplace_back(click(1, 1));
  events::append_detail(detailed.details, "-any", std::string("\0&=%\xff\xc3\xa4 \\", 9));
  all.emplace_back(click(1, 1)).details = "c=" + std::string(100'000, 'x');
  this->append(all);
  this->expect_stored(all);
  this->open_again();
  this->expect_stored(all);
}

TYPED_TEST_P(event_store_suite, quantity_and_value_are_those_of_the_details) {
  auto bought = click(1, 1);
  bought.type = events::event_type::buy;
  bought.details = "q=1000000&p=2.50EUR";
  bought.quantity = 1'000'000;
  auto bought_once = click(1, 1);
  bought_once.type = events::event_type::buy;
  auto rated = click(1, 1);
  rated.type = events::event_type::rate;
  rated.details = "r=0";
  rated.value = 0;
  auto consumed = click(1, 1);
  consumed.type = events::event_type::consume;
  consumed.details = "w=100";
  consumed.value = 100;
  this->append({bought, bought_once, rated, consumed});
  this->expect_stored({bought, bought_once, rated, consumed});
}

TYPED_TEST_P(event_store_suite, item_ids_that_are_texts_stay_texts) {
  std::vector<events::event> all;
  for (const auto& text : {std::string("sku-1"), std::string("042"), std::string("4.20"), std::string(" "),
                           std::string("a\0b", 3), std::string("\xff\xfe"), std::string(256, 'z')})
    all.emplace_back(click(1, 1)).item = {7, 0, text};
  this->append(all);
  this->expect_stored(all);
}

TYPED_TEST_P(event_store_suite, a_customer_keeps_its_number) {
  const auto first = this->store_->number_of("00000");
  const auto second = this->store_->number_of("0");
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_GE(first->value, 1U);
  EXPECT_NE(*first, *second);
  this->open_again();
  EXPECT_EQ(*this->store_->number_of("0"), *second);
  EXPECT_EQ(*this->store_->number_of("00000"), *first);
  EXPECT_NE(*this->store_->number_of("third"), *first);
  std::set<std::uint32_t> numbers;
  for (int index = 0; index < 100; ++index)
    numbers.insert(this->store_->number_of("customer-" + std::to_string(index))->value);
  EXPECT_EQ(numbers.size(), 100U);
  const std::vector<std::string_view> together{"0", "fourth", "00000", "fourth"};
  const auto found = this->store_->numbers_of(together);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector{*second, (*found)[1], *first, (*found)[1]}));
  EXPECT_EQ(numbers.count((*found)[1].value), 0U);
  this->open_again();
  EXPECT_EQ(*this->store_->numbers_of(together), *found);
}

TYPED_TEST_P(event_store_suite, a_line_imported_twice_is_stored_once) {
  EXPECT_TRUE(this->append({imported_click(1, 1, 11), imported_click(1, 2, 12)}).empty());
  EXPECT_EQ(this->append({imported_click(1, 3, 13), imported_click(1, 2, 12), imported_click(1, 1, 11)}),
            (std::vector<std::size_t>{1, 2}));
  this->open_again();
  EXPECT_EQ(this->append({imported_click(1, 1, 11)}), std::vector<std::size_t>{0});
  this->expect_stored({click(1, 1), click(1, 2), click(1, 3)});
}

TYPED_TEST_P(event_store_suite, of_a_line_repeated_within_a_batch_the_first_counts) {
  const std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(
      this->append({imported_click(1, 1, largest), imported_click(1, 2, 5), imported_click(1, 3, largest),
                    imported_click(1, 4, largest), imported_click(1, 5, 5)}),
      (std::vector<std::size_t>{2, 3, 4}));
  this->expect_stored({click(1, 1), click(1, 2)});
}

TYPED_TEST_P(event_store_suite, batches_of_any_length_are_stored_whole_but_for_repeats) {
  std::vector<events::event> expected;
  for (std::uint32_t length = 1; length <= 20; ++length) {
    std::vector<events::event> batch;
    std::vector<std::size_t> repeats;
    for (std::uint32_t place = 0; place < length; ++place) {
      const bool repeats_the_first = place != 0 && (place * 7 + length) % 5 == 0;
      if (repeats_the_first) repeats.push_back(place);
      batch.push_back(imported_click(length, place + 1, 1000 * length + (repeats_the_first ? 0 : place)));
      if (place % 3 == 1) batch.back().item = {1, 0, "item " + std::to_string(place)};
      if (!repeats_the_first) {
        expected.push_back(batch.back());
        expected.back().import_id = 0;
      }
    }
    EXPECT_EQ(this->append(batch), repeats) << "of " << length;
  }
  this->expect_stored(expected);
  store::cursor last;
  this->read(last);
  EXPECT_EQ(this->store_->end()->place.position, last.position);
}

TYPED_TEST_P(event_store_suite, events_without_import_id_are_never_repeats) {
  EXPECT_TRUE(this->append({click(1, 1), click(1, 1)}).empty());
  EXPECT_TRUE(this->append({click(1, 1)}).empty());
  EXPECT_EQ(this->read_all().size(), 3U);
}

TYPED_TEST_P(event_store_suite, customers_do_not_see_each_others_import_ids) {
  auto other = imported_click(2, 2, 11);
  other.customer = {2};
  EXPECT_TRUE(this->append({imported_click(1, 1, 11), other}).empty());
  EXPECT_EQ(this->append({other, imported_click(1, 1, 11)}), (std::vector<std::size_t>{0, 1}));
  const auto found = this->read_all();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].customer.value, 1U);
  EXPECT_EQ(found[1].customer.value, 2U);
}

TYPED_TEST_P(event_store_suite, a_store_that_works_recovers_without_a_change) {
  this->append({imported_click(1, 1, 11)});
  const auto number = this->store_->number_of("shop");
  for (int times = 0; times < 3; ++times) ASSERT_TRUE(this->store_->recover());
  EXPECT_EQ(*this->store_->number_of("shop"), *number);
  EXPECT_EQ(this->append({imported_click(1, 1, 11), click(1, 2)}), std::vector<std::size_t>{0});
  this->expect_stored({click(1, 1), click(1, 2)});
}

TYPED_TEST_P(event_store_suite, housekeeping_changes_nothing_that_is_stored) {
  std::vector<events::event> all;
  for (std::uint32_t item = 1; item <= 3000; ++item) all.push_back(click(item, item));
  for (std::size_t index = 0; index < all.size(); index += 100) {
    this->append({all.begin() + static_cast<std::ptrdiff_t>(index),
                  all.begin() + static_cast<std::ptrdiff_t>(index) + 100});
    this->store_->maintain();
  }
  this->expect_stored(all);
}

TYPED_TEST_P(event_store_suite, its_size_grows_with_events) {
  const auto before = this->store_->size_bytes();
  std::vector<events::event> many(2000, click(1, 1));
  this->append(many);
  EXPECT_GT(this->store_->size_bytes(), before + many.size() * 16);
}

TYPED_TEST_P(event_store_suite, marks_are_held_by_the_log_that_made_them_and_by_no_other) {
  const auto empty = this->store_->end();
  ASSERT_TRUE(empty);
  std::vector<store::log_mark> marks{*empty};
  for (std::uint32_t batch = 1; batch <= 3; ++batch) {
    const auto outcome = this->store_->append_batch(std::vector{click(batch, 1), click(batch, 2)});
    ASSERT_TRUE(outcome);
    marks.push_back(outcome->end);
    EXPECT_EQ(*this->store_->end(), outcome->end);
    auto after = outcome->end.place;
    EXPECT_TRUE(this->read(after).empty());
    this->open_again();
    EXPECT_EQ(*this->store_->end(), outcome->end);
  }
  for (std::size_t batch = 0; batch < marks.size(); ++batch) {
    EXPECT_TRUE(*this->store_->holds(marks[batch])) << batch;
    auto after = marks[batch].place;
    EXPECT_EQ(this->read(after).size(), 6 - 2 * batch);
  }
  auto beyond = marks.back();
  ++beyond.place.position;
  EXPECT_FALSE(*this->store_->holds(beyond));
  TypeParam other;
  const auto opened = other.open();
  ASSERT_TRUE(opened);
  for (const auto& mark : marks) EXPECT_FALSE(*(*opened)->holds(mark));
}

TYPED_TEST_P(event_store_suite, a_batch_of_repeats_only_ends_where_the_log_ends) {
  const auto first = this->store_->append_batch(std::vector{imported_click(1, 1, 11)});
  const auto again = this->store_->append_batch(std::vector{imported_click(1, 1, 11)});
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->end, again->end);
}

REGISTER_TYPED_TEST_SUITE_P(
    event_store_suite, an_empty_store_has_no_events_and_the_place_stays,
    a_reader_finds_the_numbers_of_known_customers_only, an_empty_batch_changes_nothing,
    events_come_back_in_the_order_of_commits, the_newest_time_is_the_latest_of_the_last_events,
    a_place_continues_where_the_scan_ended, a_scan_of_none_visits_none,
    an_open_reader_sees_what_is_committed_later, a_reader_goes_on_after_its_visitor_threw,
    events_and_places_survive_reopening, every_field_keeps_its_extreme_values,
    quantity_and_value_are_those_of_the_details, item_ids_that_are_texts_stay_texts,
    a_customer_keeps_its_number, a_line_imported_twice_is_stored_once,
    of_a_line_repeated_within_a_batch_the_first_counts,
    batches_of_any_length_are_stored_whole_but_for_repeats, events_without_import_id_are_never_repeats,
    customers_do_not_see_each_others_import_ids, a_store_that_works_recovers_without_a_change,
    housekeeping_changes_nothing_that_is_stored, its_size_grows_with_events,
    marks_are_held_by_the_log_that_made_them_and_by_no_other,
    a_batch_of_repeats_only_ends_where_the_log_ends);

}  // namespace footfall::test
