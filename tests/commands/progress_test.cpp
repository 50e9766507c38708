// Progress: what it says, and how often.
#include "commands/progress.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>

namespace footfall::test {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

struct captured_stream {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(), &std::fclose};

  std::string text() const {
    std::fflush(file.get());
    std::rewind(file.get());
    std::string all(1000, '\0');
    all.resize(std::fread(all.data(), 1, all.size(), file.get()));
    return all;
  }
};

}  // namespace

TEST(progress, tells_share_count_rate_and_time_left) {
  EXPECT_EQ(commands::progress_text({25, 100, 1'234'567}, 10 * second_ns),
            " 25 % | 1,234,567 lines | 123,456 lines/s | 0:30 left");
  EXPECT_EQ(commands::progress_text({1, 10'000, 10}, second_ns),
            "  0 % | 10 lines | 10 lines/s | 2:46:39 left");
  EXPECT_EQ(commands::progress_text({100, 100, 999}, second_ns),
            "100 % | 999 lines | 999 lines/s | 0:00 left");
  EXPECT_EQ(commands::progress_text({25, 0, 1000}, second_ns), "1,000 lines | 1,000 lines/s");
  EXPECT_EQ(commands::progress_text({0, 100, 0}, 0), "  0 % | 0 lines | 0 lines/s");
  EXPECT_EQ(commands::progress_text({1000, 4000, 1000, "items"}, second_ns),
            " 25 % | 1,000 items | 1,000 items/s | 0:03 left");
}

TEST(progress, redraws_a_line_on_a_terminal_and_writes_lines_elsewhere) {
  const auto drawn = [](bool on_terminal, std::int64_t step_ms) {
    const captured_stream stream;
    manual_clock time;
    commands::progress shown(stream.file.get(), on_terminal, time);
    for (int round = 0; round < 4; ++round) {
      time.advance_ms(step_ms);
      for (int update = 0; update < 256; ++update) shown.update({50, 100, 1000});
    }
    shown.finish();
    return stream.text();
  };
  EXPECT_EQ(drawn(false, 5'000),
            " 50 % | 1,000 lines | 100 lines/s | 0:10 left\n 50 % | 1,000 lines | 50 lines/s | 0:20 left\n");
  const auto terminal = drawn(true, 125);
  EXPECT_EQ(terminal,
            "\r\x1b[K 50 % | 1,000 lines | 4,000 lines/s | 0:00 left\r\x1b[K 50 % | 1,000 lines | 2,000 "
            "lines/s | 0:01 left\r\x1b[K");
  EXPECT_EQ(drawn(true, 1), "");
}

}  // namespace footfall::test
