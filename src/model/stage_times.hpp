// What the steps of a build took.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/model/model.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::model {

/// Measures stages, one after the other; the first begins when it is made. Not thread-safe.
class stage_times {
 public:
  /// Ends the running stage, whose result takes that much memory, and begins the next.
  void end_stage(std::string_view name, std::size_t memory_bytes) {
    const auto now_ns = clock_.steady_ns();
    stages_.push_back({name, now_ns - began_ns_, memory_bytes});
    began_ns_ = now_ns;
  }

  [[nodiscard]] const std::vector<build_stage>& stages() const noexcept { return stages_; }
  /// Of all stages that have ended.
  [[nodiscard]] std::int64_t duration_ns() const noexcept {
    std::int64_t sum_ns = 0;
    for (const auto& stage : stages_) sum_ns += stage.duration_ns;
    return sum_ns;
  }

 private:
  system_clock clock_;
  std::int64_t began_ns_ = clock_.steady_ns();
  std::vector<build_stage> stages_;
};

}  // namespace footfall::model
