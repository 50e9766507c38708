// What a run of an import says about itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// A record, value or file that was refused, or taken with a warning.
struct remark {
  std::string place;   ///< line on which the record begins; `#n` in JSON, `member:line` in a zip, 0: none
  std::string field;   ///< `record` and `file` for the whole
  std::string reason;  ///< one of the words of docs/catalogue.md
  std::string value;   ///< at most 80 bytes
  std::string item;    ///< its id, as far as known
};

/// How many items lack what answers show and filters ask for.
struct item_gaps {
  std::uint64_t items = 0;
  std::uint64_t no_title = 0, no_price = 0, no_image = 0, no_category = 0, no_availability = 0;
};

/// Items that pages have tracked lately, and which of them a catalogue knows.
struct tracked_ids {
  std::uint64_t items = 0;
  std::uint64_t known = 0;         ///< by the catalogue that the feed would make
  std::uint64_t known_before = 0;  ///< by the one before it
};

/// What a run found. Remarks beyond the bound are only counted.
struct import_report {
  static constexpr std::size_t remarks_max = 10'000;

  std::string format;
  bool format_given = false;
  std::string encoding;
  std::uint64_t repaired_bytes = 0;  ///< read as windows-1252 within UTF-8
  std::string separator;
  std::string decimal;  ///< the decimal sign that the prices showed; empty: they did not
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t refused = 0;
  std::uint64_t warned = 0;
  std::vector<remark> refusals;
  std::vector<remark> warnings;
  item_gaps gaps;
  std::optional<tracked_ids> tracked;  ///< nothing: nobody could tell
  std::vector<std::string> columns_as_attributes;
  std::vector<std::string> other_members;  ///< of an archive, not used
  std::optional<remark> verdict;           ///< why the whole file is refused; nothing: it is not
};

/// The sentence for a remark: what it is, and what would be right.
[[nodiscard]] std::string to_sentence(std::string_view file, const remark& which);

/// Appends the report as one JSON object: refusals by reason and the first 20 of them, warnings by reason
/// with examples, what was recognised, how complete the items are. Thread-safe.
void append_json(std::string& out, const import_report& report);

}  // namespace footfall::catalog_import
