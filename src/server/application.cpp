#include "footfall/server/application.hpp"

#include "asio_types.hpp"
#include "running_server.hpp"
#include "systemd_notifier.hpp"

#include <pthread.h>
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
    server.ask_for_reload();
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

/// What to do with SIGHUP: SIG_BLOCK keeps it for later, SIG_UNBLOCK hands out what was kept.
void change_hangup(int how) {
  sigset_t hangup;
  sigemptyset(&hangup);
  sigaddset(&hangup, SIGHUP);
  pthread_sigmask(how, &hangup, nullptr);
}

}  // namespace

void prepare_signals() {
  // A file-size limit that is reached is a full disk, a closed pipe a log that nobody reads: errors to answer
  // with, not reasons to die.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  change_hangup(SIG_BLOCK);
}

result<void> serve(const start_options& options) {
  auto server = running_server::make(options);
  if (!server) return server.error();
  asio::io_context context{1};
  asio::co_spawn(context, wait_for_stop(context, **server), asio::detached);
  if (const auto interval = watchdog_interval())
    asio::co_spawn(context, keep_watchdog_quiet(context, *interval), asio::detached);
  context.poll();  // signals are handled from here on, before anyone can connect
  change_hangup(SIG_UNBLOCK);
  if (auto started = (*server)->start(); !started) return started;
  context.run();
  spdlog::info("stopping: requests in flight are finished");
  notify_stopping();
  (*server)->stop();
  spdlog::info("stopped");
  return {};
}

}  // namespace footfall::server
