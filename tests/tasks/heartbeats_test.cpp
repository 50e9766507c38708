#include "footfall/tasks/heartbeats.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(heartbeats, a_thread_that_beats_or_rests_is_well) {
  tasks::heartbeats all;
  auto& busy = all.add("io 0");
  EXPECT_FALSE(all.stalled(100 * second_ns)) << "nothing has begun";
  busy.beat(100 * second_ns);
  EXPECT_FALSE(all.stalled(110 * second_ns));
  busy.rest();
  EXPECT_FALSE(all.stalled(1'000 * second_ns));
}

TEST(heartbeats, of_those_that_are_silent_for_too_long_the_worst_is_told) {
  tasks::heartbeats all;
  all.add("io 0").beat(5 * second_ns);
  all.add("io 1").beat(2 * second_ns);
  all.add("io 2").beat(19 * second_ns);
  const auto stalled = all.stalled(20 * second_ns);
  ASSERT_TRUE(stalled);
  EXPECT_EQ(stalled->thread, "io 1");
  EXPECT_EQ(stalled->silent_ns, 18 * second_ns);
}

}  // namespace
}  // namespace footfall::test
