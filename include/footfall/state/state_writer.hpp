// Writes a state file: sections of plain records with checksums, in one go and in place at once.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/state/section.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace footfall::state {

/// Writes to `FILE.new`, which takes the place of the file by `finish` only: whoever reads finds the old file
/// or the new one, whole. docs/store-format.md describes the bytes. Not thread-safe.
class state_writer {
 public:
  /// Errors: `io_failed` when the new file cannot be made.
  [[nodiscard]] static result<state_writer> create(const std::filesystem::path& file);
  state_writer(state_writer&&) noexcept;
  state_writer& operator=(state_writer&&) = delete;
  /// Removes the new file unless it was finished.
  ~state_writer();

  /// Adds to a section; it begins with the first call that names it and ends with a call that names another,
  /// to which there is no way back. A failure is kept for `finish`; what is added after it goes nowhere.
  template <plain_record T>
  void append(const section_id& which, std::span<const T> records) {
    append_bytes(which, sizeof(T), std::as_bytes(records));
  }

  /// True once something could not be written: going on is of no use.
  [[nodiscard]] bool failed() const noexcept;

  /// Makes the file durable and puts it in its place; returns its size in bytes. Errors: `io_failed`; the old
  /// file is then as it was.
  [[nodiscard]] result<std::uint64_t> finish();

 private:
  struct open_file;
  explicit state_writer(std::unique_ptr<open_file> file);
  void append_bytes(const section_id& which, std::size_t record_bytes, std::span<const std::byte> bytes);

  std::unique_ptr<open_file> file_;
};

}  // namespace footfall::state
