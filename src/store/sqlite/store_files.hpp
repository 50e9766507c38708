// The files of a database as others see them: for their owner alone, and still there.
#pragma once

#include "footfall/core/failure.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace footfall::store::sqlite {

enum class links { followed, refused };

/// Makes the file of a database when there is none, and takes the rights of group and others from it and
/// from the files beside it. To be called before any connection: closing the file ends this process' locks on
/// it. Errors: `store_failed` for what cannot be opened or is no regular file.
[[nodiscard]] result<void> make_private(const std::filesystem::path& file, links symbolic);

/// Notices that the database, its log or the index of that was removed, replaced or cut by somebody else.
/// Not thread-safe.
class file_watch {
 public:
  /// The files as they are now.
  explicit file_watch(const std::filesystem::path& file);

  /// Errors: `store_failed` when a file is gone, is another one, or is shorter than at the last look.
  [[nodiscard]] result<void> look() { return look_at_all(false); }

  /// The same for the database alone: without connections there are no other files.
  [[nodiscard]] result<void> look_at_database() { return look_at(files_[0], false); }

  /// The same as `look` after own work, which may have made them shorter.
  [[nodiscard]] result<void> look_after_work() { return look_at_all(true); }

 private:
  struct watched_file {
    std::string name;
    dev_t device{};
    ino_t number{};
    std::int64_t size = 0;
  };

  [[nodiscard]] static result<void> look_at(watched_file& one, bool may_be_shorter);
  [[nodiscard]] result<void> look_at_all(bool may_be_shorter);

  std::array<watched_file, 3> files_;
};

}  // namespace footfall::store::sqlite
