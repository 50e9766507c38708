// When the disk will be full, if the store goes on growing as it did lately.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace footfall::store {

/// Remembers sizes of the last seven days. Not thread-safe.
class growth_estimate {
 public:
  /// Notes a size; times ascend. To be called about once an hour.
  void note(std::int64_t time_ms, std::uint64_t size_bytes);

  /// Days until `free_bytes` are used up at the average growth of what is remembered. Nothing while less than
  /// six hours are, and while the store does not grow.
  [[nodiscard]] std::optional<double> days_until_full(std::uint64_t free_bytes) const;

 private:
  struct sample {
    std::int64_t time_ms;
    std::uint64_t size_bytes;
  };
  std::deque<sample> samples_;
};

}  // namespace footfall::store
