// Collects the mistakes of a configuration, so that one run reports them all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::settings {

/// Lines of the form `PATH: found WHAT, expected WHAT`. Not thread-safe.
class mistakes {
 public:
  void add(std::string_view path, std::string_view found, std::string_view expected);

  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }

  /// All lines; when there are very many, the first ones and how many more there are.
  [[nodiscard]] std::string text() const;

 private:
  std::string lines_;
  std::size_t count_ = 0;
};

}  // namespace footfall::settings
