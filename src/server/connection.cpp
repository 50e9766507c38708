#include "connection.hpp"

#include "client_streams.hpp"
#include "footfall/http/exchange.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/this_coro.hpp>

#include <array>
#include <string>
#include <type_traits>
#include <utility>

namespace footfall::server {
namespace {

namespace this_coro = asio::this_coro;

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::size_t read_bytes = 4096;  // small: every idle connection has such a buffer
constexpr std::int64_t linger_ms = 2'000;
constexpr std::size_t linger_bytes = 1'048'576;

using read_buffer = std::array<char, read_bytes>;

/// Keeps the deadline of a connection: from the first byte of a request its timeout runs, and what comes of
/// it adds the time that the least rate allows; between requests, and while an answer is written, each step
/// has the time of its own.
class deadline {
 public:
  deadline(connection_surroundings& around, live_connection& self) : around_(around), self_(self) {}

  /// `size`: of what was read last.
  void before_read(bool in_request, std::size_t size) {
    self_.idle = !in_request;
    if (!in_request)
      set(around_.limits.idle_timeout_ms);
    else if (!was_in_request_)
      set(around_.limits.request_timeout_ms);
    if (const auto rate = around_.limits.body_bytes_per_second; in_request && rate != 0)
      self_.deadline_ns = at_ns_ += static_cast<std::int64_t>(size) * ns_per_s / rate;
    was_in_request_ = in_request;
  }
  void set(std::int64_t from_now_ms) {
    at_ns_ = self_.deadline_ns = around_.time.steady_ns() + from_now_ms * ns_per_ms;
  }
  /// Bytes have come: the connection is no longer idle.
  void begin_work() { self_.idle = false; }
  /// The client is not to blame for what the server waits for.
  void suspend() { self_.deadline_ns = live_connection::no_deadline; }
  [[nodiscard]] bool passed() const { return around_.time.steady_ns() >= at_ns_; }

 private:
  connection_surroundings& around_;
  live_connection& self_;
  std::int64_t at_ns_ = 0;
  bool was_in_request_ = false;
};

/// Closes without cutting off the last answer: closing while unread bytes are there would make the kernel
/// send a reset, which can overtake the answer. So reads on for a short while, below any encryption.
template <class Stream>
task<> close_politely(Stream& stream, deadline& until) {
  boost::system::error_code ignored;
  auto& socket = stream.socket();
  until.set(linger_ms);
  co_await stream.end_sending();
  read_buffer discarded;
  for (std::size_t total = 0; total < linger_bytes;) {
    const auto [failed, size] = co_await socket.async_read_some(asio::buffer(discarded), use_task);
    if (failed) break;
    total += size;
  }
  socket.close(ignored);
}

/// Waits until the events of the gathered answers are durable, then writes the answers. False: the client is
/// gone.
template <class Stream>
task<bool> write_answers(Stream& stream, http::exchange& exchange, connection_surroundings& around,
                         deadline& until) {
  if (const auto last = exchange.ticket_to_wait_for(); last != 0) {
    until.suspend();
    const auto outcome = co_await around.commits.wait(exchange.first_ticket(), last);
    if (outcome.why) exchange.fail(outcome.failed, *outcome.why, around.date);
  } else {
    around.commits.expect_none();
  }
  if (exchange.output().empty()) co_return true;
  until.set(around.limits.request_timeout_ms);
  const auto [failed, size] = co_await stream.write(exchange.output());
  exchange.written();
  co_return !failed;
}

/// Answers everything that was received so far. False: the connection is to be closed.
template <class Stream>
task<bool> answer_received(Stream& stream, http::exchange& exchange, connection_surroundings& around,
                           deadline& until) {
  for (;;) {
    around.commits.expect();
    const auto next = exchange.advance(around.date);
    if (!co_await write_answers(stream, exchange, around, until)) co_return false;
    switch (next) {
      case http::exchange::step::need_more:
        co_return true;
      case http::exchange::step::close:
        co_return false;
      case http::exchange::step::flush:
        break;
      case http::exchange::step::slow:
        until.suspend();
        co_await around.workers.of(exchange.slow_work())
            .run_slow(exchange, around.date, stream.socket().get_executor());
        break;
    }
  }
}

/// What to do after a read was cancelled.
enum class interruption { go_on, end_politely, end_now };

/// Total cancellation: the server stops, but a request that has begun is still read and answered. Terminal
/// cancellation: the client was too slow, or the server cannot wait any longer.
template <class Stream>
task<interruption> handle_interruption(Stream& stream, http::exchange& exchange,
                                       connection_surroundings& around, deadline& until) {
  const asio::cancellation_state state = co_await this_coro::cancellation_state;  // g++ 12 wants the type
  const auto how = state.cancelled();
  co_await this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  if (!exchange.in_request()) co_return interruption::end_now;
  if (until.passed()) {
    exchange.time_out(around.date);
    co_await write_answers(stream, exchange, around, until);
    co_return interruption::end_politely;
  }
  const bool must_end = (how & asio::cancellation_type::terminal) != asio::cancellation_type::none;
  co_return must_end ? interruption::end_now : interruption::go_on;
}

/// Reads and answers until an end is reached. True: the server ends the conversation after an answer.
template <class Stream>
task<bool> serve_requests(Stream& stream, http::exchange& exchange, connection_surroundings& around,
                          deadline& until) {
  read_buffer received;
  std::size_t newest = 0;  // bytes of the last read
  for (;;) {
    until.before_read(exchange.in_request(), std::exchange(newest, 0));
    const auto [failed, size] = co_await stream.read_some(received);
    if (!failed) {
      newest = size;
      until.begin_work();
      exchange.feed({received.data(), size});
      if (!co_await answer_received(stream, exchange, around, until)) co_return true;
    } else if (failed != asio::error::operation_aborted) {
      co_return false;
    } else {
      const auto next = co_await handle_interruption(stream, exchange, around, until);
      if (next != interruption::go_on) co_return next == interruption::end_politely;
    }
    if (around.stopping) {
      exchange.finish();
      if (!exchange.in_request()) co_return true;
    }
  }
}

/// Counts what a connection takes beside the buffers of its conversation: the frames of its coroutines, and
/// what the library for TLS has. About: the one as measured with 1,000 connections, the other as estimated.
template <class Stream>
class counted_connection {
 public:
  explicit counted_connection(http::body_budget& memory) : memory_(memory) { memory_.take_buffers(bytes); }
  ~counted_connection() { memory_.give_back_buffers(bytes); }
  counted_connection(const counted_connection&) = delete;
  counted_connection& operator=(const counted_connection&) = delete;

