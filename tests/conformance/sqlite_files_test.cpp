// The files of the SQLite engine: for their owner alone, and watched while they are open.
#include "event_store_suite.hpp"
#include "sqlite_engine.hpp"

#include <fstream>

#include <sys/stat.h>

namespace footfall::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffixes[] = {"", "-wal", "-shm", ".lock"};

class sqlite_files : public testing::Test {
 protected:
  sqlite_files() { open(); }

  void open() {
    auto opened = engine.open();
    if (!opened) throw std::runtime_error(opened.error().detail());
    store = std::move(*opened);
  }

  [[nodiscard]] fs::path part(std::string_view suffix) const {
    return engine.file().string() + std::string(suffix);
  }

  void append(std::uint32_t item) const { ASSERT_TRUE(store->append_batch(std::vector{click(1, item)})); }

  /// Nothing is stored, and nothing that could be taken for the store is made, until the file is back.
  void expect_refused(std::string_view why) const {
    const auto refused = store->append_batch(std::vector{click(1, 99)});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail().find(why), std::string::npos) << refused.error().detail();
    EXPECT_FALSE(store->check());
    EXPECT_FALSE(store->recover());
    EXPECT_FALSE(store->append_batch(std::vector{click(1, 99)}));
  }

  [[nodiscard]] std::size_t count_events() const {
    std::size_t count = 0;
    const auto reader = store->make_reader();
    EXPECT_TRUE((*reader)->scan({}, 1000, [&](const events::event&) { ++count; }));
    return count;
  }

  const sqlite_engine engine;
  std::unique_ptr<store::event_store> store;
};

}  // namespace

TEST_F(sqlite_files, are_for_their_owner_alone) {
  append(1);
  for (const auto suffix : suffixes)
    EXPECT_EQ(fs::status(part(suffix)).permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << suffix;
}

TEST_F(sqlite_files, that_others_could_read_are_taken_from_them) {
  store.reset();
  fs::permissions(engine.file(), fs::perms(0644));
  open();
  append(1);
  for (const auto suffix : suffixes)
    EXPECT_EQ(fs::status(part(suffix)).permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << suffix;
}

TEST_F(sqlite_files, a_named_pipe_is_refused_and_not_waited_for) {
  store.reset();
  fs::remove(engine.file());
  ASSERT_EQ(::mkfifo(engine.file().c_str(), 0600), 0);
  const auto refused = engine.open();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("no regular file"), std::string::npos) << refused.error().detail();
}

TEST_F(sqlite_files, a_database_that_is_removed_is_noticed_and_welcome_again) {
  append(1);
  const auto elsewhere = engine.folder.path() / "elsewhere";
  fs::rename(engine.file(), elsewhere);
  expect_refused("footfall.db was removed");
  EXPECT_FALSE(fs::exists(engine.file()));
  fs::rename(elsewhere, engine.file());
  EXPECT_TRUE(store->recover());
  append(2);
  EXPECT_EQ(count_events(), 2U);
}

TEST_F(sqlite_files, a_database_that_is_replaced_is_noticed) {
  append(1);
  const auto copy = engine.folder.path() / "copy";
  fs::copy_file(engine.file(), copy);
  fs::rename(copy, engine.file());
  expect_refused("footfall.db was replaced");
}

TEST_F(sqlite_files, a_database_that_is_cut_is_noticed) {
  append(1);
  ASSERT_TRUE(store->recover());  // so that the file has what the log had
  fs::resize_file(engine.file(), 4096);
  expect_refused("footfall.db was cut");
}

TEST_F(sqlite_files, a_log_that_is_removed_is_noticed_and_written_back_by_a_stop) {
  append(1);
  append(2);
  fs::remove(part("-wal"));
  expect_refused("footfall.db-wal was removed");
  store.reset();
  open();
  EXPECT_EQ(count_events(), 2U);
}

TEST_F(sqlite_files, a_log_that_is_cut_is_noticed) {
  append(1);
  fs::resize_file(part("-wal"), 100);
  expect_refused("footfall.db-wal was cut");
}

TEST_F(sqlite_files, own_work_that_makes_them_shorter_is_no_reason_to_stop) {
  for (int batch = 0; batch < 200; ++batch) {
    ASSERT_TRUE(store->append_batch(std::vector<events::event>(500, click(1, 1))));
    store->maintain();
  }
  const auto last = (*store->make_reader())->scan({}, 1'000'000, [](const events::event&) {});
  ASSERT_TRUE(store->prune_before({.customer = {1}, .before_ms = noon_ms + 9}, {}, *last));
  for (;;) {
    const auto more = store->give_space_back();
    ASSERT_TRUE(more) << more.error().detail();
    store->maintain();
    if (!*more) break;
  }
  ASSERT_TRUE(store->recover());
  EXPECT_TRUE(store->check());
  append(1);
}

}  // namespace footfall::test
