// What the histories of all customers together take of the memory, and what they may take.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace footfall::profile {

/// Counts the bytes of histories and what was done to keep them within bounds. Thread-safe.
class memory_budget {
 public:
  /// `limit_bytes` 0: none.
  explicit memory_budget(std::size_t limit_bytes = 0) : limit_bytes_(limit_bytes) {}
  memory_budget(const memory_budget&) = delete;
  memory_budget& operator=(const memory_budget&) = delete;

  void set_limit(std::size_t limit_bytes) { limit_bytes_ = limit_bytes; }
  [[nodiscard]] std::size_t limit() const { return limit_bytes_; }

  /// Notes a change of what is used.
  void add(std::int64_t bytes) { used_bytes_.fetch_add(bytes, std::memory_order_relaxed); }
  [[nodiscard]] std::size_t used() const {
    const auto bytes = used_bytes_.load(std::memory_order_relaxed);
    return bytes < 0 ? 0 : static_cast<std::size_t>(bytes);
  }

  /// Bytes above the limit; 0 without one.
  [[nodiscard]] std::size_t excess() const {
    const auto limit_bytes = limit();
    const auto used_bytes = used();
    return limit_bytes == 0 || used_bytes <= limit_bytes ? 0 : used_bytes - limit_bytes;
  }

  /// Whether so much has come in since the last users went to the archive that a newcomer must take the
  /// place of another user: a quarter of the limit and 16 MiB above it.
  [[nodiscard]] bool is_exhausted() const { return excess() > limit() / 4 + 16'777'216; }

  std::atomic<std::int64_t> archived{0};    ///< users of whom the archive may know
  std::atomic<std::uint64_t> evicted{0};    ///< users that went to the archive
  std::atomic<std::uint64_t> read_back{0};  ///< users that came back from there
  std::atomic<std::uint64_t> expired{0};    ///< users that the archive dropped since all was too old
  std::atomic<std::uint64_t> forgotten{0};  ///< users that had to go without being archived

 private:
  std::atomic<std::size_t> limit_bytes_;
  std::atomic<std::int64_t> used_bytes_{0};
};

}  // namespace footfall::profile
