// One writer publishes immutable snapshots, any number of readers load the newest.
#pragma once

#include <boost/smart_ptr/atomic_shared_ptr.hpp>
#include <boost/smart_ptr/shared_ptr.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace footfall {

/// The newest snapshot of a `T`.
///
/// Thread-safe. A replaced snapshot is freed by a later `publish` or by `collect`, that is on the publisher's
/// thread: freeing a large model must never happen inside a request. (`std::atomic<std::shared_ptr>` of
/// libstdc++ 12 is slower and the thread sanitizer reports a race inside it.)
template <class T>
class published {
 public:
  using pointer = boost::shared_ptr<const T>;

  published() = default;
  explicit published(pointer first) : current_(std::move(first)) {}

  /// The newest snapshot; null before the first publish.
  [[nodiscard]] pointer load() const noexcept { return current_.load(); }

  /// Makes `next` the newest snapshot and frees the earlier ones that no reader holds any more.
  void publish(pointer next) {
    auto previous = current_.exchange(std::move(next));
    const std::lock_guard lock(mutex_);
    if (previous) retired_.push_back(std::move(previous));
    free_unused();
  }

  /// Frees the replaced snapshots that no reader holds any more; returns how many are still held.
  std::size_t collect() {
    const std::lock_guard lock(mutex_);
    free_unused();
    return retired_.size();
  }

 private:
  void free_unused() {
    std::erase_if(retired_, [](const pointer& snapshot) { return snapshot.use_count() == 1; });
  }

  boost::atomic_shared_ptr<const T> current_;
  std::mutex mutex_;  // guards retired_
  std::vector<pointer> retired_;
};

}  // namespace footfall
