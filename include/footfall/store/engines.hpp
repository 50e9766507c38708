// The table of event-store engines.
#pragma once

#include "footfall/store/event_store.hpp"

#include <filesystem>
#include <span>

namespace footfall::store {

/// Where and how to open a store.
struct store_settings {
  std::string engine = "sqlite";       ///< name of a row of `engines()`
  std::string file = "footfall.db";    ///< database file, relative to the data directory
  std::size_t queue_events = 65536;    ///< events that may wait for the disk; more are refused with 503
  std::size_t queue_bytes = 67108864;  ///< bytes that may wait for the disk
  std::int64_t retention_ms = 34'560'000'000;   ///< age at which events go, 400 days; 1d..36500d
  std::int64_t purge_interval_ms = 43'200'000;  ///< how often that is looked for, 12 hours; 1s..30d
  std::int64_t state_interval_ms = 900'000;  ///< between two writes of the state file; 0: never; at most 1d
};

/// One row: an engine's name and how it opens.
struct engine {
  std::string_view name;
  result<std::unique_ptr<event_store>> (*open)(const store_settings& how,
                                               const std::filesystem::path& directory);
  result<std::unique_ptr<event_reader>> (*open_reader)(const store_settings& how,
                                                       const std::filesystem::path& directory);
  result<std::unique_ptr<entity_reader>> (*open_entity_reader)(const store_settings& how,
                                                               const std::filesystem::path& directory);
};

[[nodiscard]] std::span<const engine> engines() noexcept;

/// Opens the store that the settings name, creating it or migrating its schema forward as needed.
/// Errors: `bad_configuration` for an unknown engine; `store_failed` when it cannot be opened, is damaged, or
/// was written by a newer version of the program.
[[nodiscard]] result<std::unique_ptr<event_store>> open_store(const store_settings& how,
                                                              const std::filesystem::path& directory);

/// Opens the store that the settings name for reading only, also while a server writes it. Errors: as above;
/// `store_failed` when there is none.
[[nodiscard]] result<std::unique_ptr<event_reader>> open_reader(const store_settings& how,
                                                                const std::filesystem::path& directory);

/// The same for entities.
[[nodiscard]] result<std::unique_ptr<entity_reader>> open_entity_reader(
    const store_settings& how, const std::filesystem::path& directory);

}  // namespace footfall::store
