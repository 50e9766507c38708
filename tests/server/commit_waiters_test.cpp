#include "server/commit_waiters.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace footfall::test {
namespace {

using server::commit_outcome;
using server::commit_waiters;

/// Waits on `context` and puts the outcome where the test sees it.
void wait_for(server::asio::io_context& context, commit_waiters& commits, store::ticket first,
              store::ticket last, std::optional<commit_outcome>& seen) {
  const auto body = [](commit_waiters* all, store::ticket from, store::ticket to,
                       std::optional<commit_outcome>* into) -> server::task<> {
    all->expect();
    *into = co_await all->wait(from, to);
  };
  server::asio::co_spawn(context, body(&commits, first, last, &seen), server::asio::detached);
}

store::commit_report batch(store::ticket first, store::ticket last, const failure* failed = nullptr) {
  store::commit_report report;
  report.first = first;
  report.last = last;
  report.failed = failed;
  return report;
}

void run(server::asio::io_context& context) {
  context.restart();
  context.poll();
}

TEST(commit_waiters, a_burst_waits_for_its_highest_ticket) {
  server::asio::io_context context;
  commit_waiters commits(context);
  std::optional<commit_outcome> seen;
  wait_for(context, commits, 1, 3, seen);
  run(context);
  commits.resolve(batch(1, 2));
  run(context);
  EXPECT_FALSE(seen.has_value());
  commits.resolve(batch(3, 5));
  run(context);
  ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(seen->failed.empty());
}

TEST(commit_waiters, a_failed_batch_is_told_to_those_it_touches_only) {
  server::asio::io_context context;
  commit_waiters commits(context);
  std::optional<commit_outcome> before;
  std::optional<commit_outcome> across;
  std::optional<commit_outcome> after;
  wait_for(context, commits, 1, 1, before);
  wait_for(context, commits, 2, 4, across);
  wait_for(context, commits, 5, 5, after);
  run(context);
  const failure why{error::store_failed, "no room"};
  commits.resolve(batch(1, 2));
  commits.resolve(batch(3, 4, &why));
  commits.resolve(batch(5, 5));
  run(context);
  EXPECT_TRUE(before->failed.empty());
  EXPECT_TRUE(after->failed.empty());
  ASSERT_EQ(across->failed.size(), 1U);
  EXPECT_EQ(across->failed[0].first, 3U);
  EXPECT_EQ(across->failed[0].last, 4U);
  EXPECT_EQ(across->why->code(), error::store_failed);
}

}  // namespace
}  // namespace footfall::test
