// The bytes of a feed to items and a report: the one way in, whoever brings the bytes.
#pragma once

#include "footfall/catalog/packed_items.hpp"
#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/catalog_import/import_report.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// What a feed holds. When the report has a verdict the items must not be used.
struct feed_contents {
  catalog::packed_items items;  ///< in the order of their first appearance
  import_report report;
  import_mode mode = import_mode::full;  ///< what suits the format
};

/// Is told how many records have been read.
using record_counter = std::function<void(std::uint64_t records)>;

/// Reads a feed as it came: packed or not, in any encoding, of any format of docs/catalogue.md. Never fails:
/// what is wrong stands in the report. `on_record`, when there is one, is told of each record how many there
/// were. Beside the bytes, unpacked, memory holds what is worth remembering of the items. Thread-safe.
[[nodiscard]] feed_contents read_feed(std::string bytes, const feed_settings& settings,
                                      const record_counter& on_record = {});

/// Names of the formats that `feed_settings::format` may have.
[[nodiscard]] std::vector<std::string_view> format_names();

}  // namespace footfall::catalog_import
