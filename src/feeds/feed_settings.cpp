#include "footfall/feeds/feed_settings.hpp"

#include "footfall/customer/customer.hpp"

#include <fmt/ranges.h>
#include <xxhash.h>

namespace footfall::feeds {

catalog_import::feed_settings reading_defaults(const customer::customer_settings& shop) {
  catalog_import::feed_settings settings;
  settings.currency = shop.currency;
  settings.time_zone = shop.time_zone;
  settings.string_ids = shop.alphanumeric_items;
  return settings;
}

catalog_import::feed_settings reading_of(const pulled_feed& feed, const customer::customer_settings& shop) {
  auto settings = feed.reading;
  const auto defaults = reading_defaults(shop);
  settings.currency = defaults.currency;
  settings.time_zone = defaults.time_zone;
  settings.string_ids = defaults.string_ids;
  settings.variants =
      feed.variants == "each" ? catalog_import::variants_as::each : catalog_import::variants_as::parent;
  settings.decimal = feed.decimal.empty() ? '\0' : feed.decimal.front();
  return settings;
}

std::uint64_t digest_of(const pulled_feed& feed, const customer::customer_settings& shop) {
  const auto how = reading_of(feed, shop);
  const auto all = fmt::format(
      "{}", fmt::join({std::string(FOOTFALL_VERSION), feed.mode, how.format,
                       fmt::format("{} {} {} {} {}", how.type, how.currency.code(), how.string_ids,
                                   feed.variants, feed.decimal),
                       how.time_zone, how.base_url, how.language, how.encoding, how.id_from, how.id_pattern,
                       how.category_root, how.record, how.weight_unit, fmt::format("{}", how.columns),
                       fmt::format("{}", how.languages), fmt::format("{}", how.tax_rates)},
                      "\n"));
  return XXH3_64bits(all.data(), all.size());
}

}  // namespace footfall::feeds
