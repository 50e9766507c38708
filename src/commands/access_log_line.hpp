// Lines of the combined log format of Apache and nginx.
#pragma once

#include "footfall/core/failure.hpp"

#include <string>
#include <string_view>

namespace footfall::commands {

/// What an import needs of a line.
struct access_log_line {
  std::string method;      ///< empty: what came was no request, as from a health check that only connects
  std::string target;      ///< as the client sent it, from its path on or absolute
  int status = 0;          ///< of the answer; 0 when the line has none
  std::string time;        ///< ISO 8601 with zone
  std::string user_agent;  ///< empty when the line has none
};

/// Takes a line apart: `ADDRESS - USER [31/Jan/2026:12:00:00 +0100] "GET /path HTTP/1.1" 200 43 "REFERER"
/// "AGENT"`; what follows the request line may be missing. Escapes such as `\x22` and `\"` are undone,
/// percent-encoded where they are in the target. Keeps the memory of `out`. False when it has another form.
/// Thread-safe.
[[nodiscard]] bool read_access_log_line(std::string_view line, access_log_line& out);

}  // namespace footfall::commands
