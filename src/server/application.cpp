#include "footfall/server/application.hpp"

#include "asio_types.hpp"
#include "running_server.hpp"
#include "systemd_notifier.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace footfall::server {
namespace {

using signals = asio::basic_signal_set<executor>;

/// Returns at the first signal that asks to stop.
task<> wait_for_stop(asio::io_context& context, running_server& server) {
  signals incoming(context, SIGTERM, SIGINT, SIGHUP);
  for (;;) {
    const auto [failed, number] = co_await incoming.async_wait(use_task);
    if (failed) continue;
    if (number != SIGHUP) break;
    notify_reloading();
    if (const auto reloaded = server.reload(); reloaded)
      spdlog::info("configuration reloaded");
    else
      spdlog::error("configuration not reloaded, the old one stays in force: {}", reloaded.error().detail());
    notify_ready();
  }
  // The signal set ends here, and with it our handling: a second signal ends the process at once.
  context.stop();
}

task<> keep_watchdog_quiet(asio::io_context& context, std::chrono::microseconds interval) {
  for (timer pause(context);;) {
    notify_alive();
    pause.expires_after(interval);
    co_await pause.async_wait(use_task);
  }
}

}  // namespace

result<void> serve(const start_options& options) {
  // A file-size limit that is reached is a full disk: an error to answer with, not a reason to die.
  std::signal(SIGXFSZ, SIG_IGN);
  auto server = running_server::make(options);
  if (!server) return server.error();
  asio::io_context context{1};
  asio::co_spawn(context, wait_for_stop(context, **server), asio::detached);
  if (const auto interval = watchdog_interval())
    asio::co_spawn(context, keep_watchdog_quiet(context, *interval), asio::detached);
  context.poll();  // signals are handled from here on, before anyone can connect
  if (auto started = (*server)->start(); !started) return started;
  context.run();
  spdlog::info("stopping: requests in flight are finished");
  notify_stopping();
  (*server)->stop();
  spdlog::info("stopped");
  return {};
}

}  // namespace footfall::server
