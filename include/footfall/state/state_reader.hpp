// Reads a state file, and believes nothing in it that was not checked.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/state/section.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::state {

/// An open state file. The constant functions are thread-safe.
///
/// The file is read, not mapped: of a map a sector that cannot be read, or a file that somebody cut off, ends
/// the process with a signal; here it is an error like others.
class state_reader {
 public:
  /// Opens the file and checks its table of sections. The disk is told that all will be read soon, except
  /// sections whose name begins with `read_later`. Errors: `not_found` when there is none; `io_failed` when
  /// it cannot be read, is damaged, or is of another version.
  [[nodiscard]] static result<state_reader> open(const std::filesystem::path& file,
                                                 std::string_view read_later = {});
  state_reader(state_reader&&) noexcept;
  state_reader& operator=(state_reader&&) = delete;
  ~state_reader();

  [[nodiscard]] bool holds(const section_id& which) const;

  /// All records of a section whose bytes are what was written; none when there is no such section.
  /// Errors: `io_failed` for a damaged section, and for one of other records.
  template <plain_record T>
  [[nodiscard]] result<std::vector<T>> read(const section_id& which) const {
    const auto bytes = bytes_of(which, sizeof(T));
    if (!bytes) return bytes.error();
    std::vector<T> records(static_cast<std::size_t>(*bytes / sizeof(T)));
    if (auto done = read_bytes(which, std::as_writable_bytes(std::span(records))); !done) return done.error();
    return records;
  }

  /// The only record of a section. Errors: as `read`; `io_failed` when there is none, or another.
  template <plain_record T>
  [[nodiscard]] result<T> read_one(const section_id& which) const {
    const auto records = read<T>(which);
    if (!records) return records.error();
    if (records->size() != 1) return not_one_record();
    return records->front();
  }

  [[nodiscard]] std::uint64_t size_bytes() const noexcept;

 private:
  struct open_file;
  explicit state_reader(std::unique_ptr<const open_file> file);
  [[nodiscard]] result<std::uint64_t> bytes_of(const section_id& which, std::size_t record_bytes) const;
  [[nodiscard]] failure not_one_record() const;
  [[nodiscard]] result<void> read_bytes(const section_id& which, std::span<std::byte> out) const;

  std::unique_ptr<const open_file> file_;
};

}  // namespace footfall::state
