// The SQLite engine: the common suite, and what is special about its file.
#include "event_removal_suite.hpp"
#include "sqlite_engine.hpp"

#include <filesystem>
#include <fstream>

namespace footfall::test {

namespace {

std::string refusal(const sqlite_engine& engine) {
  const auto opened = engine.open();
  if (opened) return "(opened)";
  EXPECT_EQ(opened.error().code(), error::store_failed);
  EXPECT_NE(opened.error().detail().find(engine.file().string()), std::string::npos);
  return opened.error().detail();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(sqlite, event_store_suite, sqlite_engine);
INSTANTIATE_TYPED_TEST_SUITE_P(sqlite, event_removal_suite, sqlite_engine);

TEST(sqlite_event_store, makes_the_folder_of_its_file) {
  sqlite_engine engine;
  engine.settings.file = "some/where/events.db";
  EXPECT_TRUE(engine.open());
  EXPECT_TRUE(std::filesystem::exists(engine.file()));
}

TEST(sqlite_event_store, a_number_that_was_stored_as_a_text_is_the_item_with_that_number) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  auto as_text = click(1, 1);
  as_text.item = {1, 0, "42"};
  auto other = click(1, 2);
  other.item = {1, 0, "042"};
  ASSERT_TRUE((*opened)->append_batch(std::vector{as_text, other}));
  std::vector<item_key> items;
  const auto reader = (*opened)->make_reader();
  ASSERT_TRUE((*reader)->scan({}, 10, [&](const events::event& each) { items.push_back(each.item); }));
  EXPECT_EQ(items, (std::vector<item_key>{{1, 42, {}}, {1, 0, "042"}}));
}

TEST(sqlite_event_store, a_second_opening_is_told_who_has_the_store) {
  const sqlite_engine engine;
  auto first = engine.open();
  ASSERT_TRUE(first);
  EXPECT_TRUE(contains(refusal(engine), "is in use by another process"));
  EXPECT_TRUE(contains(refusal(engine), "--url"));
  first->reset();
  EXPECT_TRUE(engine.open());
}

TEST(sqlite_event_store, a_file_of_a_newer_version_is_refused_with_both_versions) {
  const sqlite_engine engine;
  ASSERT_TRUE(engine.open());
  run_sql(engine.file(), "PRAGMA user_version = 77");
  EXPECT_TRUE(contains(refusal(engine), "has schema version 77, this program knows versions up to 5"));
}

TEST(sqlite_event_store, a_database_of_another_program_is_refused_and_stays_as_it_is) {
  const sqlite_engine engine;
  run_sql(engine.file(), "CREATE TABLE cookies(name TEXT)");
  const auto size = std::filesystem::file_size(engine.file());
  EXPECT_TRUE(contains(refusal(engine), "is no footfall store"));
  EXPECT_EQ(std::filesystem::file_size(engine.file()), size);
  EXPECT_FALSE(std::filesystem::exists(engine.file().string() + "-wal"));
}

TEST(sqlite_event_store, a_file_that_is_no_database_is_refused_and_stays_as_it_is) {
  const sqlite_engine engine;
  const std::string content(5000, '#');
  std::ofstream(engine.file()) << content;
  EXPECT_TRUE(contains(refusal(engine), "is no footfall store"));
  std::ifstream back(engine.file());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(back), {}), content);
}

TEST(sqlite_event_store, a_folder_in_the_place_of_the_file_is_refused) {
  const sqlite_engine engine;
  std::filesystem::create_directory(engine.file());
  EXPECT_TRUE(contains(refusal(engine), "cannot be opened"));
}

