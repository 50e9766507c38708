#include "footfall/tasks/task_table.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using tasks::task;

class task_table : public testing::Test {
 protected:
  /// A run that takes this long and ends like this.
  void run(std::int64_t duration_ms, const result<void>& end) {
    static_cast<void>(purge.run(time, [&] {
      during = purge.status();
      time.advance_ms(duration_ms);
      return end;
    }));
  }

  manual_clock time;
  task purge{"purge"};
  tasks::task_status during;
};

TEST_F(task_table, a_task_tells_how_its_last_run_went) {
  const auto begun_ms = time.wall_ms();
  run(250, {});
  EXPECT_TRUE(during.running);
  EXPECT_EQ(during.runs, 0U);
  const auto after = purge.status();
  EXPECT_FALSE(after.running);
  EXPECT_EQ(after.runs, 1U);
  EXPECT_EQ(after.begun_ms, begun_ms);
  EXPECT_EQ(after.duration_ns, 250'000'000);
  EXPECT_FALSE(after.failing);
  EXPECT_EQ(after.last_failure_ms, 0);
}

TEST_F(task_table, a_failure_is_remembered_when_later_runs_go_well) {
  run(10, failure{error::io_failed, "no room"});
  EXPECT_TRUE(purge.status().failing);
  const auto failed_ms = time.wall_ms();
  time.advance_ms(1000);
  run(10, {});
  const auto after = purge.status();
  EXPECT_FALSE(after.failing);
  EXPECT_EQ(after.failures, 1U);
  EXPECT_EQ(after.last_failure_ms, failed_ms);
  EXPECT_EQ(after.last_failure, "no room");
}

TEST_F(task_table, a_run_that_was_ended_early_has_not_failed) {
  run(10, failure{error::not_ready, "stopping"});
  EXPECT_FALSE(purge.status().failing);
  EXPECT_EQ(purge.status().failures, 0U);
}

TEST_F(task_table, what_the_work_returns_is_returned) {
  const auto done = purge.run(time, []() -> result<int> { return 7; });
  EXPECT_EQ(*done, 7);
}

TEST_F(task_table, lists_its_tasks_in_their_order) {
  const task models("models");
  tasks::task_table table;
  table.add(models);
  table.add(purge);
  const auto all = table.all();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "models");
  EXPECT_EQ(all[1].name, "purge");
}

}  // namespace
}  // namespace footfall::test
