// An archive of histories gives back what was put, and goes back to the moments that it must.
#include "footfall/store/history_archive.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

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

  void put(const user_key& user, std::string_view content, customer_number customer = shop) {
    const store::archived_history row{customer, user, content};
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

  /// As a saved state does it.
  archive_mark end_generation() {
    const auto moment = archive->mark();
    EXPECT_TRUE(archive->begin_generation());
    EXPECT_TRUE(archive->flush());
    EXPECT_TRUE(archive->settle(moment));
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

TEST_F(history_archive_test, it_goes_back_to_what_was_settled_and_stays_there_until_the_next_put) {
  EXPECT_FALSE(go_back({}));
  put(anna, "settled");
  const auto moment = end_generation();
  put(anna, "later");
  put(anna, "latest");
  put(bert, "later");
  EXPECT_EQ(find(anna), "latest");
  for (int crash = 0; crash < 3; ++crash) {
    open();
    EXPECT_TRUE(go_back(moment));
    EXPECT_EQ(find(anna), "settled");
    EXPECT_EQ(find(bert), std::nullopt);
    put(bert, "after the crash");
    EXPECT_EQ(find(bert), "after the crash");
  }
}

TEST_F(history_archive_test, to_a_moment_before_the_settled_one_it_does_not_go_back_and_is_empty) {
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

TEST_F(history_archive_test, a_file_that_is_none_is_made_anew) {
  archive.reset();
  std::ofstream(file, std::ios::binary) << std::string(100'000, 'x');
  open();
  EXPECT_FALSE(go_back({}));
  put(anna, "here");
  EXPECT_EQ(find(anna), "here");
}

}  // namespace
}  // namespace footfall::test
