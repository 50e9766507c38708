// flock(2) on a file beside the database: SQLite's own locks come and go with transactions.
#include "file_lock.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace footfall::store::sqlite {

result<file_lock> file_lock::take(const std::filesystem::path& file) {
  const auto name = file.string() + ".lock";
  const auto descriptor = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (descriptor < 0)
    return failure{error::store_failed, fmt::format("{} cannot be made: {}", name, std::strerror(errno))};
  file_lock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK)
    return failure{error::store_failed,
                   fmt::format("{} is in use by another process; if that is the server, import "
                               "through the running server with --url",
                               file.string())};
  return failure{error::store_failed, fmt::format("{} cannot be locked: {}", name, std::strerror(errno))};
}

file_lock::file_lock(file_lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

file_lock::~file_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace footfall::store::sqlite
