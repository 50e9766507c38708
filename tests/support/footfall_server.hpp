// The real server in a process of its own, with a configuration and a data directory of its own.
#pragma once

#include "support/http_client.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::test {

/// A configuration with the customer of the documents and everything else as by default.
[[nodiscard]] std::string small_configuration();

/// How the server is started.
struct footfall_server_options {
  std::string configuration = small_configuration();
  std::vector<std::string> arguments{};                            ///< added to those of `serve`
  std::vector<std::pair<std::string, std::string>> environment{};  ///< added to the test's own
  std::filesystem::path data_directory{};  ///< empty: in the temporary folder of this server
  std::chrono::milliseconds start_timeout{60'000};
  bool wait_until_ready = true;  ///< false: return when the ports are known
};

/// A started server; stopped and its files removed by the destructor at the latest. Not thread-safe.
class footfall_server {
 public:
  /// Starts `binary` on free ports of 127.0.0.1. Throws `std::runtime_error` with its log when it does not
  /// start.
  explicit footfall_server(const std::filesystem::path& binary, footfall_server_options options = {});

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::uint16_t admin_port() const noexcept { return admin_port_; }

  /// A new connection to the public or the admin listener.
  [[nodiscard]] http_client client() const { return http_client(port_); }
  [[nodiscard]] http_client admin_client() const { return http_client(admin_port_); }

  /// Sends the signal and returns the exit status. Throws `std::runtime_error` with the log when the server
  /// does not end within `timeout`, or ends by a signal.
  int stop(int signal = 15, std::chrono::milliseconds timeout = std::chrono::milliseconds(20'000));

  /// Ends it at once, as a power cut does to the process.
  void kill9();

  /// Starts it again on the same data, on new ports; it must have ended before.
  void start_again();

  /// Replaces the configuration file; the server reads it at SIGHUP or at the next start.
  void write_configuration(std::string_view configuration);

  [[nodiscard]] process& running_process() noexcept { return *process_; }
  [[nodiscard]] std::string log() const { return process_->standard_error(); }
  [[nodiscard]] std::filesystem::path configuration_file() const { return folder_.path() / "footfall.json"; }
  [[nodiscard]] const std::filesystem::path& data_directory() const noexcept { return data_directory_; }

 private:
  void learn_ports();
  void wait_until_ready();
  [[noreturn]] void give_up(std::string_view why) const;

  std::filesystem::path binary_;
  footfall_server_options options_;
  temporary_folder folder_;
  std::filesystem::path data_directory_;
  std::unique_ptr<process> process_;
  std::uint16_t port_ = 0;
  std::uint16_t admin_port_ = 0;
};

}  // namespace footfall::test
