// Attributes of users by which requests have preferred what others like, though no model names them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

/// Keys that are remembered for five days after they were asked for; a start forgets them. Thread-safe.
class asked_attributes {
 public:
  static constexpr std::size_t keys_max = 3;
  static constexpr std::int64_t kept_ms = 5 * std::int64_t{86'400'000};

  /// From now on the key is known, unless there are as many others.
  void add(std::string_view key, std::int64_t now_ms);

  /// The keys that are known, ascending.
  [[nodiscard]] std::vector<std::string> known(std::int64_t now_ms) const;

 private:
  struct asked_key {
    std::string key;
    std::int64_t last_ms;
  };
  mutable std::mutex mutex_;  // guards what follows
  std::vector<asked_key> keys_;
};

}  // namespace footfall::customer
