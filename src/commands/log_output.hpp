// Where log lines go, without ever waiting for who reads them.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace footfall::commands {

/// Writes lines to a descriptor that takes them at once; what it would have to wait for is lost and counted:
/// a full or closed pipe must not hold up an event. `write` is for one thread at a time.
class log_output {
 public:
  /// Does not own the descriptor.
  explicit log_output(int descriptor) : descriptor_(descriptor) {}

  /// Writes a line with its end; false when it was lost, wholly or in part.
  bool write(std::string_view line);

  /// Lines lost so far. Thread-safe.
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }

 private:
  [[nodiscard]] bool write_all(std::string_view bytes);

  const int descriptor_;
  bool cut_ = false;  // the last line that was written has no end
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace footfall::commands
