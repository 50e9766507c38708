// An archive of histories gives back what was put, and goes back to the moments that it must.
#include "footfall/store/history_archive.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <optional>

namespace footfall::test {
namespace {

using store::archive_mark;
using store::history_archive;

constexpr customer_number shop{1};
constexpr user_key anna{{11, 12}};
constexpr user_key bert{{21, 22}};

class history_archive_test : public testing::Test {
 protected:
  history_archive_test() { open(); }

  void open() {
    archive.reset();
    auto opened = store::open_history_archive(file);
    if (!opened) throw std::runtime_error(opened.error().detail());
    archive = std::move(*opened);
  }

  void put(const user_key& user, std::string_view content, customer_number customer = shop,
           std::uint32_t last_s = 0) {
    const store::archived_history row{customer, user, content, last_s};
    ASSERT_TRUE(archive->put({&row, 1}));
  }

  std::optional<std::string> find(const user_key& user, customer_number customer = shop) {
    std::string content;
    const auto found = archive->find(customer, user, content);
    if (!found) throw std::runtime_error(found.error().detail());
    return *found ? std::optional(content) : std::nullopt;
  }

  bool go_back(const archive_mark& moment) {
    const auto went = archive->go_back(moment);
    return went && *went;
  }

  /// All that a look for old rows drops, where the customers 1 and 2 have a retention.
  std::vector<store::swept_histories::user> sweep(std::uint32_t since_s, std::size_t rows_at_once = 2) {
    std::vector<store::swept_histories::user> dropped;
    for (;;) {
      const auto some = archive->sweep({{shop, since_s}, {customer_number{2}, 0}}, rows_at_once);
      if (!some) throw std::runtime_error(some.error().detail());
      dropped.insert(dropped.end(), some->dropped.begin(), some->dropped.end());
      if (some->finished) return dropped;
    }
  }

  /// As a saved state does it.
  archive_mark end_generation() {
    const auto moment = archive->mark();
    EXPECT_TRUE(archive->begin_generation());
    EXPECT_TRUE(archive->flush());
    EXPECT_TRUE(archive->confirm(moment));
    return moment;
  }

  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.histories";
  std::unique_ptr<history_archive> archive;
};

TEST_F(history_archive_test, the_last_put_of_a_user_of_a_customer_is_found) {
  EXPECT_FALSE(go_back({}));
  put(anna, "first");
  put(anna, "second");
  put(anna, "of another", customer_number{2});
  EXPECT_EQ(find(anna), "second");
  EXPECT_EQ(find(anna, customer_number{2}), "of another");
  EXPECT_EQ(find(bert), std::nullopt);
}

TEST_F(history_archive_test, it_goes_back_to_what_was_confirmed_and_stays_there_until_the_next_put) {
  EXPECT_FALSE(go_back({}));
  put(anna, "confirmed");
  const auto moment = end_generation();
  put(anna, "later");
  put(anna, "latest");
  put(bert, "later");
  EXPECT_EQ(find(anna), "latest");
  for (int crash = 0; crash < 3; ++crash) {
    open();
    EXPECT_TRUE(go_back(moment));
    EXPECT_EQ(find(anna), "confirmed");
    EXPECT_EQ(find(bert), std::nullopt);
    put(bert, "after the crash");
    EXPECT_EQ(find(bert), "after the crash");
  }
}

TEST_F(history_archive_test, to_a_moment_before_the_confirmed_one_it_does_not_go_back_and_is_empty) {
  EXPECT_FALSE(go_back({}));
  put(anna, "old");
  const auto old = end_generation();
  put(anna, "new");
  (void)end_generation();
  put(anna, "newest");
  open();
  EXPECT_FALSE(go_back(old));
  EXPECT_EQ(find(anna), std::nullopt);
}

TEST_F(history_archive_test, of_another_archive_it_is_empty) {
  EXPECT_FALSE(go_back({}));
  put(anna, "here");
  auto moment = end_generation();
  ++moment.id[0];
  open();
  EXPECT_FALSE(go_back(moment));
  EXPECT_EQ(find(anna), std::nullopt);
}

TEST_F(history_archive_test, what_is_cleared_is_gone_and_nobody_goes_back_to_before) {
  EXPECT_FALSE(go_back({}));
  put(anna, "here");
  put(anna, "there", customer_number{2});
  const auto moment = end_generation();
  EXPECT_TRUE(archive->clear(shop));
  EXPECT_EQ(find(anna), std::nullopt);
  EXPECT_EQ(find(anna, customer_number{2}), "there");
  open();
  EXPECT_FALSE(go_back(moment));
}

TEST_F(history_archive_test, users_are_dropped_when_all_is_older_than_the_retention_of_their_customer) {
  EXPECT_FALSE(go_back({}));
  put(anna, "old", shop, 99);
  put(bert, "new", shop, 100);
  put(anna, "old, but of another", customer_number{2}, 99);
  const auto moment = end_generation();
  const auto dropped = sweep(100);
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].customer, shop);
  EXPECT_EQ(dropped[0].key, anna);
  EXPECT_TRUE(dropped[0].alone);
  EXPECT_EQ(find(anna), std::nullopt);
  EXPECT_EQ(find(bert), "new");
  EXPECT_EQ(find(anna, customer_number{2}), "old, but of another");
  EXPECT_TRUE(sweep(100).empty());
  open();
  EXPECT_TRUE(go_back(moment));
  EXPECT_EQ(find(anna), std::nullopt);
  EXPECT_EQ(find(bert), "new");
}

