// Whether a feed has the ids that pages track: shops often have several numbers for a product.
#pragma once

#include "footfall/catalog/packed_items.hpp"
#include "footfall/catalog_import/import_report.hpp"
#include "footfall/customer/customer.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace footfall::feeds {

/// What of the items of these types that were tracked in the last seven days a full import of `items` would
/// know, and `known_before` knows. Thread-safe.
[[nodiscard]] catalog_import::tracked_ids tracked_share(const customer::customer& owner,
                                                        const catalog::packed_items& items,
                                                        std::int64_t now_ms,
                                                        const std::function<bool(item_index)>& known_before);

/// The same where the customer's catalogue is the one before. Thread-safe.
[[nodiscard]] catalog_import::tracked_ids tracked_share(const customer::customer& owner,
                                                        const catalog::packed_items& items,
                                                        std::int64_t now_ms);

/// Why the feed is to be refused: it knows less than half of what the catalogue knows, which is ten at least.
/// Thread-safe.
[[nodiscard]] std::optional<catalog_import::remark> verdict_on(const catalog_import::tracked_ids& share);

}  // namespace footfall::feeds
