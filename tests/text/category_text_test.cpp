#include "footfall/text/category_text.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(category_text, outer_and_repeated_slashes_mean_nothing) {
  EXPECT_EQ(text::to_category_text("/Shoes//Children/"), "Shoes/Children");
  EXPECT_EQ(text::to_category_text("Cameras&Foto/Compact Cameras"), "Cameras&Foto/Compact Cameras");
  for (const auto* site : {"", "/", "//", "%2F"}) EXPECT_EQ(text::to_category_text(site), "") << site;
}

TEST(category_text, what_was_encoded_too_often_is_decoded) {
  EXPECT_EQ(text::to_category_text("%2FCameras%26Foto%2FCanon"), "Cameras&Foto/Canon");
  EXPECT_EQ(text::to_category_text("%252FShoes%252fNew"), "%252FShoes%252fNew") << "%25 is no slash";
  EXPECT_EQ(text::to_category_text("100%2FShoes"), "100/Shoes");
  EXPECT_EQ(text::to_category_text("100%/A%2FB"), "100%/A%2FB") << "it is no encoding";
}

}  // namespace
}  // namespace footfall::test
