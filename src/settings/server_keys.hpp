// The rows of the configuration's table about listeners and clients.
#pragma once

#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

/// The keys of `server`, `server.tls` and `server.limits`. Thread-safe.
[[nodiscard]] std::vector<setting> server_keys();
[[nodiscard]] std::vector<setting> tls_keys();
[[nodiscard]] std::vector<setting> limit_keys();

}  // namespace footfall::settings