TEST(sqlite_event_store, a_damaged_file_fails_with_advice_and_never_crashes) {
  const sqlite_engine engine;
  {
    auto opened = engine.open();
    ASSERT_TRUE(opened);
    for (int batch = 0; batch < 20; ++batch) {
      const std::vector<events::event> some(500, click(1, 1));
      ASSERT_TRUE((*opened)->append_batch(some));
    }
  }
  std::filesystem::resize_file(engine.file(), std::filesystem::file_size(engine.file()) / 2);
  std::fstream file(engine.file(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(std::filesystem::file_size(engine.file()) - 4096, 'x');
  file.close();
  EXPECT_TRUE(contains(refusal(engine), "is damaged"));
}

TEST(sqlite_event_store, its_log_of_changes_stays_bounded_while_readers_come_and_go) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  auto reader = (*opened)->make_reader();
  ASSERT_TRUE(reader);
  store::cursor after;
  std::uintmax_t largest = 0;
  for (int batch = 0; batch < 400; ++batch) {
    const std::vector<events::event> some(500, click(1, 1));
    ASSERT_TRUE((*opened)->append_batch(some));
    (*opened)->maintain();
    if (batch % 3 == 0) after = *(*reader)->scan(after, 1000, [](const events::event&) {});
    largest = std::max(largest, std::filesystem::file_size(engine.file().string() + "-wal"));
  }
  EXPECT_LT(largest, 6U << 20U);
}

TEST(sqlite_event_store, space_of_removed_events_is_given_back_step_by_step) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  for (int batch = 0; batch < 400; ++batch) {
    const std::vector<events::event> some(500, click(1, 1));
    ASSERT_TRUE((*opened)->append_batch(some));
    (*opened)->maintain();
  }
  const auto full = std::filesystem::file_size(engine.file());
  EXPECT_FALSE(*(*opened)->give_space_back());
  const auto last = (*(*opened)->make_reader())->scan({}, 1'000'000, [](const events::event&) {});
  ASSERT_TRUE((*opened)->prune_before({.customer = {1}, .before_ms = noon_ms + 9}, {}, *last));
  for (int step = 0; *(*opened)->give_space_back(); ++step) {
    ASSERT_LT(step, 1000);
    (*opened)->maintain();
  }
  opened->reset();  // moves the rest of the log
  EXPECT_GT(full, 6U << 20U);
  EXPECT_LT(std::filesystem::file_size(engine.file()), 2U << 20U);
}