TEST_F(history_archive_test, a_user_stays_as_long_as_it_is_new_now_or_where_a_crash_leads_to) {
  EXPECT_FALSE(go_back({}));
  put(anna, "old", shop, 10);
  put(bert, "new", shop, 200);
  const auto moment = end_generation();
  put(anna, "new", shop, 200);
  put(bert, "old", shop, 10);
  EXPECT_TRUE(sweep(100).empty());
  EXPECT_EQ(find(anna), "new");
  EXPECT_EQ(find(bert), "old");
  open();
  EXPECT_TRUE(go_back(moment));
  EXPECT_EQ(find(anna), "old");
  EXPECT_EQ(find(bert), "new");
  EXPECT_EQ(sweep(100).size(), 1U);
  EXPECT_EQ(find(bert), "new");
}

TEST_F(history_archive_test, users_of_a_customer_that_is_no_more_go_and_nobody_goes_back_to_before) {
  EXPECT_FALSE(go_back({}));
  put(anna, "of one that goes", customer_number{3}, 1000);
  put(anna, "of one that stays", customer_number{2}, 1000);
  const auto moment = end_generation();
  EXPECT_EQ(sweep(0).size(), 1U);
  EXPECT_EQ(find(anna, customer_number{3}), std::nullopt);
  EXPECT_EQ(find(anna, customer_number{2}), "of one that stays");
  open();
  EXPECT_FALSE(go_back(moment));
}

TEST_F(history_archive_test, who_is_like_another_in_its_share_is_not_alone) {
  constexpr std::uint64_t upper = std::uint64_t{7} << 32;
  const user_key first{{1, upper + 64}};
  const user_key like_first{{2, upper + 128}};
  const user_key of_another_share{{3, upper + 65}};
  EXPECT_FALSE(go_back({}));
  put(first, "old", shop, 1);
  put(like_first, "new", shop, 100);
  put(of_another_share, "old", shop, 1);
  auto dropped = sweep(50, 100);
  ASSERT_EQ(dropped.size(), 2U);
  EXPECT_EQ(dropped[0].key, first);
  EXPECT_FALSE(dropped[0].alone);
  EXPECT_TRUE(dropped[1].alone);
  dropped = sweep(200);
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_TRUE(dropped[0].alone);
}

