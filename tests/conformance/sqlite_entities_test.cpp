// Entities in the SQLite engine: what is special about its rows.
#include "entity_suite.hpp"
#include "sqlite_engine.hpp"

#include <algorithm>

namespace footfall::test {

INSTANTIATE_TYPED_TEST_SUITE_P(sqlite, entity_suite, sqlite_engine);

namespace {

/// Puts 1,000 entities into a replacement, or into the kind as it is.
void put_thousand(store::event_store& to, std::uint64_t replacement) {
  std::vector<store::entity_write> some;
  for (int number = 0; number < 1000; ++number)
    some.push_back(put(std::to_string(number), "content", replacement));
  ASSERT_TRUE(to.append_batch({}, some));
}

}  // namespace

TEST(sqlite_entities, rows_of_a_replaced_kind_go_in_small_steps) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  auto& store = **opened;
  put_thousand(store, 0);
  const auto replacement = store.begin_replacement({1}, some_kind);
  put_thousand(store, *replacement);
  ASSERT_TRUE(store.append_batch({}, std::vector{finish(*replacement)}));
  auto rows = query_integer(engine.file(), "SELECT count(*) FROM entity");
  EXPECT_EQ(rows, 2000);
  while (store.maintain()) {
    const auto left = query_integer(engine.file(), "SELECT count(*) FROM entity");
    EXPECT_LE(rows - left, 256);
    rows = left;
  }
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM entity"), 1000);
}

TEST(sqlite_entities, rows_of_a_replacement_that_was_killed_go_after_the_next_opening) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  put_thousand(**opened, 0);
  put_thousand(**opened, *(*opened)->begin_replacement({1}, some_kind));
  while ((*opened)->maintain()) {
  }
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM entity"), 2000) << "it is still under way";
  opened->reset();
  opened = engine.open();
  while ((*opened)->maintain()) {
  }
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM entity WHERE generation = 0"), 1000);
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM entity"), 1000);
}

TEST(sqlite_entities, an_entity_that_is_rejected_keeps_nothing_of_its_batch) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  run_sql(engine.file(),
          "CREATE TRIGGER no_thirteen BEFORE INSERT ON entity WHEN new.content = CAST('13' AS BLOB) "
          "BEGIN SELECT RAISE(ABORT, 'thirteen'); END");
  EXPECT_FALSE((*opened)->append_batch(std::vector{click(1, 1)}, std::vector{put("a", "1"), put("b", "13")}));
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM entity"), 0);
  EXPECT_EQ(query_integer(engine.file(), "SELECT count(*) FROM event"), 0);
  EXPECT_TRUE((*opened)->append_batch(std::vector{click(1, 1)}, std::vector{put("a", "1")}));
}

}  // namespace footfall::test
