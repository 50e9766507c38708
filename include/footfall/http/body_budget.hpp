// Memory of all connections: that of bodies within a bound, the rest counted.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace footfall::http {

/// One for all connections, whoever they are: who sends a body may not have said yet who it is. Thread-safe.
class body_budget {
 public:
  explicit body_budget(std::size_t bytes_max) noexcept : bytes_max_(bytes_max) {}

  /// False, with nothing taken, when there would be more than the bound.
  [[nodiscard]] bool take(std::size_t bytes) noexcept {
    auto taken = taken_.load(std::memory_order_relaxed);
    do {
      if (bytes > bytes_max_ || taken > bytes_max_ - bytes) {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return false;
      }
    } while (!taken_.compare_exchange_weak(taken, taken + bytes, std::memory_order_relaxed));
    return true;
  }
  void give_back(std::size_t bytes) noexcept { taken_.fetch_sub(bytes, std::memory_order_relaxed); }

  [[nodiscard]] std::size_t taken() const noexcept { return taken_.load(std::memory_order_relaxed); }
  /// What connections have besides bodies: only counted, since their number is bounded.
  void take_buffers(std::size_t bytes) noexcept { buffers_.fetch_add(bytes, std::memory_order_relaxed); }
  void give_back_buffers(std::size_t bytes) noexcept { buffers_.fetch_sub(bytes, std::memory_order_relaxed); }
  [[nodiscard]] std::size_t buffers() const noexcept { return buffers_.load(std::memory_order_relaxed); }

  /// Bodies that there was no memory for.
  [[nodiscard]] std::uint64_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

 private:
  const std::size_t bytes_max_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<std::size_t> buffers_{0};
  std::atomic<std::uint64_t> refused_{0};
};

}  // namespace footfall::http
