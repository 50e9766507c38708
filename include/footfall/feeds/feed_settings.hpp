// What the configuration says of feeds: where they are, how they are read, how often they are pulled.
#pragma once

#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/outbound/client.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace footfall::customer {
struct customer_settings;
}

namespace footfall::feeds {

/// A feed that is pulled.
struct pulled_feed {
  std::string url;
  std::int64_t interval_ms = 86'400'000;
  std::string mode = "automatic";  ///< `full`, `update`, or what suits the format
  std::string authorization;       ///< of the header; empty: none
  std::string variants = "parent";
  std::string decimal;  ///< `.`, `,`, or empty: found by the prices
  catalog_import::feed_settings reading;
};

/// The feeds of one customer.
struct catalogue_settings {
  std::uint32_t shrink_percent = 20;  ///< a run that would take away more than this changes nothing; 0..100
  std::vector<pulled_feed> feeds;
};

/// Of all customers, by id.
using catalogues = std::map<std::string, catalogue_settings, std::less<>>;

/// How a customer's feeds are read where nothing else is said. Thread-safe.
[[nodiscard]] catalog_import::feed_settings reading_defaults(const customer::customer_settings& shop);

/// How this feed is read. Thread-safe.
[[nodiscard]] catalog_import::feed_settings reading_of(const pulled_feed& feed,
                                                       const customer::customer_settings& shop);

/// Equal as long as the same bytes are read as the same items. Thread-safe.
[[nodiscard]] std::uint64_t digest_of(const pulled_feed& feed, const customer::customer_settings& shop);

}  // namespace footfall::feeds
