// What every event-store engine must do when events are removed; instantiated like `event_store_suite`.
#pragma once

#include "event_store_suite.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/events/link_event.hpp"

namespace footfall::test {

template <class Engine>
class event_removal_suite : public event_store_suite<Engine> {};

TYPED_TEST_SUITE_P(event_removal_suite);

TYPED_TEST_P(event_removal_suite, old_events_of_one_customer_are_removed_between_two_places) {
  auto old_of_other = click(1, 3);
  old_of_other.customer = {2};
  auto young = click(1, 4);
  young.time_ms = noon_ms + 1'000'000;
  this->append({click(1, 1), click(1, 2), old_of_other, young, click(1, 5)});
  store::cursor first;
  this->read(first, 1);
  auto last = first;
  this->read(last, 3);
  const auto removed =
      this->store_->prune_before({.customer = {1}, .before_ms = noon_ms + 1'000'000}, first, last);
  ASSERT_TRUE(removed);
  EXPECT_EQ(*removed, 1U);
  this->expect_stored({click(1, 1), old_of_other, young, click(1, 5)});
  this->open_again();
  this->expect_stored({click(1, 1), old_of_other, young, click(1, 5)});
}

TYPED_TEST_P(event_removal_suite, events_exactly_at_the_limit_stay) {
  this->append({click(1, 1), click(1, 2)});
  store::cursor last;
  this->read(last);
  const auto removed = this->store_->prune_before({.customer = {1}, .before_ms = noon_ms + 2}, {}, last);
  EXPECT_EQ(*removed, 1U);
  this->expect_stored({click(1, 2)});
}

TYPED_TEST_P(event_removal_suite, kept_types_are_not_removed_whatever_their_age) {
  auto bought = click(1, 2);
  bought.type = events::event_type::buy;
  auto record = click(1, 3);
  record.type = static_cast<events::event_type>(200);  // types from 64 on are no events of visitors
  this->append({click(1, 1), bought, record});
  store::cursor last;
  this->read(last);
  const auto bit = std::uint64_t{1} << static_cast<unsigned>(events::event_type::buy);
  const auto removed = this->store_->prune_before(
      {.customer = {1}, .before_ms = noon_ms + 1'000'000, .kept_types = bit}, {}, last);
  EXPECT_EQ(*removed, 1U);
  this->expect_stored({bought, record});
}

TYPED_TEST_P(event_removal_suite, a_place_is_never_given_again_also_when_all_events_were_removed) {
  this->append({click(1, 1), click(1, 2)});
  store::cursor last;
  this->read(last);
  ASSERT_TRUE(this->store_->prune_before({.customer = {1}, .before_ms = noon_ms + 9}, {}, last));
  EXPECT_TRUE(this->read_all().empty());
  this->open_again();
  this->append({click(1, 3)});
  auto after = last;
  EXPECT_EQ(this->read(after).size(), 1U);
  EXPECT_NE(after, last);
}

TYPED_TEST_P(event_removal_suite, an_open_reader_goes_on_behind_removed_events) {
  this->append({click(1, 1), click(1, 2), click(1, 3)});
  auto reader = this->store_->make_reader();
  ASSERT_TRUE(reader);
  const auto place = (*reader)->scan({}, 1, [](const events::event&) {});
  ASSERT_TRUE(place);
  store::cursor last;
  this->read(last);
  ASSERT_TRUE(this->store_->prune_before({.customer = {1}, .before_ms = noon_ms + 3}, {}, last));
  std::vector<std::uint32_t> items;
  ASSERT_TRUE(
      (*reader)->scan(*place, 9, [&](const events::event& one) { items.push_back(one.item.number); }));
  EXPECT_EQ(items, std::vector<std::uint32_t>{3});
}

TYPED_TEST_P(event_removal_suite, import_ids_of_old_days_are_removed_step_by_step) {
  constexpr std::int64_t day_ms = 86'400'000;
  std::vector<events::event> all;
  const auto largest = std::numeric_limits<std::uint64_t>::max();
  for (std::uint64_t id = 1; id <= 50; ++id)
    for (const auto spread : {id, largest - id}) {
      auto& added = all.emplace_back(imported_click(1, 1, spread));
      added.time_ms = noon_ms - static_cast<std::int64_t>(id) * day_ms;
    }
  this->append(all);
  store::import_prune_step step;
  std::size_t removed = 0;
  for (int steps = 0; !step.end; ++steps) {
    ASSERT_LT(steps, 50);
    const auto done =
        this->store_->prune_imports({.customer = {1}, .before_ms = noon_ms - 10 * day_ms}, step.next, 7);
    ASSERT_TRUE(done) << done.error().detail();
    ASSERT_LE(done->removed, 7U);
    step = *done;
    removed += step.removed;
  }
  EXPECT_EQ(removed, 80U);
  const auto repeated = this->append(all);
  EXPECT_EQ(repeated.size(), 20U);
  for (const auto index : repeated) EXPECT_LT(index, 20U);
}

TYPED_TEST_P(event_removal_suite, an_import_can_be_taken_back_and_brought_in_again) {
  const auto labelled = [](std::uint32_t item, std::uint32_t label, const char* details) {
    auto made = imported_click(1, item, item);
    made.details = details;
    events::mark_import(made, label);
    return made;
  };
  const std::vector<events::event> import{labelled(1, 7, ""), labelled(2, 7, "l=en")};
  const auto lookalike = [] {
    auto made = click(1, 4);
    made.details = "-im=00000007";
    return made;
  }();
  this->append({click(1, 5), import[0], import[1], labelled(3, 8, ""), lookalike});
  store::cursor last;
  this->read(last);
  const store::age_limit all{
      .customer = {1}, .before_ms = std::numeric_limits<std::int64_t>::max(), .import = 7};
  EXPECT_EQ(*this->store_->prune_before(all, {}, last), 2U);
  this->expect_stored({click(1, 5), labelled(3, 8, ""), lookalike});
  EXPECT_EQ(this->append(import).size(), 2U) << "repeats, until the ids have gone, too";
  EXPECT_EQ(this->store_->prune_imports(all, {}, 100)->removed, 2U);
  EXPECT_TRUE(this->append(import).empty());
  EXPECT_EQ(this->append({labelled(3, 8, "")}).size(), 1U);
}

TYPED_TEST_P(event_removal_suite, import_ids_of_other_customers_stay) {
  auto other = imported_click(1, 2, 12);
  other.customer = {2};
  this->append({imported_click(1, 1, 11), other});
  const auto step =
      this->store_->prune_imports({.customer = {1}, .before_ms = noon_ms + 1'000'000'000}, {}, 100);
  ASSERT_TRUE(step);
  EXPECT_TRUE(step->end);
  EXPECT_EQ(step->removed, 1U);
  EXPECT_EQ(this->append({imported_click(1, 1, 11), other}), std::vector<std::size_t>{1});
}

/// A login of user number `source` into the account of user number `target`.
inline events::event login(std::uint64_t source, std::uint64_t target) {
  auto made = click(source, 0);
  made.type = events::event_type::login;
  made.item = {};
  events::append_link(made.details,
                      {.source = made.user, .target = click(target, 0).user, .source_is_placeholder = true});
  return made;
}

TYPED_TEST_P(event_removal_suite, all_that_concerns_a_user_is_erased_between_two_places) {
  auto of_other_customer = click(2, 5);
  of_other_customer.customer = {2};
  auto opted_out = click(2, 0);
  opted_out.type = events::event_type::opt_out;
  opted_out.item = {};
  auto names_in_text = click(1, 6);
  names_in_text.details = login(1, 2).details;
  this->append({click(2, 1), click(2, 2), click(1, 3), login(1, 2), login(1, 3), of_other_customer, opted_out,
                names_in_text, click(2, 7)});
  store::cursor first;
  this->read(first, 1);
  auto last = first;
  this->read(last, 7);
  const auto erased = this->store_->erase_user({.customer = {1}, .user = click(2, 0).user}, first, last);
  ASSERT_TRUE(erased) << erased.error().detail();
  EXPECT_EQ(*erased, 3U);
  this->open_again();
  this->expect_stored({click(2, 1), click(1, 3), login(1, 3), of_other_customer, names_in_text, click(2, 7)});
}

TYPED_TEST_P(event_removal_suite, a_record_that_is_kept_stays_until_it_is_erased_itself) {
  auto record = click(2, 0);
  record.type = static_cast<events::event_type>(220);
  this->append({click(2, 1), record, click(2, 2)});
  store::cursor last;
  this->read(last);
  store::user_erasure whose{.customer = {1}, .user = record.user, .kept_type = record.type};
  EXPECT_EQ(*this->store_->erase_user(whose, {}, last), 2U);
  this->expect_stored({record});
  whose.kept_type = {};
  EXPECT_EQ(*this->store_->erase_user(whose, {}, last), 1U);
  this->open_again();
  this->append({click(2, 3)});
  auto after = last;
  EXPECT_EQ(this->read(after).size(), 1U) << "no place is given twice";
}

REGISTER_TYPED_TEST_SUITE_P(event_removal_suite, old_events_of_one_customer_are_removed_between_two_places,
                            events_exactly_at_the_limit_stay, kept_types_are_not_removed_whatever_their_age,
                            a_place_is_never_given_again_also_when_all_events_were_removed,
                            an_open_reader_goes_on_behind_removed_events,
                            import_ids_of_old_days_are_removed_step_by_step,
                            an_import_can_be_taken_back_and_brought_in_again,
                            import_ids_of_other_customers_stay,
                            all_that_concerns_a_user_is_erased_between_two_places,
                            a_record_that_is_kept_stays_until_it_is_erased_itself);

}  // namespace footfall::test
