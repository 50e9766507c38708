// The file that holds the installation's secret.
#include "footfall/identity/user_hasher.hpp"

#include "identity/sodium.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace footfall::identity {
namespace {

// Closes the descriptor at the end of its scope.
class open_file {
 public:
  open_file(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  explicit open_file(int descriptor) : descriptor_(descriptor) {}
  ~open_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

failure system_failure(std::string_view what, const std::filesystem::path& path, int number) {
  return failure{error::io_failed, fmt::format("key file {}: cannot {}: {}", path.string(), what,
                                               std::system_category().message(number))};
}

result<secret_key> read_key(const open_file& from, const std::filesystem::path& file) {
  struct stat status {};
  if (::fstat(from.descriptor(), &status) != 0) return system_failure("examine it", file, errno);
  if (!S_ISREG(status.st_mode))
    return failure{error::io_failed, fmt::format("key file {}: not a regular file", file.string())};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return failure{
        error::io_failed,
        fmt::format(
            "key file {}: others than its owner may use it (mode {:04o}); run `chmod 600 {}`, and make a "
            "new key if somebody may have read it",
            file.string(), status.st_mode & 07777U, file.string())};
  secret_key key;
  if (status.st_size != static_cast<off_t>(key.size()))
    return failure{error::io_failed,
                   fmt::format("key file {}: {} bytes long instead of {}; restore it from a backup",
                               file.string(), status.st_size, key.size())};
  const auto count = ::read(from.descriptor(), key.data(), key.size());
  if (count < 0) return system_failure("read it", file, errno);
  if (count != static_cast<ssize_t>(key.size())) return system_failure("read all of it", file, EIO);
  return key;
}

// Writes the key under a name of its own and links it to the final one: whatever happens in between, the key
// file is complete or not there, and of two processes that start at the same time only one makes a key.
result<void> create_key(const std::filesystem::path& file) {
  auto unfinished = file.string() + ".XXXXXX";
  {
    secret_key key;
    randombytes_buf(key.data(), key.size());
    const open_file out(::mkostemp(unfinished.data(), O_CLOEXEC));  // O_EXCL, mode 0600
    if (!out.is_open()) return system_failure("create it", file, errno);
    const auto written = ::write(out.descriptor(), key.data(), key.size());
    sodium_memzero(key.data(), key.size());
    auto number = 0;
    if (written != static_cast<ssize_t>(key.size()))
      number = written < 0 ? errno : ENOSPC;
    else if (::fsync(out.descriptor()) != 0)
      number = errno;
    if (number != 0) {
      ::unlink(unfinished.c_str());
      return system_failure("write it", file, number);
    }
  }
  const auto linked = ::link(unfinished.c_str(), file.c_str()) == 0;
  const auto number = errno;
  ::unlink(unfinished.c_str());
  if (!linked && number != EEXIST) return system_failure("create it", file, number);

  // The name of a new file is durable only when its folder is.
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const open_file directory(folder, O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || ::fsync(directory.descriptor()) != 0)
    return system_failure("flush its folder", file, errno);
  return {};
}

}  // namespace

result<secret_key> load_key(const std::filesystem::path& file) {
  start_sodium();
  const open_file existing(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (existing.is_open()) return read_key(existing, file);
  if (errno != ENOENT) return system_failure("open it", file, errno);
  return failure{error::not_found, fmt::format("key file {}: there is none", file.string())};
}

result<secret_key> load_or_create_key(const std::filesystem::path& file) {
  auto existing = load_key(file);
  if (existing || existing.error().code() != error::not_found) return existing;
  if (const auto created = create_key(file); !created) return created.error();
  return load_key(file);
}

}  // namespace footfall::identity
