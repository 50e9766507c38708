#include "client_streams.hpp"

#include <boost/asio/this_coro.hpp>

#include <string>

namespace footfall::server {
namespace {

constexpr std::size_t kept_output_bytes = 65'536;  // a larger answer gives its memory back

}  // namespace

task<> plain_stream::end_sending() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp_socket::shutdown_send, ignored);
  co_return;
}

task<boost::system::error_code> tls_stream::send_output() {
  auto& output = session_.output();
  if (cut_) co_return boost::system::error_code(asio::error::connection_aborted);
  if (output.empty()) co_return boost::system::error_code{};
  const auto [failed, size] = co_await asio::async_write(socket_, asio::buffer(output), use_task);
  cut_ = failed.failed();
  if (output.capacity() > kept_output_bytes)
    std::string().swap(output);
  else
    output.clear();
  co_return failed;
}

task<boost::system::error_code> tls_stream::receive_more() {
  // A cancellation that came while something was sent has ended no operation: it is told now.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    co_return boost::system::error_code(asio::error::operation_aborted);
  const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(received_), use_task);
  if (!failed) session_.feed({received_.data(), size});
  co_return failed;
}

task<bool> tls_stream::shake_hands() {
  for (;;) {
    const auto next = session_.shake_hands();
    const auto unsent = co_await send_output();
    if (unsent || next == tls_session::step::closed || next == tls_session::step::broken) co_return false;
    if (next == tls_session::step::done) co_return true;
    const auto failed = co_await receive_more();
    if (failed) co_return false;
  }
}

task<io_outcome> tls_stream::read_some(std::span<char> to) {
  for (;;) {
    std::size_t size = 0;
    const auto next = session_.read(to, size);
    // Not only answers are sent: so are alerts and what a renewal of keys asks for.
    const auto unsent = co_await send_output();
    if (unsent) co_return io_outcome(unsent, 0);
    if (next == tls_session::step::done) co_return io_outcome(boost::system::error_code{}, size);
    if (next == tls_session::step::closed) co_return io_outcome(asio::error::eof, 0);
    if (next == tls_session::step::broken) co_return io_outcome(asio::error::connection_aborted, 0);
    const auto failed = co_await receive_more();
    if (failed) co_return io_outcome(failed, 0);
  }
}

task<io_outcome> tls_stream::write(std::string_view bytes) {
  if (!session_.write(bytes)) co_return io_outcome(asio::error::connection_aborted, 0);
  const auto failed = co_await send_output();
  co_return io_outcome(failed, failed ? 0 : bytes.size());
}

task<> tls_stream::end_sending() {
  session_.end();
  static_cast<void>(co_await send_output());
  boost::system::error_code ignored;
  socket_.shutdown(tcp_socket::shutdown_send, ignored);
}

}  // namespace footfall::server
