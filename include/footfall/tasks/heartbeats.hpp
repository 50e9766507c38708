// Proof that the threads live which requests depend on.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace footfall::tasks {

/// The pulse of one thread. Thread-safe.
class heartbeat {
 public:
  explicit heartbeat(std::string thread) : thread_(std::move(thread)) {}

  /// At work at this moment of the steady clock.
  void beat(std::int64_t now_ns) noexcept { last_ns_ = now_ns; }
  /// Waits for work: silence is no bad sign from here on.
  void rest() noexcept { last_ns_ = resting; }

  [[nodiscard]] const std::string& thread() const noexcept { return thread_; }
  /// Time since the last beat of a thread that is at work; 0 for one that rests.
  [[nodiscard]] std::int64_t silent_ns(std::int64_t now_ns) const noexcept;

 private:
  static constexpr std::int64_t resting = -1;
  const std::string thread_;
  std::atomic<std::int64_t> last_ns_{resting};
};

/// A thread that has been at one piece of work for too long.
struct stalled_thread {
  std::string thread;
  std::int64_t silent_ns = 0;
};

/// The pulses of all threads that requests depend on. Thread-safe.
class heartbeats {
 public:
  /// So long a thread may be silent: longer than any disk takes that works.
  static constexpr std::int64_t silence_max_ns = 10'000'000'000;

  /// A pulse that lives as long as this.
  [[nodiscard]] heartbeat& add(std::string thread);

  /// The thread that has been silent longest, if that is longer than allowed.
  [[nodiscard]] std::optional<stalled_thread> stalled(std::int64_t now_ns) const;

 private:
  mutable std::mutex mutex_;
  std::list<heartbeat> all_;
};

}  // namespace footfall::tasks
