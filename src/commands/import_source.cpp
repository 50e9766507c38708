// The bytes of an import file, unpacked on the way: plain, gzip or zstd, told apart by their first bytes.
#include "import_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace footfall::commands {

namespace {

constexpr std::size_t packed_bytes = 256 * 1024;
constexpr std::string_view gzip_magic{"\x1f\x8b", 2};
constexpr std::string_view zstd_magic{"\x28\xb5\x2f\xfd", 4};
// Behind a first byte of 0x50..0x5f: a frame that says something to some readers only (RFC 8878, 3.1.2).
constexpr std::string_view skippable_magic{"\x2a\x4d\x18", 3};

failure file_failure(std::string_view name, std::string_view what) {
  return {error::io_failed, fmt::format("{}: {}", name, what)};
}

bool begins_zstd(std::string_view start) {
  return start.starts_with(zstd_magic) ||
         (start.size() > skippable_magic.size() && (start[0] & 0xF0) == 0x50 &&
          start.substr(1).starts_with(skippable_magic));
}

std::string system_reason() { return std::generic_category().message(errno); }

class gzip_unpacker final : public unpacker {
 public:
  gzip_unpacker() {
    constexpr int largest_window_and_gzip_header = 15 + 16;
    if (inflateInit2(&stream_, largest_window_and_gzip_header) != Z_OK) throw std::bad_alloc();
  }
  ~gzip_unpacker() override { inflateEnd(&stream_); }
  gzip_unpacker(const gzip_unpacker&) = delete;
  gzip_unpacker& operator=(const gzip_unpacker&) = delete;

  result<unpack_step> unpack(std::span<const char> packed, std::span<char> to) override {
    // Zero bytes behind a member are what a tape or a device fills its blocks with.
    if (between_members_ && packed.front() == '\0') {
      const auto behind = std::ranges::find_if(packed, [](char byte) { return byte != '\0'; });
      return unpack_step{static_cast<std::size_t>(behind - packed.begin()), 0};
    }
    // zlib's pointer is not const, but it does not write there.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(to.data());
    stream_.avail_out = static_cast<uInt>(to.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      return failure{error::io_failed, "the gzip data is damaged"};
    between_members_ = status == Z_STREAM_END;
    if (between_members_) inflateReset(&stream_);
    return unpack_step{packed.size() - stream_.avail_in, to.size() - stream_.avail_out};
  }
  bool may_end() const noexcept override { return between_members_; }

 private:
  z_stream stream_{};
  bool between_members_ = false;
};

class zstd_unpacker final : public unpacker {
 public:
  zstd_unpacker() : stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {
    if (!stream_) throw std::bad_alloc();
  }

  result<unpack_step> unpack(std::span<const char> packed, std::span<char> to) override {
    ZSTD_inBuffer input{packed.data(), packed.size(), 0};
    ZSTD_outBuffer output{to.data(), to.size(), 0};
    const auto status = ZSTD_decompressStream(stream_.get(), &output, &input);
    if (ZSTD_isError(status) != 0) return failure{error::io_failed, "the zstd data is damaged"};
    between_frames_ = status == 0;
    return unpack_step{input.pos, output.pos};
  }
  bool may_end() const noexcept override { return between_frames_; }

 private:
  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_;
  bool between_frames_ = false;
};

}  // namespace

result<import_source> import_source::open(const std::string& name) {
  const bool standard_input = name == "-";
  const int descriptor = standard_input ? dup(STDIN_FILENO) : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return file_failure(name, fmt::format("cannot be opened: {}", system_reason()));
  import_source source(standard_input ? "standard input" : name, descriptor);
  struct stat status {};
  if (fstat(descriptor, &status) == 0) {
    if (S_ISDIR(status.st_mode)) return file_failure(name, "is a folder, expected a file");
    if (S_ISREG(status.st_mode)) source.size_bytes_ = static_cast<std::uint64_t>(status.st_size);
  }
  if (const auto detected = source.detect(); !detected) return detected.error();
  return source;
}

import_source::import_source(std::string name, int descriptor)
    : name_(std::move(name)), descriptor_(descriptor) {}

import_source::import_source(import_source&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_read_(other.bytes_read_),
      size_bytes_(other.size_bytes_),
      packed_(std::move(other.packed_)),
      packed_begin_(other.packed_begin_),
      at_end_(other.at_end_),
      unpacker_(std::move(other.unpacker_)) {}

import_source::~import_source() {
  if (descriptor_ >= 0) close(descriptor_);
}

// Reads once more from the file behind what is left.
result<void> import_source::refill() {
  packed_.erase(0, packed_begin_);
  packed_begin_ = 0;
  const auto kept = packed_.size();
  packed_.resize(kept + packed_bytes);
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, packed_.data() + kept, packed_bytes);
  } while (count < 0 && errno == EINTR);
  packed_.resize(kept + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count < 0) return file_failure(name_, fmt::format("cannot be read: {}", system_reason()));
  at_end_ = count == 0;
  bytes_read_ += static_cast<std::uint64_t>(count);
  return {};
}

result<void> import_source::detect() {
  // A pipe may hand out the first bytes one by one.
  while (packed_.size() < zstd_magic.size() && !at_end_)
    if (const auto filled = refill(); !filled) return filled.error();
  const std::string_view start = packed_;
  if (start.starts_with(gzip_magic)) unpacker_ = std::make_unique<gzip_unpacker>();
  if (begins_zstd(start)) unpacker_ = std::make_unique<zstd_unpacker>();
  return {};
}

result<std::size_t> import_source::read_packed(std::span<char> to) {
  for (;;) {
    const auto packed = std::span<const char>(packed_).subspan(packed_begin_);
    if (!packed.empty()) {
      const auto step = unpacker_->unpack(packed, to);
      if (!step) return file_failure(name_, step.error().detail());
      packed_begin_ += step->consumed;
      if (step->produced > 0) return step->produced;
      if (step->consumed > 0) continue;
    }
    if (at_end_) {
      if (packed.empty() && unpacker_->may_end()) return std::size_t{0};
      return file_failure(name_, "the packed data ends too early");
    }
    if (const auto filled = refill(); !filled) return filled.error();
  }
}

result<std::size_t> import_source::read(std::span<char> to) {
  if (unpacker_) return read_packed(to);
  if (packed_begin_ == packed_.size() && !at_end_)
    if (const auto filled = refill(); !filled) return filled.error();
  const auto count = std::min(to.size(), packed_.size() - packed_begin_);
  std::memcpy(to.data(), packed_.data() + packed_begin_, count);
  packed_begin_ += count;
  return count;
}

}  // namespace footfall::commands
