// What every engine must do with entities; instantiated like `event_store_suite`.
#pragma once

#include "event_store_suite.hpp"
#include "footfall/store/entity.hpp"

#include <map>
#include <utility>

namespace footfall::test {

inline constexpr auto some_kind = store::entity_kind::item;

inline store::entity_write put(std::string key, std::string content, std::uint64_t replacement = 0) {
  return {.customer = {1},
          .kind = some_kind,
          .replacement = replacement,
          .key = std::move(key),
          .content = std::move(content)};
}

inline store::entity_write removal(std::string key) {
  return {
      .customer = {1}, .kind = some_kind, .what = store::entity_write::action::remove, .key = std::move(key)};
}

inline store::entity_write finish(std::uint64_t replacement) {
  return {.customer = {1},
          .kind = some_kind,
          .what = store::entity_write::action::finish_replacement,
          .replacement = replacement};
}

template <class Engine>
class entity_suite : public event_store_suite<Engine> {
 protected:
  using content = std::vector<std::pair<std::string, std::string>>;

  std::vector<std::size_t> write(const std::vector<store::entity_write>& some) {
    const auto outcome = this->store_->append_batch({}, some);
    EXPECT_TRUE(outcome) << outcome.error().detail();
    return outcome ? outcome->dropped : std::vector<std::size_t>{};
  }

  std::uint64_t begin() { return *this->store_->begin_replacement({1}, some_kind); }

  /// All entities of a kind, read in steps.
  content read_entities(customer_number customer = {1}, store::entity_kind kind = some_kind,
                        std::size_t step = 1000) {
    content found;
    const auto reader = this->store_->make_entity_reader();
    EXPECT_TRUE(reader);
    for (store::entity_page page; !page.end;) {
      const auto next = (*reader)->scan(customer, kind, page.last, step,
                                        [&](auto key, auto bytes) { found.emplace_back(key, bytes); });
      EXPECT_TRUE(next);
      if (!next) break;
      page = *next;
    }
    return found;
  }

  std::optional<std::string> get(std::string_view key) {
    const auto reader = this->store_->make_entity_reader();
    const auto found = (*reader)->get({1}, some_kind, key);
    EXPECT_TRUE(found);
    return *found;
  }

  void maintain_until_done() {
    for (int steps = 0; this->store_->maintain(); ++steps) ASSERT_LT(steps, 10'000);
  }
};

TYPED_TEST_SUITE_P(entity_suite);

TYPED_TEST_P(entity_suite, what_was_put_is_found_until_it_is_removed) {
  this->write({put("shoe", "red"), put("hat", "black")});
  EXPECT_EQ(this->get("shoe"), "red");
  EXPECT_EQ(this->get("sho"), std::nullopt);
  this->write({put("shoe", "blue"), removal("hat"), removal("never there")});
  this->open_again();
  EXPECT_EQ(this->get("shoe"), "blue");
  EXPECT_EQ(this->get("hat"), std::nullopt);
}

TYPED_TEST_P(entity_suite, writes_are_done_in_their_order) {
  this->write({put("a", "1"), removal("a"), put("b", "1"), put("b", "2"), removal("c"), put("c", "3")});
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"b", "2"}, {"c", "3"}}));
}

TYPED_TEST_P(entity_suite, keys_and_contents_are_any_bytes_and_come_in_the_order_of_bytes) {
  const std::string zero("\0", 1);
  const std::string high = "\xff\xfe";
  this->write({put(high, ""), put("a" + zero, zero + zero), put("a", "x"),
               put("B", std::string(100'000, 'z')), put(zero, "first")});
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{zero, "first"},
                                                                  {"B", std::string(100'000, 'z')},
                                                                  {"a", "x"},
                                                                  {"a" + zero, zero + zero},
                                                                  {high, ""}}));
  EXPECT_EQ(this->get(high), "");
}

TYPED_TEST_P(entity_suite, a_scan_goes_on_behind_a_key_in_steps_of_any_length) {
  typename TestFixture::content expected;
  std::vector<store::entity_write> all;
  for (int number = 10; number < 60; ++number) {
    expected.emplace_back(std::to_string(number), "content");
    all.push_back(put(expected.back().first, "content"));
  }
  this->write(all);
  for (const std::size_t step : {1U, 7U, 49U, 50U, 51U})
    EXPECT_EQ(this->read_entities({1}, some_kind, step), expected) << step;
}

TYPED_TEST_P(entity_suite, customers_and_kinds_are_apart) {
  auto of_other = put("shoe", "of another customer");
  of_other.customer = {2};
  auto of_kind = put("shoe", "of another kind");
  of_kind.kind = store::entity_kind::document;
  this->write({put("shoe", "red"), of_other, of_kind});
  EXPECT_EQ(this->get("shoe"), "red");
  EXPECT_EQ(this->read_entities({2}).front().second, "of another customer");
  EXPECT_EQ(this->read_entities({1}, store::entity_kind::document).front().second, "of another kind");
  const auto replacement = this->begin();
  this->write({finish(replacement)});
  this->maintain_until_done();
  EXPECT_TRUE(this->read_entities().empty());
  EXPECT_EQ(this->read_entities({2}).size(), 1U);
  EXPECT_EQ(this->read_entities({1}, store::entity_kind::document).size(), 1U);
}

TYPED_TEST_P(entity_suite, events_and_entities_of_a_batch_are_stored_together) {
  const std::vector writes{put("shoe", "red")};
  const auto outcome = this->store_->append_batch(std::vector{click(1, 1)}, writes);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(*this->store_->holds(outcome->end));
  this->open_again();
  this->expect_stored({click(1, 1)});
  EXPECT_EQ(this->get("shoe"), "red");
}

TYPED_TEST_P(entity_suite, a_replacement_is_seen_when_it_is_finished_and_then_as_a_whole) {
  this->write({put("shoe", "red"), put("hat", "black")});
  const auto replacement = this->begin();
  this->write({put("coat", "new", replacement)});
  this->write({put("shoe", "new", replacement)});
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"hat", "black"}, {"shoe", "red"}}));
  EXPECT_TRUE(this->write({finish(replacement)}).empty());
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"coat", "new"}, {"shoe", "new"}}));
  this->maintain_until_done();
  this->open_again();
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"coat", "new"}, {"shoe", "new"}}));
  this->write({put("shoe", "later")});
  EXPECT_EQ(this->get("shoe"), "later");
}

