#include "footfall/tasks/heartbeats.hpp"

namespace footfall::tasks {

std::int64_t heartbeat::silent_ns(std::int64_t now_ns) const noexcept {
  const auto last_ns = last_ns_.load();
  return last_ns == resting ? 0 : now_ns - last_ns;
}

heartbeat& heartbeats::add(std::string thread) {
  const std::lock_guard lock(mutex_);
  return all_.emplace_back(std::move(thread));
}

std::optional<stalled_thread> heartbeats::stalled(std::int64_t now_ns) const {
  const std::lock_guard lock(mutex_);
  std::optional<stalled_thread> worst;
  for (const auto& each : all_) {
    const auto silent_ns = each.silent_ns(now_ns);
    if (silent_ns > silence_max_ns && (!worst || silent_ns > worst->silent_ns))
      worst = stalled_thread{each.thread(), silent_ns};
  }
  return worst;
}

}  // namespace footfall::tasks
