// Keyed hashes of users and import lines.
#include "footfall/identity/user_hasher.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace footfall::test {
namespace {

identity::secret_key key_of(std::uint8_t fill) {
  identity::secret_key key;
  key.fill(fill);
  return key;
}

TEST(user_hasher, the_same_user_of_a_customer_always_has_the_same_key) {
  const identity::user_hasher hasher(key_of(1));
  EXPECT_EQ(hasher.hash("1", "anna"), hasher.hash("1", "anna"));
  EXPECT_EQ(hasher.hash("1", "anna"), identity::user_hasher(key_of(1)).hash("1", "anna"));
}

// Stored events depend on it: a change of the derivation would make every user a stranger. The expected
// values were computed with another implementation of BLAKE2b and SipHash (Python).
TEST(user_hasher, the_key_of_a_user_never_changes_between_versions) {
  const identity::user_hasher hasher(key_of(1));
  EXPECT_EQ(hasher.hash("1", "anna").words[0], 7605627966053192555U);
  EXPECT_EQ(hasher.hash("1", "anna").words[1], 7973132672723100988U);
  EXPECT_EQ(hasher.line_id("1", "line"), 8149719367417182821U);
}

TEST(user_hasher, customer_user_and_secret_all_matter) {
  const identity::user_hasher hasher(key_of(1));
  const std::set<user_key> keys{
      hasher.hash("1", "anna"),
      hasher.hash("1", "Anna"),
      hasher.hash("2", "anna"),
      hasher.hash("1a", "nna"),
      hasher.hash("", "1anna"),
      hasher.hash("1", ""),
      identity::user_hasher(key_of(2)).hash("1", "anna"),
  };
  EXPECT_EQ(keys.size(), 7U);
  EXPECT_FALSE(keys.contains(user_key{}));
}

TEST(user_hasher, line_ids_depend_on_customer_content_and_secret_and_are_never_zero) {
  const identity::user_hasher hasher(key_of(1));
  EXPECT_EQ(hasher.line_id("1", "line"), hasher.line_id("1", "line"));
  const std::set<std::uint64_t> ids{
      hasher.line_id("1", "line"), hasher.line_id("1", "line "),
      hasher.line_id("2", "line"), hasher.line_id("1l", "ine"),
      hasher.line_id("1", ""),     identity::user_hasher(key_of(2)).line_id("1", "line"),
  };
  EXPECT_EQ(ids.size(), 6U);
  EXPECT_FALSE(ids.contains(0));
}

}  // namespace
}  // namespace footfall::test
