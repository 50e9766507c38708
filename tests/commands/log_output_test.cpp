#include "commands/log_output.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>

namespace footfall::test {
namespace {

/// A pipe that nobody reads unless asked to.
class unread_pipe {
 public:
  unread_pipe() { EXPECT_EQ(pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~unread_pipe() {
    close_reader();
    close(ends_[1]);
  }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) close(ends_[0]);
    ends_[0] = -1;
  }
  /// All that is there; at least one byte must be.
  [[nodiscard]] std::string read_all() const {
    std::string all(1 << 20, '\0');
    const auto size = read(ends_[0], all.data(), all.size());
    all.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return all;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

TEST(log_output, a_full_pipe_loses_lines_and_holds_nobody_up) {
  unread_pipe pipe;
  commands::log_output output(pipe.writer());
  const std::string line = std::string(999, 'x') + "\n";
  std::uint64_t written = 0;
  while (output.write(line)) ++written;
  EXPECT_FALSE(output.write(line));
  EXPECT_EQ(output.lost(), 2U);
  EXPECT_EQ(pipe.read_all().size(), written * line.size());
  EXPECT_TRUE(output.write("there again\n"));
  EXPECT_EQ(pipe.read_all(), "there again\n");
  EXPECT_EQ(output.lost(), 2U);
}

TEST(log_output, a_closed_pipe_loses_lines_and_ends_nobody) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  unread_pipe pipe;
  commands::log_output output(pipe.writer());
  EXPECT_TRUE(output.write("heard\n"));
  pipe.close_reader();
  EXPECT_FALSE(output.write("not heard\n"));
  EXPECT_EQ(output.lost(), 1U);
  std::signal(SIGPIPE, before);
}

TEST(log_output, a_line_longer_than_a_pipe_takes_at_once_is_whole) {
  unread_pipe pipe;
  commands::log_output output(pipe.writer());
  const std::string line = std::string(20'000, 'y') + "\n";
  EXPECT_TRUE(output.write(line));
  EXPECT_EQ(pipe.read_all(), line);
}

}  // namespace
}  // namespace footfall::test
