// How far a long command is: a line that is redrawn on a terminal, a line now and then elsewhere.
#pragma once

#include "footfall/core/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace footfall::commands {

/// Where a command stands.
struct progress_figures {
  std::uint64_t done = 0;   ///< of `total`: bytes, or what is counted
  std::uint64_t total = 0;  ///< 0: unknown
  std::uint64_t counted = 0;
  std::string_view what = "lines";  ///< is counted
};

/// `42 % | 1,234,567 lines | 350,000 lines/s | 0:12 left`. Thread-safe.
[[nodiscard]] std::string progress_text(const progress_figures& figures, std::int64_t elapsed_ns);

/// Writes progress to a stream. Not thread-safe; the stream and the clock outlive it.
class progress {
 public:
  /// `on_terminal`: redraw one line four times a second; otherwise a line every ten seconds.
  progress(std::FILE* stream, bool on_terminal, const clock& time);

  /// Tells where the command stands; cheap enough for each line.
  void update(const progress_figures& figures);

  /// Clears the line, so that other text can follow.
  void finish();

 private:
  std::FILE* const stream_;
  const bool on_terminal_;
  const clock& time_;
  const std::int64_t started_ns_;
  std::int64_t next_ns_;
  unsigned updates_ = 0;
  bool drawn_ = false;
};

}  // namespace footfall::commands
