#include "footfall/core/patient_clock.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

TEST(patient_clock, stands_still_while_the_clock_that_was_set_back_catches_up) {
  manual_clock real(10 * hour_ms);
  const patient_clock patient(real);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms);
  real.advance_ms(-hour_ms + 1);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms);
  real.advance_ms(hour_ms - 1);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms);
  real.advance_ms(1);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms + 1);
}

TEST(patient_clock, follows_a_clock_that_was_set_back_by_an_hour) {
  manual_clock real(10 * hour_ms);
  const patient_clock patient(real);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms);
  real.advance_ms(-hour_ms);
  EXPECT_EQ(patient.wall_ms(), 9 * hour_ms);
}

TEST(patient_clock, goes_on_from_what_an_earlier_run_has_stamped) {
  manual_clock real(10 * hour_ms);
  patient_clock patient(real);
  patient.begin_with(10 * hour_ms + 5);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms + 5);
  real.advance_ms(6);
  EXPECT_EQ(patient.wall_ms(), 10 * hour_ms + 6);
}

}  // namespace
}  // namespace footfall::test
