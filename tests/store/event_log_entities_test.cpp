// Entities on their way through the event log: one queue, one order, one limit.
#include "footfall/store/event_log.hpp"

#include "store/log_on_memory.hpp"
#include "support/commit_recorder.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace footfall::test {

namespace {

using entities = std::vector<store::entity_write>;

store::entity_write document(std::string key, std::uint64_t replacement = 0) {
  return {.customer = {1},
          .kind = store::entity_kind::document,
          .replacement = replacement,
          .key = std::move(key),
          .content = "content"};
}

result<store::ticket> append(store::event_log& log, entities some) {
  group none;
  return log.append(none, some);
}

/// A store that has housekeeping to do for a while.
class store_with_leftovers final : public memory_event_store {
 public:
  bool maintain() override {
    if (left_ > 0) --left_;
    left_.notify_all();
    return left_ > 0;
  }

  void wait_until_done() {
    for (auto left = left_.load(); left > 0; left = left_.load()) left_.wait(left);
  }

 private:
  std::atomic<int> left_{20};
};

}  // namespace

TEST(event_log_entities, writes_are_reported_under_their_ticket_and_are_stored) {
  log_on_memory on;
  entities two{document("a"), document("b")};
  group none;
  const auto ticket = on.log.append(none, two);
  ASSERT_TRUE(ticket);
  EXPECT_TRUE(two.empty());
  on.recorder.wait_for(*ticket);
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 1U);
  ASSERT_EQ(commits[0].entities.size(), 2U);
  EXPECT_EQ(commits[0].entities[1].key, "b");
  const auto reader = on.store.make_entity_reader();
  EXPECT_EQ(*(*reader)->get({1}, store::entity_kind::document, "b"), "content");
}

TEST(event_log_entities, the_order_of_events_and_entities_in_a_commit_is_told) {
  log_on_memory on;
  on.hold_a_commit();
  group some{click(1, 2), imported_click(1, 3, 11), imported_click(1, 3, 11)};
  ASSERT_TRUE(on.log.append(some));
  ASSERT_TRUE(append(on.log, {document("behind two")}));
  group more{click(1, 4)};
  entities both{document("behind three"), document("too")};
  ASSERT_TRUE(on.log.append(more, both));
  on.store.release();
  on.recorder.wait_for(4);
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[1].events.size(), 3U) << "without the repeat";
  EXPECT_EQ(commits[1].events_before, (std::vector<std::size_t>{2, 3, 3}));
}

TEST(event_log_entities, entities_and_events_share_the_limit_of_the_queue) {
  log_on_memory on(3);
  on.hold_a_commit();
  ASSERT_TRUE(append(on.log, {document("a"), document("b")}));
  group two{click(1, 2), click(1, 3)};
  EXPECT_EQ(on.log.append(two).error().code(), error::queue_full);
  entities many{document("c"), document("d")};
  group none;
  EXPECT_EQ(on.log.append(none, many).error().code(), error::queue_full);
  EXPECT_EQ(many.size(), 2U) << "they stay with the caller";
  EXPECT_EQ(on.log.figures().waiting_events, 2U);
  on.store.release();
}

TEST(event_log_entities, bytes_of_entities_are_counted) {
  log_on_memory on(1000, 10'000);
  auto large = document("a");
  large.content = std::string(20'000, 'x');
  EXPECT_EQ(append(on.log, {large}).error().code(), error::queue_full);
}

TEST(event_log_entities, who_waits_is_told_which_of_its_writes_were_dropped) {
  log_on_memory on;
  on.hold_a_commit();
  ASSERT_TRUE(append(on.log, {document("of nothing", 77)}));
  std::thread releases([&] {
    while (on.log.figures().waiting_events < 4) std::this_thread::yield();
    on.store.release();
  });
  group none;
  entities mine{document("a"), document("of nothing", 77), document("b")};
  const auto outcome = on.log.append_and_wait(none, mine);
  releases.join();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->dropped, std::vector<std::size_t>{1});
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.back().entities.size(), 2U) << "the dropped ones are not reported";
  EXPECT_EQ(commits.back().entities[1].key, "b");
  EXPECT_EQ(commits.back().events_before.size(), 2U);
}

TEST(event_log_entities, a_replacement_goes_through_the_log_in_chunks) {
  log_on_memory on;
  const auto replacement = on.log.begin_replacement({1}, store::entity_kind::document);
  ASSERT_TRUE(replacement);
  for (int chunk = 0; chunk < 3; ++chunk)
    ASSERT_TRUE(append(on.log, {document("of " + std::to_string(chunk), *replacement)}));
  group none;
  entities last{{.customer = {1},
                 .kind = store::entity_kind::document,
                 .what = store::entity_write::action::finish_replacement,
                 .replacement = *replacement}};
  const auto outcome = on.log.append_and_wait(none, last);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->dropped.empty());
  const auto reader = on.store.make_entity_reader();
  EXPECT_TRUE(*(*reader)->get({1}, store::entity_kind::document, "of 2"));
}

TEST(event_log_entities, housekeeping_goes_on_while_nothing_is_appended) {
  store_with_leftovers store;
  commit_recorder recorder;
  store::event_log log(store, 1000, 1'000'000, recorder.observer());
  store.wait_until_done();
}

}  // namespace footfall::test
