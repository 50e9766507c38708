// HTTP Basic credentials.
#include "footfall/identity/credentials.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

using identity::read_basic;

TEST(credentials, basic_is_read_whatever_the_case_of_its_name) {
  for (const std::string_view value : {"Basic MTIzNDU6cGFzczp3b3Jk", "BASIC   MTIzNDU6cGFzczp3b3Jk"}) {
    const auto read = read_basic(value);
    ASSERT_TRUE(read) << value;
    EXPECT_EQ(read->user, "12345");
    EXPECT_EQ(read->password, "pass:word") << "only the first colon separates";
  }
  ASSERT_TRUE(read_basic("Basic Og=="));
  EXPECT_EQ(read_basic("Basic Og==")->user, "");
}

TEST(credentials, what_is_not_well_formed_is_nothing) {
  for (const std::string_view value :
       {"", "Basic", "Basic ", "Bearer MTIzOmI=", "BasicMTIzOmI=", "Basic MTIz", "Basic MTIzOmI",
        "Basic !!!!", "Basic MTIzOmI= x", "Basic MTIzOmI=="})
    EXPECT_FALSE(read_basic(value)) << value;
}

TEST(credentials, are_equal_only_when_all_bytes_are) {
  using identity::equal_in_constant_time;
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secret1"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

}  // namespace
}  // namespace footfall::test
