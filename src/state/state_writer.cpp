// One pass from the front to the back; the header comes last, so that half a file has none.
#include "footfall/state/state_writer.hpp"

#include "layout.hpp"

#include <xxhash.h>

#include <string>
#include <vector>

#include <fcntl.h>

namespace footfall::state {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20U;
// What is written at most before the disk is waited for: a commit that must flush the same disk meanwhile
// does not find a gigabyte in front of it.
constexpr std::uint64_t flush_bytes = std::uint64_t{32} << 20U;

}  // namespace

struct state_writer::open_file {
  struct hash_deleter {
    void operator()(XXH3_state_t* hash) const noexcept { XXH3_freeState(hash); }
  };

  open_file(std::filesystem::path final_place, std::filesystem::path new_place, descriptor opened)
      : path(std::move(final_place)),
        new_path(std::move(new_place)),
        file(std::move(opened)),
        hash(XXH3_createState()) {
    buffer.reserve(buffer_bytes);
    put(std::as_bytes(std::span(&start, 1)));
  }

  void put(std::span<const std::byte> bytes) {
    offset += bytes.size();
    while (!bytes.empty() && !failed) {
      const auto taken = bytes.first(std::min(bytes.size(), buffer_bytes - buffer.size()));
      buffer.insert(buffer.end(), taken.begin(), taken.end());
      bytes = bytes.subspan(taken.size());
      if (buffer.size() == buffer_bytes) write_buffer();
    }
  }

  void write_buffer() {
    auto rest = std::span<const std::byte>(buffer);
    while (!rest.empty() && !failed) {
      const auto written = ::write(file.number(), rest.data(), rest.size());
      if (written >= 0)
        rest = rest.subspan(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        failed = system_failure(new_path, "cannot be written");
    }
    unflushed += buffer.size();
    buffer.clear();
    if (unflushed >= flush_bytes) flush();
  }

  void flush() {
    if (!failed && ::fdatasync(file.number()) != 0) failed = system_failure(new_path, "cannot be written");
    unflushed = 0;
  }

  void end_section() {
    if (!table.empty()) table.back().checksum = XXH3_64bits_digest(hash.get());
    constexpr std::array<std::byte, section_alignment> zeros{};
    put(std::span(zeros).first((section_alignment - offset % section_alignment) % section_alignment));
  }

  void write_header() {
    if (failed) return;
    const auto bytes = std::as_bytes(std::span(&start, 1));
    const auto written = ::pwrite(file.number(), bytes.data(), bytes.size(), 0);
    if (std::cmp_not_equal(written, bytes.size())) failed = system_failure(new_path, "cannot be written");
  }

  const std::filesystem::path path;
  const std::filesystem::path new_path;
  const descriptor file;
  const std::unique_ptr<XXH3_state_t, hash_deleter> hash;  // of the section at work
  header start;
  std::vector<section_entry> table;
  std::vector<std::byte> buffer;
  std::uint64_t offset = 0;     // of what comes next, buffered bytes included
  std::uint64_t unflushed = 0;  // written since the disk was waited for
  std::optional<failure> failed;
  bool finished = false;
};

state_writer::state_writer(std::unique_ptr<open_file> file) : file_(std::move(file)) {}
state_writer::state_writer(state_writer&&) noexcept = default;

state_writer::~state_writer() {
  if (file_ && !file_->finished) ::unlink(file_->new_path.c_str());
}

result<state_writer> state_writer::create(const std::filesystem::path& file) {
  auto new_path = file;
  new_path += ".new";
  // Made anew, so that it is what it should be and for its owner alone, whatever had the name before.
  ::unlink(new_path.c_str());
  descriptor opened(::open(new_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (opened.number() < 0) return system_failure(new_path, "cannot be made");
  return state_writer(std::make_unique<open_file>(file, std::move(new_path), std::move(opened)));
}

void state_writer::append_bytes(const section_id& which, std::size_t record_bytes,
                                std::span<const std::byte> bytes) {
  auto& table = file_->table;
  if (table.empty() || table.back().id != which) {
    file_->end_section();
    XXH3_64bits_reset(file_->hash.get());
    table.push_back({which, record_bytes, file_->offset, 0, 0});
  }
  table.back().bytes += bytes.size();
  XXH3_64bits_update(file_->hash.get(), bytes.data(), bytes.size());
  file_->put(bytes);
}

bool state_writer::failed() const noexcept { return file_->failed.has_value(); }

result<std::uint64_t> state_writer::finish() {
  auto& to = *file_;
  to.end_section();
  const auto table = std::as_bytes(std::span(to.table));
  to.start.sections = static_cast<std::uint32_t>(to.table.size());
  to.start.table_offset = to.offset;
  to.start.table_checksum = XXH3_64bits(table.data(), table.size());
  to.start.header_checksum = XXH3_64bits(&to.start, offsetof(header, header_checksum));
  to.put(table);
  to.write_buffer();
  to.write_header();
  to.flush();
  if (to.failed) return *to.failed;
  if (::rename(to.new_path.c_str(), to.path.c_str()) != 0)
    return system_failure(to.new_path, "cannot be renamed to " + to.path.string());
  to.finished = true;
  // The name is durable with its folder only. Should that fail, the old file or none comes back after a power
  // failure, both of which are as good.
  const auto folder = to.path.parent_path();
  const descriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0)
    return system_failure(folder, "cannot be flushed");
  return to.offset;
}

}  // namespace footfall::state
