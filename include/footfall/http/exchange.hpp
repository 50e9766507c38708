// HTTP/1.1 on one connection without the connection: request bytes in, answer bytes and the highest ticket of
// the event log to wait for out. No socket, no thread, no clock: it can be fed any split of any bytes.
#pragma once

#include "footfall/http/body_budget.hpp"
#include "footfall/http/service.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::http {

/// Limits on what one request may send; in bytes.
struct limits {
  std::size_t request_line_bytes = 8192;  ///< longer: 414
  std::size_t header_bytes = 16384;       ///< longer (with the request line): 431
  std::size_t burst_bytes = 262144;       ///< answers gathered before they are written
  body_budget* bodies = nullptr;          ///< of all connections; no room for a body: 503; null: no bound
};

/// Tickets of the event log, first and last included, whose commit failed.
struct failed_tickets {
  std::uint64_t first;
  std::uint64_t last;
};

/// One connection's conversation.
///
///     loop: read bytes -> feed(bytes) -> step = advance()
///           wait for `ticket_to_wait_for()`, `fail(...)` what was not stored, write `output()`, `written()`
///           step slow: run `run_slow()` on a worker of its kind, then advance() again
///           step close: after the write, close
///
/// A request that HTTP itself cannot accept is answered by `service::refuse`, and the connection ends there:
/// what follows it cannot be trusted to begin where a request begins. `OPTIONS *` is answered without the
/// service. Memory that a large body or burst has taken is given back when it is answered and written.
///
/// Not thread-safe: one thread at a time.
class exchange {
 public:
  exchange(const service& application, const limits& how_much, std::string remote_address);
  ~exchange();
  exchange(exchange&&) noexcept;
  exchange& operator=(exchange&&) = delete;

  enum class step {
    need_more,  ///< everything that was fed is used up: read more
    flush,      ///< the burst is full, or the next answer depends on it: write, then advance again
    slow,       ///< a slow request is complete: call run_slow where it may block
    close       ///< write what is there and close
  };

  /// Adds received bytes.
  void feed(std::string_view bytes);

  /// Answers all complete requests in order, as far as it can. `date` is the value of the Date field.
  [[nodiscard]] step advance(std::string_view date);

  /// What the slow request that `advance` stopped at waits for.
  [[nodiscard]] work slow_work() const noexcept;

  /// Answers the slow request that `advance` stopped at. May block.
  void run_slow(std::string_view date);

  /// True while bytes of a request are here and it is not complete (its deadline is the request timeout;
  /// otherwise the idle timeout counts).
  [[nodiscard]] bool in_request() const noexcept;

  /// The client took too long: answers 408 when a request has begun. Call `advance` no more.
  void time_out(std::string_view date);

  /// From now on answers say `Connection: close` and `advance` returns `close` after the request in progress.
  /// May be called while another thread is inside `run_slow`.
  void finish() noexcept;

  /// The highest ticket that the gathered answers depend on; 0: none.
  [[nodiscard]] std::uint64_t ticket_to_wait_for() const noexcept;
  /// The lowest such ticket; 0: none.
  [[nodiscard]] std::uint64_t first_ticket() const noexcept;

  /// Replaces the gathered answers that depend on one of these tickets by the refusal for `why`; the others
  /// stay. `service::refuse` gets method, target and remote address of each request: fields and body are gone
  /// by then.
  void fail(std::span<const failed_tickets> tickets, const failure& why, std::string_view date);

  /// The bytes to write; valid until `written`.
  [[nodiscard]] std::string_view output() const noexcept;
  void written();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace footfall::http
