#include "footfall/server/application.hpp"

#include "asio_types.hpp"
#include "running_server.hpp"
#include "systemd_notifier.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <string>
#include <utility>

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

/// Says that all is well as long as it is: a server with a thread that hangs is ended and started again.
task<> keep_watchdog_quiet(asio::io_context& context, const running_server& server,
                           std::chrono::microseconds interval) {
  for (timer pause(context);;) {
    if (const auto stalled = server.stalled())
      spdlog::critical("the thread {} has been at one thing for {} s", stalled->thread,
                       stalled->silent_ns / 1'000'000'000);
    else
      notify_alive();
    pause.expires_after(interval);
    co_await pause.async_wait(use_task);
  }
}

task<> work_each_minute(asio::io_context& context, running_server& server) {
  for (timer pause(context);;) {
    pause.expires_after(std::chrono::minutes(1));
    co_await pause.async_wait(use_task);
    server.watch_clock();
    server.save_asked_keys();
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

namespace {

result<void> serve_until_stopped(start_options options) {
  auto server = running_server::make(std::move(options));
  if (!server) return server.error();
  asio::io_context context{1};
  asio::co_spawn(context, wait_for_stop(context, **server), asio::detached);
  if (const auto interval = watchdog_interval())
    asio::co_spawn(context, keep_watchdog_quiet(context, **server, *interval), asio::detached);
  asio::co_spawn(context, work_each_minute(context, **server), asio::detached);
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

}  // namespace

result<void> serve(start_options options) {
  try {
    return serve_until_stopped(std::move(options));
  } catch (const std::exception& broken) {
    // Too few file descriptors or too little memory to begin with: no reason to leave a crash behind.
    return failure{error::io_failed, std::string("the server cannot run: ") + broken.what()};
  }
}

}  // namespace footfall::server
