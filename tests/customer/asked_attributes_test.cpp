// How long attributes of users are known that requests have asked for.
#include "footfall/customer/asked_attributes.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using strings = std::vector<std::string>;
using customer::asked_attributes;
constexpr std::int64_t begin_ms = 1'000'000'000'000;

TEST(asked_attributes, are_known_for_five_days_after_they_were_asked_for_last) {
  asked_attributes asked;
  EXPECT_EQ(asked.known(begin_ms), strings{});
  asked.add("country", begin_ms);
  asked.add("age", begin_ms);
  EXPECT_EQ(asked.known(begin_ms), (strings{"age", "country"}));
  asked.add("age", begin_ms + 1000);
  EXPECT_EQ(asked.known(begin_ms + asked_attributes::kept_ms), strings{"age"});
  EXPECT_EQ(asked.known(begin_ms + 1000 + asked_attributes::kept_ms), strings{});
}

TEST(asked_attributes, are_bounded_and_what_is_forgotten_makes_room) {
  asked_attributes asked;
  for (std::size_t key = 0; key <= asked_attributes::keys_max; ++key)
    asked.add("key " + std::to_string(key), begin_ms);
  EXPECT_EQ(asked.known(begin_ms).size(), asked_attributes::keys_max);
  asked.add("late", begin_ms + asked_attributes::kept_ms);
  EXPECT_EQ(asked.known(begin_ms + asked_attributes::kept_ms), strings{"late"});
}

}  // namespace
}  // namespace footfall::test
