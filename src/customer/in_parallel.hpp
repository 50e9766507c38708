// A loop on several threads that ends early when a step fails.
#pragma once

#include "footfall/core/failure.hpp"

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace footfall::customer {

/// Calls `step` for 0 to `count` - 1, by this thread and others, in about this order; returns the first
/// failure that was noticed, after which no step begins.
template <class Step>
[[nodiscard]] result<void> in_parallel(unsigned threads, std::size_t count, const Step& step) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards failed
  std::optional<failure> failed;
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      const result<void> done = step(index);
      if (done) continue;
      next = count;
      const std::lock_guard lock(mutex);
      if (!failed) failed = done.error();
      return;
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads && thread < count; ++thread) others.emplace_back(work);
    work();
  }
  if (failed) return *failed;
  return {};
}

}  // namespace footfall::customer
