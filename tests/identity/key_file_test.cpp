// The file of the installation's secret.
#include "footfall/identity/user_hasher.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

using identity::load_or_create_key;
namespace fs = std::filesystem;

TEST(key_file, is_made_once_for_its_owner_only_and_then_read) {
  const temporary_folder folder;
  const auto file = folder.path() / "secret.key";
  const auto made = load_or_create_key(file);
  ASSERT_TRUE(made);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::file_size(file), 32U);
  EXPECT_TRUE(std::ranges::any_of(*made, [](auto byte) { return byte != 0; }));
  EXPECT_EQ(*load_or_create_key(file), *made);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "nothing else is left behind";
}

TEST(key_file, two_installations_have_different_keys) {
  const temporary_folder folder;
  EXPECT_NE(*load_or_create_key(folder.path() / "a"), *load_or_create_key(folder.path() / "b"));
}

TEST(key_file, that_others_may_read_is_refused_with_what_to_do) {
  const temporary_folder folder;
  const auto file = folder.path() / "secret.key";
  ASSERT_TRUE(load_or_create_key(file));
  for (const auto mode : {0640U, 0604U, 0620U}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    const auto refused = load_or_create_key(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), error::io_failed);
    EXPECT_NE(refused.error().detail().find("chmod 600 " + file.string()), std::string::npos);
  }
}

TEST(key_file, of_a_wrong_size_is_refused_and_kept) {
  const temporary_folder folder;
  for (const std::string content : {"", "short", "a key that is longer than thirty-two bytes"}) {
    const auto file = folder.path() / "secret.key";
    std::ofstream(file) << content;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    const auto refused = load_or_create_key(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), error::io_failed);
    EXPECT_EQ(fs::file_size(file), content.size());
  }
}

TEST(key_file, that_cannot_be_made_or_is_none_is_a_failure) {
  const temporary_folder folder;
  EXPECT_FALSE(load_or_create_key(folder.path() / "missing" / "secret.key"));
  EXPECT_FALSE(load_or_create_key(folder.path()));
}

TEST(key_file, that_several_make_at_the_same_time_is_one) {
  const temporary_folder folder;
  std::vector<result<identity::secret_key>> keys(8, failure{});
  {
    std::vector<std::jthread> starters;
    for (auto& key : keys)
      starters.emplace_back([&key, &folder] { key = load_or_create_key(folder.path() / "secret.key"); });
  }
  for (const auto& key : keys) {
    ASSERT_TRUE(key) << key.error().detail();
    EXPECT_EQ(*key, *keys.front());
  }
}

TEST(key_file, is_not_read_through_a_symbolic_link_or_from_a_pipe) {
  const temporary_folder folder;
  ASSERT_TRUE(load_or_create_key(folder.path() / "real"));
  fs::create_symlink(folder.path() / "real", folder.path() / "link");
  EXPECT_FALSE(load_or_create_key(folder.path() / "link"));
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(load_or_create_key(folder.path() / "pipe"));
}

TEST(key_file, that_must_be_there_is_not_made) {
  const temporary_folder folder;
  EXPECT_EQ(identity::load_key(folder.path() / "secret.key").error().code(), error::not_found);
  EXPECT_FALSE(fs::exists(folder.path() / "secret.key"));
}

}  // namespace
}  // namespace footfall::test
