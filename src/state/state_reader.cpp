// Checks in the order of reading: header, table, and each section when it is asked for.
#include "footfall/state/state_reader.hpp"

#include "layout.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstddef>

#include <fcntl.h>
#include <sys/stat.h>

namespace footfall::state {
namespace {

failure damaged(const std::filesystem::path& file, std::string_view how) {
  return {error::io_failed, fmt::format("{} is damaged: {}", file.string(), how)};
}

result<void> read_at(const std::filesystem::path& path, const descriptor& file, std::uint64_t offset,
                     std::span<std::byte> out) {
  while (!out.empty()) {
    const auto count = ::pread(file.number(), out.data(), out.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_failure(path, "cannot be read");
    if (count == 0) return damaged(path, "it is too short");
    offset += static_cast<std::uint64_t>(count);
    out = out.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

result<header> read_header(const std::filesystem::path& path, const descriptor& file) {
  header start;
  if (auto done = read_at(path, file, 0, std::as_writable_bytes(std::span(&start, 1))); !done)
    return done.error();
  if (start.mark != magic) return damaged(path, "it does not begin as a state file does");
  // First: another version may have another header.
  if (start.version != format_version)
    return failure{error::io_failed, fmt::format("{} is of version {} and this program reads version {} only",
                                                 path.string(), start.version, format_version)};
  if (start.header_checksum != XXH3_64bits(&start, offsetof(header, header_checksum)))
    return damaged(path, "its header is not what was written");
  return start;
}

}  // namespace

struct state_reader::open_file {
  std::filesystem::path path;
  descriptor file;
  std::uint64_t size = 0;
  std::vector<section_entry> table;  // by id

  [[nodiscard]] const section_entry* find(const section_id& which) const {
    const auto found = std::ranges::lower_bound(table, which, {}, &section_entry::id);
    return found == table.end() || found->id != which ? nullptr : &*found;
  }

  // Several threads wait for it otherwise. Advice that may be ignored.
  void ask_for(std::string_view read_later) const {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    const auto ask = [&] {
      if (begin < end)
        static_cast<void>(::posix_fadvise(file.number(), static_cast<off_t>(begin),
                                          static_cast<off_t>(end - begin), POSIX_FADV_WILLNEED));
    };
    for (const auto& each : table) {
      if (!read_later.empty() && each.id.text().starts_with(read_later)) continue;
      if (each.offset != end) {
        ask();
        begin = each.offset;
      }
      end = (each.offset + each.bytes + section_alignment - 1) / section_alignment * section_alignment;
    }
    ask();
  }

  /// Leaves it in the order of the file; `sort_table` puts it in that of ids.
  [[nodiscard]] result<void> read_table() {
    const auto start = read_header(path, file);
    if (!start) return start.error();
    const auto table_bytes = std::uint64_t{start->sections} * sizeof(section_entry);
    if (start->table_offset > size || size - start->table_offset != table_bytes)
      return damaged(path, "its table is not at its end");
    table.resize(start->sections);
    if (auto done = read_at(path, file, start->table_offset, std::as_writable_bytes(std::span(table))); !done)
      return done.error();
    if (start->table_checksum != XXH3_64bits(table.data(), table_bytes))
      return damaged(path, "its table is not what was written");
    for (const auto& each : table) {
      const bool inside = each.offset >= sizeof(header) && each.offset <= start->table_offset &&
                          each.bytes <= start->table_offset - each.offset;
      if (!inside || each.offset % section_alignment != 0) return damaged(path, "a section is out of place");
      if (each.record_bytes == 0 || each.bytes % each.record_bytes != 0)
        return damaged(path, "a section has a part of a record");
    }
    return {};
  }

  [[nodiscard]] result<void> sort_table() {
    std::ranges::sort(table, {}, &section_entry::id);
    if (std::ranges::adjacent_find(table, {}, &section_entry::id) != table.end())
      return damaged(path, "a section is there twice");
    return {};
  }
};

state_reader::state_reader(std::unique_ptr<const open_file> file) : file_(std::move(file)) {}
state_reader::state_reader(state_reader&&) noexcept = default;
state_reader::~state_reader() = default;

result<state_reader> state_reader::open(const std::filesystem::path& file, std::string_view read_later) {
  descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (opened.number() < 0)
    return system_failure(file, "cannot be read", errno == ENOENT ? error::not_found : error::io_failed);
  struct stat facts {};
  if (::fstat(opened.number(), &facts) != 0) return system_failure(file, "cannot be read");
  if (!S_ISREG(facts.st_mode)) return damaged(file, "it is no regular file");
  auto content = std::make_unique<open_file>(
      open_file{file, std::move(opened), static_cast<std::uint64_t>(facts.st_size), {}});
  if (auto done = content->read_table(); !done) return done.error();
  content->ask_for(read_later);
  if (auto done = content->sort_table(); !done) return done.error();
  return state_reader(std::move(content));
}

bool state_reader::holds(const section_id& which) const { return file_->find(which) != nullptr; }

std::uint64_t state_reader::size_bytes() const noexcept { return file_->size; }

result<std::uint64_t> state_reader::bytes_of(const section_id& which, std::size_t record_bytes) const {
  const auto* found = file_->find(which);
  if (found == nullptr) return 0;
  if (found->record_bytes != record_bytes)
    return damaged(file_->path, "a section has records of another size");
  return found->bytes;
}

failure state_reader::not_one_record() const {
  return damaged(file_->path, "a section does not have one record");
}

result<void> state_reader::read_bytes(const section_id& which, std::span<std::byte> out) const {
  const auto* found = file_->find(which);
  if (found == nullptr) return {};
  if (auto done = read_at(file_->path, file_->file, found->offset, out); !done) return done;
  if (found->checksum != XXH3_64bits(out.data(), out.size()))
    return damaged(file_->path, "a section is not what was written");
  return {};
}

}  // namespace footfall::state
