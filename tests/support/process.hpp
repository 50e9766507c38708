// A program that a test starts, watches and is sure to stop.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace footfall::test {

/// How a process ended: by itself with a status, or by a signal.
struct process_end {
  std::optional<int> status;
  std::optional<int> signal;
};

/// What is started.
struct process_options {
  std::filesystem::path program;
  std::vector<std::string> arguments{};
  std::vector<std::pair<std::string, std::string>> environment{};  ///< added to the test's own
  std::filesystem::path error_file{};  ///< also receives standard error; may be empty
};

/// A running program, killed and reaped by the destructor at the latest.
///
/// A thread of its own reads both outputs, so the program never blocks on them, and waits are for conditions.
/// The kernel kills the program when the thread that started it ends: start it from a thread that stays.
/// Thread-safe, except for construction and destruction.
class process {
 public:
  /// Throws `std::runtime_error` when no process can be made; a program that cannot be executed ends with
  /// 127.
  explicit process(const process_options& what);
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  [[nodiscard]] bool running() const;

  /// Sends a signal; false when the process has ended already. Never reaches another process.
  bool send_signal(int signal) const;

  /// How it ended; empty when it still runs after `timeout`.
  [[nodiscard]] std::optional<process_end> wait_for_end(std::chrono::milliseconds timeout) const;

  /// Waits until standard error satisfies `condition`; false when the process ends or `timeout` passes
  /// before.
  [[nodiscard]] bool wait_for_error_output(const std::function<bool(std::string_view)>& condition,
                                           std::chrono::milliseconds timeout) const;

  [[nodiscard]] std::string standard_output() const;
  [[nodiscard]] std::string standard_error() const;

 private:
  void watch(int output, int errors, int process_descriptor, const std::filesystem::path& error_file);
  void append(std::string& to, std::string_view bytes);

  pid_t pid_ = -1;
  mutable std::mutex mutex_;  // guards all below
  mutable std::condition_variable changed_;
  std::string output_;
  std::string errors_;
  std::optional<process_end> end_;
  std::thread watcher_;
};

}  // namespace footfall::test
