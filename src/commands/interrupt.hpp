// SIGINT and SIGTERM as a question that a long command asks now and then.
#pragma once

#include <csignal>

namespace footfall::commands {

/// While it lives, the first SIGINT or SIGTERM is remembered and a second one ends the process at once. One
/// at a time in a process.
class interrupt {
 public:
  interrupt();
  ~interrupt();
  interrupt(const interrupt&) = delete;
  interrupt& operator=(const interrupt&) = delete;

  /// True after a signal. Thread-safe.
  [[nodiscard]] static bool requested() noexcept;

 private:
  struct sigaction earlier_interrupt_ {};
  struct sigaction earlier_terminate_ {};
};

}  // namespace footfall::commands
