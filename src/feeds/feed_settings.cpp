#include "footfall/feeds/feed_settings.hpp"

#include "footfall/customer/customer.hpp"

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

}  // namespace footfall::feeds
