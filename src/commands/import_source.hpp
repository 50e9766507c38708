// The bytes of an import file, unpacked on the way: plain, gzip or zstd, told apart by their first bytes.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace footfall::commands {

/// One step of unpacking.
struct unpack_step {
  std::size_t consumed = 0;  ///< of the packed bytes
  std::size_t produced = 0;
};

/// Unpacks a stream piece by piece. Not thread-safe.
class unpacker {
 public:
  virtual ~unpacker() = default;

  /// Errors: `io_failed` when the packed bytes are damaged.
  [[nodiscard]] virtual result<unpack_step> unpack(std::span<const char> packed, std::span<char> to) = 0;

  /// True between two members of the stream: where it may end.
  [[nodiscard]] virtual bool may_end() const noexcept = 0;
};

/// An open file or standard input. Several gzip members or zstd frames one after the other are one stream.
/// Not thread-safe.
class import_source {
 public:
  /// Opens a file; `-` is standard input. Errors: `io_failed` with the name and the reason.
  [[nodiscard]] static result<import_source> open(const std::string& name);

  import_source(import_source&& other) noexcept;
  import_source& operator=(import_source&&) = delete;
  ~import_source();

  /// Reads up to `to.size()` unpacked bytes; 0 at the end. Errors: `io_failed` when reading fails or the
  /// packed stream is damaged or ends too early.
  [[nodiscard]] result<std::size_t> read(std::span<char> to);

  /// Bytes read from the file so far, packed.
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }

  /// Size of the file, packed; 0 when unknown, as of a pipe.
  [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  import_source(std::string name, int descriptor);
  result<void> refill();
  result<void> detect();
  result<std::size_t> read_packed(std::span<char> to);

  std::string name_;
  int descriptor_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t size_bytes_ = 0;
  std::string packed_;  // read from the file and not unpacked yet: from packed_begin_
  std::size_t packed_begin_ = 0;
  bool at_end_ = false;
  std::unique_ptr<unpacker> unpacker_;  // null: the bytes are plain
};

}  // namespace footfall::commands