TYPED_TEST_P(entity_suite, writes_behind_the_end_of_a_replacement_in_one_batch_are_to_the_new_kind) {
  this->write({put("hat", "black")});
  const auto replacement = this->begin();
  this->write({put("hat", "new", replacement), finish(replacement), put("coat", "later"), removal("hat")});
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"coat", "later"}}));
}

TYPED_TEST_P(entity_suite, a_replacement_that_was_killed_leaves_the_old_kind_whole) {
  this->write({put("shoe", "red"), put("hat", "black")});
  const auto replacement = this->begin();
  std::vector<store::entity_write> chunk;
  for (int number = 0; number < 700; ++number)
    chunk.push_back(put("new " + std::to_string(number), "new", replacement));
  this->write(chunk);
  this->open_again();
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"hat", "black"}, {"shoe", "red"}}));
  // Its end comes too late, and what it has written never comes back.
  EXPECT_EQ(this->write({put("more", "new", replacement), finish(replacement)}),
            (std::vector<std::size_t>{0, 1}));
  const auto second = this->begin();
  EXPECT_NE(second, replacement);
  this->write({put("coat", "new", second), finish(second)});
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"coat", "new"}}));
  this->maintain_until_done();
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"coat", "new"}}));
}

TYPED_TEST_P(entity_suite, a_replacement_that_is_abandoned_leaves_the_old_kind_whole) {
  this->write({put("shoe", "red")});
  const auto replacement = this->begin();
  auto abandoned = finish(replacement);
  abandoned.what = store::entity_write::action::abandon_replacement;
  this->write({put("coat", "new", replacement), abandoned});
  EXPECT_EQ(this->write({put("coat", "new", replacement), finish(replacement)}),
            (std::vector<std::size_t>{0, 1}));
  this->maintain_until_done();
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"shoe", "red"}}));
}

TYPED_TEST_P(entity_suite, of_two_replacements_at_a_time_the_later_one_counts) {
  const auto first = this->begin();
  this->write({put("of first", "1", first)});
  const auto second = this->begin();
  this->write({put("of second", "2", second)});
  EXPECT_EQ(this->write({put("of first", "1", first), finish(first)}), (std::vector<std::size_t>{0, 1}));
  this->write({finish(second)});
  this->maintain_until_done();
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"of second", "2"}}));
}

TYPED_TEST_P(entity_suite, a_reader_is_told_when_the_kind_is_replaced_between_its_steps) {
  this->write({put("a", "1"), put("b", "1")});
  const auto reader = this->store_->make_entity_reader();
  const auto ignore = [](auto, auto) {};
  const auto first = (*reader)->scan({1}, some_kind, "", 1, ignore);
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->end);
  const auto replacement = this->begin();
  this->write({put("a", "2", replacement), finish(replacement)});
  const auto second = (*reader)->scan({1}, some_kind, first->last, 1, ignore);
  ASSERT_TRUE(second);
  EXPECT_NE(second->generation, first->generation);
}

TYPED_TEST_P(entity_suite, a_store_that_recovers_goes_on_with_a_replacement) {
  const auto replacement = this->begin();
  this->write({put("a", "1", replacement)});
  ASSERT_TRUE(this->store_->recover());
  EXPECT_TRUE(this->write({put("b", "2", replacement), finish(replacement)}).empty());
  EXPECT_EQ(this->read_entities(), (typename TestFixture::content{{"a", "1"}, {"b", "2"}}));
}

REGISTER_TYPED_TEST_SUITE_P(entity_suite, what_was_put_is_found_until_it_is_removed,
                            writes_are_done_in_their_order,
                            keys_and_contents_are_any_bytes_and_come_in_the_order_of_bytes,
                            a_scan_goes_on_behind_a_key_in_steps_of_any_length, customers_and_kinds_are_apart,
                            events_and_entities_of_a_batch_are_stored_together,
                            a_replacement_is_seen_when_it_is_finished_and_then_as_a_whole,
                            writes_behind_the_end_of_a_replacement_in_one_batch_are_to_the_new_kind,
                            a_replacement_that_was_killed_leaves_the_old_kind_whole,
                            a_replacement_that_is_abandoned_leaves_the_old_kind_whole,
                            of_two_replacements_at_a_time_the_later_one_counts,
                            a_reader_is_told_when_the_kind_is_replaced_between_its_steps,
                            a_store_that_recovers_goes_on_with_a_replacement);

}  // namespace footfall::test
