#include "store_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace footfall::store::sqlite {
namespace {

constexpr std::string_view suffixes[] = {"", "-wal", "-shm"};
constexpr mode_t of_owner = S_IRWXU;
constexpr mode_t of_all_others = S_IRWXG | S_IRWXO;

failure cannot_open(const std::filesystem::path& file, std::string_view why) {
  return {error::store_failed,
          fmt::format("{} cannot be opened ({}): check its permissions and those of its folder",
                      file.string(), why)};
}

failure not_there(const std::string& name, std::string_view what) {
  return {error::store_failed,
          fmt::format("{} was {} by somebody else: stop the server, which writes back what it still can, "
                      "then look after the files or restore a backup, and start it",
                      name, what)};
}

}  // namespace

result<void> make_private(const std::filesystem::path& file, links symbolic) {
  const auto follow = symbolic == links::refused ? O_NOFOLLOW : 0;
  // Without waiting: a named pipe would not open before somebody writes to it.
  const auto descriptor =
      ::open(file.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | follow, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return cannot_open(file, std::strerror(errno));
  struct stat facts {};
  const auto known = ::fstat(descriptor, &facts) == 0;
  ::close(descriptor);
  if (!known || !S_ISREG(facts.st_mode)) return cannot_open(file, "it is no regular file");
  for (const auto suffix : suffixes) {
    const auto name = file.string() + std::string(suffix);
    struct stat of_part {};
    if (::stat(name.c_str(), &of_part) != 0 || (of_part.st_mode & of_all_others) == 0) continue;
    // Whose file it is not cannot change that, and may still use it.
    static_cast<void>(::chmod(name.c_str(), of_part.st_mode & of_owner));
  }
  return {};
}

file_watch::file_watch(const std::filesystem::path& file) {
  for (std::size_t which = 0; which < files_.size(); ++which) {
    auto& each = files_[which];
    each.name = file.string() + std::string(suffixes[which]);
    struct stat facts {};
    if (::stat(each.name.c_str(), &facts) != 0) continue;  // the next look says so
    each.device = facts.st_dev;
    each.number = facts.st_ino;
    each.size = facts.st_size;
  }
}

result<void> file_watch::look_at(watched_file& one, bool may_be_shorter) {
  struct stat facts {};
  if (::stat(one.name.c_str(), &facts) != 0) return not_there(one.name, "removed");
  if (facts.st_dev != one.device || facts.st_ino != one.number) return not_there(one.name, "replaced");
  if (!may_be_shorter && facts.st_size < one.size) return not_there(one.name, "cut");
  one.size = facts.st_size;
  return {};
}

result<void> file_watch::look_at_all(bool may_be_shorter) {
  for (auto& each : files_)
    if (auto there = look_at(each, may_be_shorter); !there) return there;
  return {};
}

}  // namespace footfall::store::sqlite
