#include "io_thread.hpp"

#include "footfall/core/thread_name.hpp"
#include "footfall/text/time.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
#include <iterator>
#include <new>
#include <utility>

namespace footfall::server {
namespace {

constexpr auto sweep_interval = std::chrono::milliseconds(500);
constexpr auto pause_after_failed_accept = std::chrono::milliseconds(100);
constexpr auto pause_without_memory = std::chrono::milliseconds(10);

}  // namespace

io_thread::io_thread(const clock& time, const settings::limit_settings& limits, worker_pools& workers,
                     http::body_budget& bodies, const traffic::gate& gate, tasks::heartbeat& pulse)
    : time_(time),
      gate_(gate),
      pulse_(pulse),
      commits_(context_),
      around_{time, limits, commits_, workers, bodies, text::to_http_date(time.wall_ms()), false},
      sweep_timer_(context_) {}

io_thread::~io_thread() { join(); }

result<asio::ip::tcp::endpoint> io_thread::listen(const asio::ip::tcp::endpoint& address,
                                                  const http::service& application,
                                                  traffic::connection_counts& counts, listener_turn turn,
                                                  const published<tls_identity>* secret) {
  auto acceptor = open_listener(context_, address, turn);
  if (!acceptor) return acceptor.error();
  boost::system::error_code ignored;
  const auto actual = acceptor->local_endpoint(ignored);
  auto& from = listeners_.emplace_back(listening{std::move(*acceptor), &application, &counts, secret});
  asio::co_spawn(context_, accept_connections(from), asio::detached);
  return actual;
}

void io_thread::start() {
  asio::co_spawn(context_, sweep(), asio::detached);
  thread_ = std::thread([this] {
    name_thread(pulse_.thread().c_str());
    run();
  });
}

void io_thread::run() {
  for (;;) try {
      context_.run();
      return;
    } catch (const std::exception& broken) {
      // Out of memory, most likely: what asked for it is gone, the other connections go on.
      spdlog::error("an io thread goes on after: {}", broken.what());
    }
}

void io_thread::join() {
  if (thread_.joinable()) thread_.join();
}

task<> io_thread::accept_connections(listening& from) {
  while (!around_.stopping) {
    try {
      auto [failed, socket] = co_await from.acceptor.async_accept(use_task);
      if (failed == asio::error::operation_aborted) break;
      if (failed) {
        // Out of file descriptors, most likely: connections that end will free some.
        spdlog::warn("a connection could not be accepted: {}", failed.message());
        timer pause(context_, pause_after_failed_accept);
        co_await pause.async_wait(use_task);
      } else {
        begin_connection(std::move(socket), from);
      }
    } catch (const std::bad_alloc&) {
      spdlog::warn("a connection could not be accepted: out of memory");
      boost::system::error_code ignored;
      timer(context_, pause_without_memory).wait(ignored);  // to wait as a coroutine would need some
    }
  }
}

void io_thread::begin_connection(tcp_socket socket, const listening& from) {
  using verdict = traffic::connection_counts::verdict;
  boost::system::error_code gone;
  const auto peer = gate_.bounded_peer(socket.remote_endpoint(gone).address().to_string());
  auto& counts = *from.counts;
  const auto entered = counts.enter(peer);
  if (entered == verdict::too_many_of) return;
  if (entered == verdict::full && !end_longest_idle(counts)) return counts.leave(peer);
  try {
    const auto self = live_.emplace(live_.end());
    self->counted_by = &counts;
    try {
      begin_connection(std::move(socket), from, self, peer);
    } catch (...) {
      live_.erase(self);
      throw;
    }
  } catch (...) {
    counts.leave(peer);
    throw;
  }
}

void io_thread::begin_connection(tcp_socket socket, const listening& from,
                                 std::list<live_connection>::iterator self,
                                 const std::optional<traffic::address>& peer) {
  auto served =
      from.secret == nullptr
          ? serve_connection(std::move(socket), *from.application, around_, *self)
          : serve_tls_connection(std::move(socket), from.secret->load(), *from.application, around_, *self);
  asio::co_spawn(context_, std::move(served),
                 asio::bind_cancellation_slot(self->cancel.slot(), [this, self, peer, &counts = *from.counts](
                                                                       const std::exception_ptr& broken) {
                   live_.erase(self);
                   counts.leave(peer);
                   if (!broken) return;
                   try {
                     std::rethrow_exception(broken);
                   } catch (const std::exception& what) {
                     spdlog::error("a connection was dropped: {}", what.what());
                   }
                 }));
}

/// Makes room for a new connection; false when all are at work.
bool io_thread::end_longest_idle(const traffic::connection_counts& counts) {
  auto longest = live_.end();
  for (auto each = live_.begin(); each != live_.end(); ++each) {
    if (!each->idle || each->counted_by != &counts) continue;
    if (longest == live_.end() || each->deadline_ns < longest->deadline_ns) longest = each;
  }
  if (longest == live_.end()) return false;
  longest->idle = false;  // it is on its way out
  longest->cancel.emit(asio::cancellation_type::total);
  return true;
}

void io_thread::end_late_connections() {
  const auto now_ns = time_.steady_ns();
  for (auto each = live_.begin(); each != live_.end();) {
    const auto next = std::next(each);  // ending one can take it off the list
    if (each->deadline_ns <= now_ns) each->cancel.emit(asio::cancellation_type::terminal);
    each = next;
  }
}

void io_thread::end_all_connections(asio::cancellation_type how) {
  for (auto each = live_.begin(); each != live_.end();) {
    const auto next = std::next(each);
    each->cancel.emit(how);
    each = next;
  }
}

task<> io_thread::sweep() {
  while (!around_.stopping || !live_.empty()) {
    pulse_.beat(time_.steady_ns());
    around_.date = text::to_http_date(time_.wall_ms());
    end_late_connections();
    if (time_.steady_ns() >= stop_deadline_ns_) end_all_connections(asio::cancellation_type::terminal);
    // Once stopping, look often: nothing else tells that the last connection is gone.
    sweep_timer_.expires_after(around_.stopping ? sweep_interval / 50 : sweep_interval);
    co_await sweep_timer_.async_wait(use_task);
  }
  pulse_.rest();
}

void io_thread::begin_stop(std::int64_t grace_ms) {
  around_.stopping = true;
  stop_deadline_ns_ = time_.steady_ns() + grace_ms * ns_per_ms;
  boost::system::error_code ignored;
  for (auto& each : listeners_) each.acceptor.close(ignored);
  end_all_connections(asio::cancellation_type::total);
  sweep_timer_.cancel();
}

void io_thread::stop(std::int64_t grace_ms) {
  asio::post(context_, [this, grace_ms] { begin_stop(grace_ms); });
}

}  // namespace footfall::server
