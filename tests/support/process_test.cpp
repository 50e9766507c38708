// A started program is watched, signalled and never left behind.
#include "support/process.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

process_options shell(const std::string& script) {
  return {.program = "/bin/sh", .arguments = {"-c", script}};
}

TEST(process, exit_status_and_both_outputs_are_known) {
  const process started(shell("echo out; echo problem >&2; exit 3"));
  const auto end = started.wait_for_end(10s);
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ(end->status, 3);
  EXPECT_FALSE(end->signal.has_value());
  EXPECT_EQ(started.standard_output(), "out\n");
  EXPECT_EQ(started.standard_error(), "problem\n");
  EXPECT_FALSE(started.running());
}

TEST(process, more_output_than_a_pipe_holds_does_not_stop_it) {
  const process started(shell("head -c 1000000 /dev/zero; exit 0"));
  ASSERT_TRUE(started.wait_for_end(10s).has_value());
  EXPECT_EQ(started.standard_output().size(), 1'000'000u);
}

TEST(process, a_line_on_standard_error_can_be_waited_for) {
  const process started(shell("echo ready >&2; exec cat /dev/zero > /dev/null"));
  const auto says_ready = [](std::string_view log) { return log.find("ready\n") != std::string_view::npos; };
  EXPECT_TRUE(started.wait_for_error_output(says_ready, 10s));
  EXPECT_TRUE(started.running());
}

TEST(process, waiting_for_a_line_ends_with_the_process) {
  const process started(shell("exit 0"));
  EXPECT_FALSE(started.wait_for_error_output([](std::string_view) { return false; }, 60s));
}

TEST(process, a_signal_ends_it_and_is_named) {
  const process started(shell("exec cat /dev/zero > /dev/null"));
  EXPECT_TRUE(started.send_signal(SIGTERM));
  const auto end = started.wait_for_end(10s);
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ(end->signal, SIGTERM);
  EXPECT_FALSE(started.send_signal(SIGTERM));
}

TEST(process, the_destructor_leaves_nothing_behind) {
  pid_t pid = 0;
  {
    const process started(shell("trap '' TERM; exec cat /dev/zero > /dev/null"));
    pid = started.pid();
  }
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(process, environment_is_added_and_standard_error_copied_to_the_file) {
  const temporary_folder folder;
  const auto file = folder.path() / "log.txt";
  const process started({.program = "/bin/sh",
                         .arguments = {"-c", "echo $FOOTFALL_SAMPLE >&2"},
                         .environment = {{"FOOTFALL_SAMPLE", "seven"}},
                         .error_file = file});
  ASSERT_TRUE(started.wait_for_end(10s).has_value());
  std::ifstream stream(file);
  const std::string copied{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(copied, "seven\n");
}

TEST(process, a_program_that_is_not_there_ends_with_127) {
  const process started({.program = "/nowhere/at/all"});
  const auto end = started.wait_for_end(10s);
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ(end->status, 127);
}

}  // namespace
}  // namespace footfall::test
