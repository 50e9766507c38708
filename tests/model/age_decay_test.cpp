// The weight of an event by its age.
#include "model/age_decay.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace footfall::test {
namespace {

TEST(age_decay, follows_the_half_life_within_a_millionth) {
  constexpr std::uint32_t reference_s = 1'000'000'000;
  const model::age_decay decay(reference_s, 0, 86'400'000);
  for (const std::uint32_t age_s : {0U, 1U, 4095U, 4096U, 86'400U, 1'000'000U}) {
    const auto expected = std::exp2(-static_cast<double>(age_s) / 86'400);
    EXPECT_NEAR(decay(reference_s - age_s), expected, 1e-6 * expected) << age_s;
  }
}

TEST(age_decay, future_counts_as_now_and_before_the_history_as_its_start) {
  const model::age_decay decay(1000, 900, 100'000);
  EXPECT_FLOAT_EQ(decay(5000), 1);
  EXPECT_FLOAT_EQ(decay(0), decay(900));
  EXPECT_FLOAT_EQ(decay(900), 0.5F);
}

TEST(age_decay, without_half_life_age_does_not_matter) {
  const model::age_decay decay(1000, 0, 0);
  EXPECT_FLOAT_EQ(decay(0), 1);
}

TEST(age_decay, never_reaches_zero) {
  const model::age_decay decay(2'000'000'000, 0, 3'600'000);
  EXPECT_GT(decay(0), 0);
}

}  // namespace
}  // namespace footfall::test
