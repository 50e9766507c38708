// Details: written, found again, and harmless when damaged.
#include "footfall/events/event_details.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {

using events::append_detail;
using events::find_detail;

TEST(event_details, reads_like_a_query_string) {
  std::string details;
  append_detail(details, "q", "2");
  append_detail(details, "p", "2.50EUR");
  append_detail(details, "c", "Shoes/Children");
  EXPECT_EQ(details, "q=2&p=2.50EUR&c=Shoes/Children");
}

TEST(event_details, separators_and_control_characters_are_encoded_and_come_back) {
  std::string details;
  const std::string value("50% & more = \t\n\0 \x7f ä", 22);
  append_detail(details, "-a=b&c", value);
  append_detail(details, "x", "y");
  EXPECT_EQ(details.find_first_of(std::string("\t\n\0\x7f", 4)), std::string::npos);
  EXPECT_EQ(find_detail(details, "-a=b&c"), value);
  EXPECT_EQ(find_detail(details, "x"), "y");
}

TEST(event_details, every_byte_comes_back) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  std::string details;
  append_detail(details, all, all);
  EXPECT_EQ(find_detail(details, all), all);
}

TEST(event_details, the_first_of_equal_names_is_found) { EXPECT_EQ(find_detail("q=1&q=2", "q"), "1"); }

TEST(event_details, only_whole_names_are_found) {
  EXPECT_EQ(find_detail("qq=1&aq=2&q=3", "q"), "3");
  EXPECT_EQ(find_detail("c=q", "q"), std::nullopt);
  EXPECT_EQ(find_detail("", "q"), std::nullopt);
}

TEST(event_details, an_empty_value_is_found) { EXPECT_EQ(find_detail("q=", "q"), ""); }

TEST(event_details, damaged_details_give_nothing) {
  for (const auto* const damaged : {"q", "&&", "q=%", "q=%4", "q=%zz", "=", "&q"})
    EXPECT_EQ(find_detail(damaged, "q"), std::nullopt) << damaged;
}

}  // namespace footfall::test
