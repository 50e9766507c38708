// One writing process per store.
#pragma once

#include "footfall/core/failure.hpp"

#include <filesystem>

namespace footfall::store::sqlite {

/// An exclusive lock on `<file>.lock`, held until it is destroyed or the process ends.
class file_lock {
 public:
  /// Errors: `store_failed` when another process has it, or the file cannot be made.
  [[nodiscard]] static result<file_lock> take(const std::filesystem::path& file);

  file_lock(file_lock&& other) noexcept;
  file_lock& operator=(file_lock&& other) = delete;
  ~file_lock();

 private:
  explicit file_lock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace footfall::store::sqlite
