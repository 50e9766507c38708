// MD5, by the test suite of RFC 1321.
#include "footfall/identity/md5.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(md5, of_the_texts_of_the_standard_is_what_the_standard_says) {
  EXPECT_EQ(*identity::md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(*identity::md5_of("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(*identity::md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace footfall::test
