// The bytes of a feed, unpacked and as UTF-8.
#pragma once

#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/catalog_import/import_report.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// A file of an archive, or the feed itself (without a name).
struct feed_member {
  std::string name;
  std::string text;
};

/// Why a feed as a whole is refused.
struct feed_refusal {
  std::string reason;
  std::string place = "0";
  std::string value;
};

/// Unpacks up to three layers of gzip, zstd or zip, told by their first bytes; plain bytes are one member.
/// Returns why it cannot: `truncated`, or beyond a bound. Never writes a file. Thread-safe.
[[nodiscard]] std::optional<feed_refusal> unpack(std::string bytes, std::uint64_t bytes_max,
                                                 std::vector<feed_member>& members);

/// Makes a member UTF-8: by its byte order mark, the setting, its XML declaration, or as UTF-8 in which each
/// byte that is part of no valid sequence is windows-1252. Control characters become blanks. Says in the
/// report what it did. Returns why it cannot. Thread-safe.
[[nodiscard]] std::optional<feed_refusal> to_utf8(std::string& text, const feed_settings& settings,
                                                  import_report& report);

}  // namespace footfall::catalog_import
