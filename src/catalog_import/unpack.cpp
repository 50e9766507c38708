// Containers, by libarchive: only the forms that feeds come in are enabled.
#include "feed_text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

namespace footfall::catalog_import {

namespace {

constexpr int layers_max = 3;
constexpr std::size_t members_max = 64;
constexpr std::uint64_t ratio_max = 200;
constexpr std::uint64_t ratio_matters_from = 16ULL << 20;  // small ones may be as dense as they like

bool is_packed(std::string_view bytes) noexcept {
  using namespace std::string_view_literals;
  return bytes.starts_with("\x1F\x8B"sv) || bytes.starts_with("PK\x03\x04"sv) ||
         bytes.starts_with("\x28\xB5\x2F\xFD"sv);
}

bool is_of_interest(std::string_view name) noexcept {
  const auto slash = name.rfind('/');
  const auto file = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return !file.empty() && !file.starts_with("._") && !name.starts_with("__MACOSX/");
}

struct close_archive {
  void operator()(archive* which) const noexcept { archive_read_free(which); }
};
using archive_handle = std::unique_ptr<archive, close_archive>;

archive_handle open_archive(std::string_view bytes) {
  archive_handle opened(archive_read_new());
  archive_read_support_filter_gzip(opened.get());
  archive_read_support_filter_zstd(opened.get());
  if (bytes.starts_with("PK"))
    archive_read_support_format_zip(opened.get());
  else
    archive_read_support_format_raw(opened.get());
  if (archive_read_open_memory(opened.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return {};
  return opened;
}

std::optional<feed_refusal> read_entry(archive* from, std::uint64_t bytes_max, std::string& text) {
  std::array<char, 65536> piece{};
  for (;;) {
    const auto count = archive_read_data(from, piece.data(), piece.size());
    if (count == 0) return std::nullopt;
    if (count < 0) return feed_refusal{"truncated", "0", archive_error_string(from)};
    if (text.size() + static_cast<std::size_t>(count) > bytes_max)
      return feed_refusal{"too-large", "0", "unpacked beyond the limit"};
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
}

std::optional<feed_refusal> unpack_layer(std::string_view bytes, std::uint64_t bytes_max,
                                         std::vector<feed_member>& members) {
  const auto opened = open_archive(bytes);
  if (!opened) return feed_refusal{"truncated", "0", "the archive cannot be opened"};
  bytes_max = std::min(bytes_max, std::max(ratio_matters_from, bytes.size() * ratio_max));
  for (;;) {
    archive_entry* entry = nullptr;
    const auto status = archive_read_next_header(opened.get(), &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    if (status != ARCHIVE_OK) return feed_refusal{"truncated", "0", archive_error_string(opened.get())};
    const char* const path = archive_entry_pathname(entry);
    const std::string name = path == nullptr ? "" : path;
    if (!is_of_interest(name)) continue;
    if (members.size() == members_max) return feed_refusal{"too-large", "0", "more than 64 files"};
    auto& member = members.emplace_back(feed_member{name, {}});
    if (auto refused = read_entry(opened.get(), bytes_max, member.text)) return refused;
    bytes_max -= member.text.size();
  }
}

}  // namespace

std::optional<feed_refusal> unpack(std::string bytes, std::uint64_t bytes_max,
                                   std::vector<feed_member>& members) {
  if (!is_packed(bytes)) {
    members.push_back({{}, std::move(bytes)});
    return std::nullopt;
  }
  if (auto refused = unpack_layer(bytes, bytes_max, members)) return refused;
  for (int layer = 1; members.size() == 1 && is_packed(members[0].text); ++layer) {
    if (layer == layers_max) return feed_refusal{"too-large", "0", "packed more than three times"};
    const auto packed = std::move(members[0].text);
    members.clear();
    if (auto refused = unpack_layer(packed, bytes_max, members)) return refused;
  }
  if (members.size() == 1) members[0].name.clear();
  std::sort(members.begin(), members.end(),
            [](const auto& left, const auto& right) { return left.name < right.name; });
  return std::nullopt;
}

}  // namespace footfall::catalog_import
