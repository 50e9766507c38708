// Starting and stopping the real server.
#include "support/footfall_server.hpp"

#include <signal.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace footfall::test {
namespace {

constexpr std::string_view public_line = "listening on 127.0.0.1:";
constexpr std::string_view admin_line = "admin listening on 127.0.0.1:";

/// The port in the first log line with this text; the public text is also the end of the admin text.
std::optional<std::uint16_t> port_after(std::string_view log, std::string_view text) {
  for (auto at = log.find(text); at != std::string_view::npos; at = log.find(text, at + 1)) {
    if (text == public_line && log.substr(0, at).ends_with("admin ")) continue;
    const auto digits = log.substr(at + text.size());
    std::uint16_t port = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    // The line may not be complete yet: only digits with something behind them are the whole number.
    if (read.ec == std::errc{} && read.ptr != digits.data() + digits.size()) return port;
  }
  return std::nullopt;
}

}  // namespace

std::string small_configuration() {
  return R"({"customers": {"00000": {"license_key": "67890-1234-5678-90123-4567"}}})"
         "\n";
}

footfall_server::footfall_server(const std::filesystem::path& binary, footfall_server_options options)
    : binary_(binary), options_(std::move(options)) {
  data_directory_ = options_.data_directory.empty() ? folder_.path() / "data" : options_.data_directory;
  write_configuration(options_.configuration);
  start_again();
}

void footfall_server::start_again() {
  process_options what{
      .program = binary_,
      .arguments = {"serve", "--config", configuration_file().string(), "--listen", "127.0.0.1:0",
                    "--admin-listen", "127.0.0.1:0", "--data-dir", data_directory_.string()},
      .environment = options_.environment,
      .error_file = folder_.path() / "log.txt"};
  what.arguments.insert(what.arguments.end(), options_.arguments.begin(), options_.arguments.end());
  process_ = std::make_unique<process>(what);
  learn_ports();
  if (options_.wait_until_ready) wait_until_ready();
}

void footfall_server::learn_ports() {
  const bool known = process_->wait_for_error_output(
      [](std::string_view log) { return port_after(log, public_line) && port_after(log, admin_line); },
      options_.start_timeout);
  if (!known) give_up("the server names no ports");
  const auto text = log();
  port_ = *port_after(text, public_line);
  admin_port_ = *port_after(text, admin_line);
}

void footfall_server::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + options_.start_timeout;
  http_client admin(admin_port_);
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      if (admin.get("/readyz").status == 200) return;
    } catch (const connection_lost&) {
      // Not listening yet, or closed in between: asked again below, unless the process has ended.
    }
    if (process_->wait_for_end(std::chrono::milliseconds(10))) give_up("the server ended while starting");
  }
  give_up("the server is not ready in time");
}

int footfall_server::stop(int signal, std::chrono::milliseconds timeout) {
  process_->send_signal(signal);
  const auto end = process_->wait_for_end(timeout);
  if (!end) give_up("the server does not stop");
  if (!end->status) give_up("the server was ended by signal " + std::to_string(end->signal.value_or(0)));
  return *end->status;
}

void footfall_server::kill9() {
  process_->send_signal(SIGKILL);
  if (!process_->wait_for_end(std::chrono::milliseconds(20'000))) give_up("the server survives SIGKILL");
}

void footfall_server::write_configuration(std::string_view configuration) {
  std::ofstream file(configuration_file(), std::ios::binary | std::ios::trunc);
  file << configuration;
  if (!file.flush()) throw std::runtime_error("cannot write " + configuration_file().string());
}

void footfall_server::give_up(std::string_view why) const {
  throw std::runtime_error(std::string(why) + "; its log:\n" + log());
}

}  // namespace footfall::test
