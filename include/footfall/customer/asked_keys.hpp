// Attributes of items by which requests have asked for parts of models that nobody has configured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

/// Keys that are remembered for five days after they were asked for; a start forgets them. Thread-safe.
class asked_keys {
 public:
  static constexpr std::size_t keys_max = 100;
  static constexpr std::int64_t kept_ms = 5 * std::int64_t{86'400'000};

  /// From now on the key is known, unless there are as many others.
  void add(std::string_view key, std::int64_t now_ms);

  /// Whether the key is known, which is then remembered anew.
  [[nodiscard]] bool touch(std::string_view key, std::int64_t now_ms);

 private:
  struct asked_key {
    std::string key;
    std::int64_t last_ms;
  };
  mutable std::mutex mutex_;  // guards what follows
  std::vector<asked_key> keys_;
};

}  // namespace footfall::customer
