// Imports into a running server through its bulk interface.
#pragma once

#include "import_sink.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace footfall::commands {

/// Which server, and as whom.
struct server_sink_options {
  std::string url;  ///< `http://HOST:PORT`
  std::string customer;
  std::string license_key;             ///< never shown
  std::string label{};                 ///< of the import
  std::function<bool()> stop_waiting;  ///< asked several times a second while the server is too busy
};

/// Posts groups of lines to `URL/api/CUSTOMER/events`. Nothing is sent yet.
/// Errors: `bad_configuration` when the URL is not one.
[[nodiscard]] result<std::unique_ptr<import_sink>> open_server_sink(const server_sink_options& options);

}  // namespace footfall::commands
