// Reads and checks the configuration as a whole, before anything starts.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/settings/application_settings.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::settings {

/// Reads a configuration: JSON with comments (`//` and `/* */`).
///
/// Unknown keys are errors with a "did you mean". References are checked too: scenarios name models that
/// exist, models that need context are not in scenarios that cannot give any, ids are unique and well-formed.
/// Errors: `bad_configuration`; the detail has one line for each mistake found:
/// `customers.00000.session_minutes: found -5, expected a whole number in 1..1440`. Thread-safe.
[[nodiscard]] result<application_settings> read_settings(std::string_view json);

/// As above from a file. Errors: also `bad_configuration` when it cannot be read, with line and column for
/// broken JSON.
[[nodiscard]] result<application_settings> read_settings_file(const std::filesystem::path& file);

/// What a correct configuration may not have been meant to say, one line each: models that no scenario uses,
/// parts that a model does not have, scenarios that answer nobody without context items, filters that look at
/// a catalogue which no feed fills. Of what the file gives; the library is as it should be. Thread-safe.
[[nodiscard]] std::vector<std::string> doubts_about(const application_settings& settings);

/// Checks the form of an address to listen on that comes from elsewhere than the file: `127.0.0.1:8080`,
/// `[::1]:8080`, port 0..65535. Errors: `bad_configuration`. Thread-safe.
[[nodiscard]] result<void> check_listen_address(std::string_view text);

/// The JSON Schema (draft 2020-12) of the configuration, made from the same table that reads it. Thread-safe.
[[nodiscard]] std::string settings_schema();

/// The reference for people, `docs/configuration.md`, made from the tables of keys, models and scenarios.
/// Thread-safe.
[[nodiscard]] std::string settings_reference();

}  // namespace footfall::settings