 private:
  static constexpr std::size_t bytes = std::is_same_v<Stream, tls_stream> ? 40'000 : 7'000;
  http::body_budget& memory_;
};

/// Talks until an end is reached and closes.
template <class Stream>
task<> talk_and_close(Stream& stream, const std::string& peer, const http::service& application,
                      connection_surroundings& around, deadline& until) {
  const counted_connection<Stream> counted(around.bodies);
  http::limits limits{around.limits.request_line_bytes, around.limits.header_bytes};
  limits.bodies = &around.bodies;
  http::exchange exchange(application, limits, peer);
  if (co_await serve_requests(stream, exchange, around, until)) {
    co_await close_politely(stream, until);
    co_return;
  }
  // An end that is not said counts as an attack with TLS; a client that is gone costs nothing here.
  if constexpr (std::is_same_v<Stream, tls_stream>) {
    until.set(linger_ms);
    co_await stream.end_sending();
  }
  boost::system::error_code ignored;
  stream.socket().shutdown(tcp_socket::shutdown_both, ignored);
}

/// The address of the client; empty when it is gone already.
std::string prepare(tcp_socket& socket) {
  boost::system::error_code failed;
  socket.set_option(asio::ip::tcp::no_delay(true), failed);
  const auto peer = socket.remote_endpoint(failed);
  return failed ? std::string() : peer.address().to_string();
}

}  // namespace

task<> serve_connection(tcp_socket socket, const http::service& application, connection_surroundings& around,
                        live_connection& self) {
  co_await this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await this_coro::throw_if_cancelled(false);
  const auto peer = prepare(socket);
  if (peer.empty()) co_return;
  plain_stream stream(std::move(socket));
  deadline until(around, self);
  co_await talk_and_close(stream, peer, application, around, until);
}

task<> serve_tls_connection(tcp_socket socket, tls_identity::pointer who, const http::service& application,
                            connection_surroundings& around, live_connection& self) {
  co_await this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await this_coro::throw_if_cancelled(false);
  const auto peer = prepare(socket);
  if (peer.empty()) co_return;
  tls_stream stream(std::move(socket), *who);
  deadline until(around, self);
  until.set(around.limits.request_timeout_ms);
  if (co_await stream.shake_hands())
    co_await talk_and_close(stream, peer, application, around, until);
  else
    co_await close_politely(stream, until);
}

}  // namespace footfall::server