TEST_F(history_archive_test, the_file_gets_smaller_in_pieces_when_much_of_it_is_free) {
  EXPECT_FALSE(go_back({}));
  const std::string content(1000, 'x');
  for (std::uint64_t number = 0; number < 5000; ++number)
    put({{number, number}}, content, shop, number % 10 == 0 ? 100 : 1);
  ASSERT_TRUE(archive->shrink(1'000'000'000));
  ASSERT_TRUE(archive->flush());
  const auto full = std::filesystem::file_size(file);
  EXPECT_GT(full, 5'000'000U);
  EXPECT_EQ(sweep(50, 1000).size(), 4500U);
  ASSERT_TRUE(archive->shrink(1'000'000));
  ASSERT_TRUE(archive->flush());
  EXPECT_GT(std::filesystem::file_size(file), full - 1'100'000);
  EXPECT_LT(std::filesystem::file_size(file), full - 900'000);
  for (int piece = 0; piece < 10; ++piece) ASSERT_TRUE(archive->shrink(1'000'000));
  ASSERT_TRUE(archive->flush());
  EXPECT_LT(std::filesystem::file_size(file), full / 3);
  for (std::uint64_t number = 0; number < 5000; number += 10) EXPECT_EQ(find({{number, number}}), content);
}

TEST_F(history_archive_test, renewed_it_has_what_it_had_and_nobody_goes_back_to_before) {
  EXPECT_FALSE(go_back({}));
  put(anna, "confirmed");
  const auto moment = end_generation();
  put(anna, "later");
  EXPECT_TRUE(archive->renew());
  EXPECT_EQ(find(anna), "later");
  put(anna, "latest");
  const auto next = end_generation();
  open();
  EXPECT_TRUE(go_back(next));
  EXPECT_EQ(find(anna), "latest");
  EXPECT_FALSE(go_back(moment));
}

TEST_F(history_archive_test, a_file_that_is_none_is_made_anew) {
  archive.reset();
  std::ofstream(file, std::ios::binary) << std::string(100'000, 'x');
  open();
  EXPECT_FALSE(go_back({}));
  put(anna, "here");
  EXPECT_EQ(find(anna), "here");
}

/// Changes the file as a disk does that goes wrong.
void damage(const std::filesystem::path& file, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

TEST_F(history_archive_test, a_row_that_was_damaged_is_found_and_not_answered_from) {
  for (const auto* sql : {"UPDATE history SET content = CAST('anna has boughT' AS BLOB)",
                          "UPDATE history SET last_s = last_s + 1", "UPDATE history SET generation = 1000",
                          "UPDATE history SET customer = 2", "UPDATE history SET user = zeroblob(16)"}) {
    EXPECT_FALSE(go_back({}));
    put(anna, "anna has bought");
    EXPECT_EQ(find(anna), "anna has bought");
    damage(file, sql);
    std::string content;
    const auto found = archive->find(shop, anna, content);
    ASSERT_FALSE(found) << sql;
    EXPECT_NE(found.error().detail().find("is damaged"), std::string::npos) << found.error().detail();
    EXPECT_FALSE(archive->sweep({{shop, 1000}}, 10)) << sql;
  }
}

TEST_F(history_archive_test, an_archive_of_another_version_is_made_anew) {
  EXPECT_FALSE(go_back({}));
  put(anna, "first");
  const auto moment = end_generation();
  archive.reset();
  damage(file, "PRAGMA user_version = 1");
  open();
  EXPECT_FALSE(go_back(moment));
  EXPECT_EQ(find(anna), std::nullopt);
}

TEST_F(history_archive_test, is_for_its_owner_alone_and_no_link_is_followed) {
  const auto own = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  EXPECT_EQ(std::filesystem::status(file).permissions(), own);
  archive.reset();
  const auto target = folder.path() / "of somebody else";
  std::ofstream(target) << "precious";
  std::filesystem::remove(file);
  std::filesystem::create_symlink(target, file);
  open();
  EXPECT_FALSE(std::filesystem::is_symlink(file)) << "made anew";
  std::string content;
  std::ifstream(target) >> content;
  EXPECT_EQ(content, "precious");
}

}  // namespace
}  // namespace footfall::test
