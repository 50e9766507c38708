// How log lines look and where they go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

enum class log_format { text, json };

/// `debug`, `info`, `warn`, `error`: what `--log-level` takes.
[[nodiscard]] const std::vector<std::string>& log_levels();

/// Makes spdlog's default logger write to standard error, one line an event. `level` is one of
/// `log_levels()`. Text: `2026-01-31T12:00:00.250Z info message`. JSON:
/// `{"time":"...","level":"info","message":"..."}`. In both a message cannot begin a new line: control
/// characters are escaped. A line that standard error does not take at once is lost, and the next one says
/// how many were. To be called once, at start.
void set_up_logging(log_format format, std::string_view level);

/// Lines lost so far. Thread-safe.
[[nodiscard]] std::uint64_t lost_log_lines();

/// One log line as `set_up_logging` writes it, with its line end. Thread-safe.
[[nodiscard]] std::string log_line(log_format format, std::string_view time, std::string_view level,
                                   std::string_view message);

}  // namespace footfall::commands