TEST(sqlite_event_store, no_byte_of_an_erased_user_is_left_in_its_files) {
  const sqlite_engine engine;
  const auto user = click(77, 1).user;
  const std::string bytes(reinterpret_cast<const char*>(user.words.data()), sizeof(user.words));
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  std::vector<events::event> some;
  for (std::uint32_t item = 1; item <= 500; ++item) some.push_back(click(item % 5 == 0 ? 77 : item, item));
  ASSERT_TRUE((*opened)->append_batch(some));
  const auto last = (*(*opened)->make_reader())->scan({}, 1000, [](const events::event&) {});
  ASSERT_EQ(*(*opened)->erase_user({.customer = {1}, .user = user}, {}, *last), 101U);
  opened->reset();
  std::ifstream file(engine.file(), std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  EXPECT_GT(content.size(), 16'384U);
  EXPECT_FALSE(contains(content, bytes));
  EXPECT_FALSE(std::filesystem::exists(engine.file().string() + "-wal"));
}

TEST(sqlite_event_store, a_store_of_schema_1_is_migrated_and_knows_its_import_ids) {
  const sqlite_engine engine;
  ASSERT_TRUE(engine.open());
  run_sql(
      engine.file(),
      "DROP TABLE entity; DROP TABLE entity_generation; DROP TABLE branch; DROP TABLE last_sequence; ALTER "
      "TABLE imported_line DROP COLUMN day; ALTER TABLE imported_line DROP COLUMN label; PRAGMA "
      "user_version = 1;"
      "INSERT INTO imported_line(customer, id) VALUES (1, 11);"
      "INSERT INTO event(sequence, customer, type, time_ms, user, item_type) VALUES (7, 1, 1, 5, x'00', 0);");
  auto opened = engine.open();
  ASSERT_TRUE(opened) << opened.error().detail();
  const auto outcome = (*opened)->append_batch(std::vector{imported_click(1, 1, 11), click(1, 2)});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->repeated, std::vector<std::size_t>{0});
  // The day of a line from before is that of the migration.
  const auto step = (*opened)->prune_imports({.customer = {1}, .before_ms = noon_ms}, {}, 10);
  EXPECT_EQ(step->removed, 0U);
  std::size_t count = 0;
  ASSERT_TRUE((*(*opened)->make_reader())->scan({}, 10, [&](const events::event&) { ++count; }));
  EXPECT_EQ(count, 2U);
}

/// The mark behind one more click.
store::log_mark append_one(store::event_store& to) {
  const auto outcome = to.append_batch(std::vector{click(1, 1)});
  EXPECT_TRUE(outcome);
  return outcome ? outcome->end : store::log_mark{};
}

TEST(sqlite_event_store, a_mark_made_after_a_backup_is_not_held_by_what_was_restored_from_it) {
  const sqlite_engine engine;
  const sqlite_engine restored;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  append_one(**opened);
  const auto before = append_one(**opened);
  run_sql(engine.file(), ("VACUUM INTO '" + restored.file().string() + "'").c_str());
  const auto after = append_one(**opened);
  EXPECT_TRUE(*(*opened)->holds(after));

  auto again = restored.open();
  ASSERT_TRUE(again);
  EXPECT_TRUE(*(*again)->holds(before));
  EXPECT_FALSE(*(*again)->holds(after));
  // The restored store goes on, and beyond the places that the first one had.
  const auto other = append_one(**again);
  EXPECT_EQ(other.place, after.place);
  append_one(**again);
  EXPECT_FALSE(*(*again)->holds(after));
  EXPECT_FALSE(*(*opened)->holds(other));
  again->reset();
  again = restored.open();
  append_one(**again);
  EXPECT_TRUE(*(*again)->holds(before));
  EXPECT_TRUE(*(*again)->holds(other));
  EXPECT_FALSE(*(*again)->holds(after));
}

TEST(sqlite_event_store, a_store_of_an_older_schema_is_another_one_than_its_copy) {
  const sqlite_engine engine;
  const sqlite_engine copy;
  {
    auto opened = engine.open();
    ASSERT_TRUE(opened);
    append_one(**opened);
  }
  run_sql(
      engine.file(),
      "DROP TABLE entity; DROP TABLE entity_generation; DROP TABLE branch; ALTER TABLE imported_line DROP "
      "COLUMN label; PRAGMA user_version = 2");
  std::filesystem::copy_file(engine.file(), copy.file());
  auto opened = engine.open();
  auto other = copy.open();
  ASSERT_TRUE(opened && other);
  const auto mark = (*opened)->end();
  ASSERT_TRUE(mark);
  EXPECT_TRUE(*(*opened)->holds(*mark));
  EXPECT_FALSE(*(*other)->holds(*mark));
}

TEST(sqlite_event_store, a_table_that_rejects_an_event_keeps_nothing_of_its_batch) {
  const sqlite_engine engine;
  auto opened = engine.open();
  ASSERT_TRUE(opened);
  run_sql(engine.file(),
          "CREATE TRIGGER no_thirteen BEFORE INSERT ON event WHEN new.item = 13 "
          "BEGIN SELECT RAISE(ABORT, 'thirteen'); END");
  const auto refused =
      (*opened)->append_batch(std::vector{imported_click(1, 1, 11), click(1, 13), click(1, 2)});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(contains(refused.error().detail(), "thirteen"));
  // Not even the import id of the first event was kept.
  const auto stored = (*opened)->append_batch(std::vector{imported_click(1, 1, 11)});
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->repeated.empty());
  // Nor those before it that went into the table with one statement.
  std::vector<events::event> many;
  for (std::uint32_t item = 1; item <= 20; ++item) many.push_back(click(1, item));
  ASSERT_FALSE((*opened)->append_batch(many));
  auto reader = (*opened)->make_reader();
  ASSERT_TRUE(reader);
  std::size_t events = 0;
  ASSERT_TRUE((*reader)->scan({}, 100, [&](const events::event&) { ++events; }));
  EXPECT_EQ(events, 1U);
}

}  // namespace footfall::test
