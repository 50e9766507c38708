// How long keys are known that requests have asked for.
#include "footfall/customer/asked_keys.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t begin_ms = 1'000'000'000'000;

TEST(asked_keys, are_known_for_five_days_after_they_were_asked_for_last) {
  customer::asked_keys keys;
  EXPECT_FALSE(keys.touch("color", begin_ms));
  keys.add("color", begin_ms);
  EXPECT_FALSE(keys.touch("size", begin_ms));
  auto now_ms = begin_ms + customer::asked_keys::kept_ms - hour_ms;
  EXPECT_TRUE(keys.touch("color", now_ms));
  now_ms += customer::asked_keys::kept_ms - hour_ms;
  EXPECT_TRUE(keys.touch("color", now_ms));
  now_ms += customer::asked_keys::kept_ms;
  EXPECT_FALSE(keys.touch("color", now_ms));
  keys.add("color", now_ms);
  EXPECT_TRUE(keys.touch("color", now_ms));
}

TEST(asked_keys, are_bounded_and_what_is_forgotten_makes_room) {
  customer::asked_keys keys;
  for (std::size_t key = 0; key < customer::asked_keys::keys_max; ++key)
    keys.add("key " + std::to_string(key), begin_ms);
  keys.add("color", begin_ms + hour_ms);
  EXPECT_FALSE(keys.touch("color", begin_ms + hour_ms));
  keys.add("color", begin_ms + customer::asked_keys::kept_ms);
  EXPECT_TRUE(keys.touch("color", begin_ms + customer::asked_keys::kept_ms));
}

}  // namespace
}  // namespace footfall::test
