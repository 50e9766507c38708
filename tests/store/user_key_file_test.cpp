// A store and the key of its users belong together.
#include "footfall/store/user_key_file.hpp"

#include "footfall/store/engines.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace footfall::test {
namespace {

class user_key_file : public testing::Test {
 protected:
  result<identity::secret_key> open() { return store::open_user_key(store, file); }

  void store_an_event() { ASSERT_TRUE(store.append_batch(std::vector{click(1, 1)})); }

  std::string refusal() {
    const auto key = open();
    if (key) return "(opened)";
    EXPECT_EQ(key.error().code(), error::store_failed);
    return key.error().detail();
  }

  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "user.key";
  memory_event_store store;
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_F(user_key_file, is_made_for_a_new_store_and_is_the_same_ever_after) {
  const auto made = open();
  ASSERT_TRUE(made);
  store_an_event();
  EXPECT_EQ(*open(), *made);
}

TEST_F(user_key_file, that_is_missing_beside_events_is_refused_and_none_is_made) {
  ASSERT_TRUE(open());
  store_an_event();
  std::filesystem::remove(file);
  const auto why = refusal();
  EXPECT_TRUE(contains(why, file.string() + " is missing")) << why;
  EXPECT_TRUE(contains(why, "from a backup")) << why;
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(user_key_file, that_is_missing_beside_a_store_that_knows_its_key_is_refused_without_events_too) {
  ASSERT_TRUE(open());
  std::filesystem::remove(file);
  EXPECT_TRUE(contains(refusal(), "is missing"));
}

TEST_F(user_key_file, of_another_store_is_refused) {
  ASSERT_TRUE(open());
  store_an_event();
  std::filesystem::remove(file);
  ASSERT_TRUE(identity::load_or_create_key(file));
  EXPECT_TRUE(contains(refusal(), "is not the key of this store"));
}

TEST_F(user_key_file, is_believed_by_a_store_from_before_it_knew_its_key_and_then_known) {
  store_an_event();
  EXPECT_TRUE(contains(refusal(), "is missing"));
  ASSERT_TRUE(identity::load_or_create_key(file));
  EXPECT_TRUE(open());
  std::filesystem::remove(file);
  ASSERT_TRUE(identity::load_or_create_key(file));
  EXPECT_TRUE(contains(refusal(), "is not the key of this store"));
}

}  // namespace footfall::test
