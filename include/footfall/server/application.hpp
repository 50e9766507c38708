// The running server: composition root, start and stop order.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/settings/application_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace footfall::server {

/// What a server is started with.
struct start_options {
  settings::application_settings settings;
  std::filesystem::path data_directory;  ///< of the event store and the key file; made when it is missing
  /// Reads the settings again, with all overrides, when SIGHUP arrives.
  std::function<result<settings::application_settings>()> read_settings_again;
  std::uint64_t (*lost_log_lines)() = nullptr;  ///< how many so far, for metrics; null: nobody counts
};

/// From now on a crash leaves no memory of the process behind, as far as the system lets it be told so.
void forbid_core_dumps();

/// Blocks of memory of 256 KiB and more go back to the system as soon as they are free: building models takes
/// many, and what stays between them would be lost to holes. To be called before there are threads.
void give_back_large_memory();

/// What the process does with signals before it can act on them: SIGHUP waits until `serve` has started, and
/// what is written to a closed pipe, or past a limit, is an error like others. To be called before anything
/// else, before there are threads.
void prepare_signals();

/// Runs until SIGTERM or SIGINT, then stops in order: readiness off, no new connections, requests in flight
/// are finished, waiting events are committed, the store is closed. A second signal ends the process at once.
/// SIGHUP reloads customers, models and scenarios, once the start is done; a reload that fails changes
/// nothing. A customer that joins is not ready, alone, until its past in the log has been read. Tells systemd
/// when it is ready, stopping and alive, if systemd asks for it. Errors: `bad_configuration` for an address
/// that cannot be used or settings that do not fit the store; `store_failed`, `io_failed` when the store or
/// the key file cannot be opened. Once per process.
[[nodiscard]] result<void> serve(start_options options);

}  // namespace footfall::server
