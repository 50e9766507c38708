// The answer of a server, read from pieces as they come (RFC 9112).
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::outbound {

/// Only the body of an answer with status 200 is read. Not thread-safe.
class response_reader {
 public:
  using receiver = std::function<result<void>(std::string_view piece)>;

  response_reader(std::uint64_t bytes_max, const receiver& take) : bytes_max_(bytes_max), take_(take) {}

  /// Takes what came. Errors: `io_failed` when it is no answer of HTTP/1, `body_too_large`, those of `take`.
  [[nodiscard]] result<void> read(std::string_view piece);

  /// The server has closed. Errors: `io_failed` when something is missing.
  [[nodiscard]] result<void> end();

  /// All is there.
  [[nodiscard]] bool is_whole() const noexcept { return state_ == state::whole; }

  [[nodiscard]] unsigned status() const noexcept { return status_; }
  /// The value of a field, whose name is in lower case; empty when it is not there.
  [[nodiscard]] std::string field(const std::string& name) const;

 private:
  enum class state : std::uint8_t { head, sized, until_close, chunk_size, chunk, chunk_end, trailer, whole };

  result<void> read_head();
  result<void> decide_body();
  result<void> read_line_of_chunks();
  result<void> take_sized(std::string_view& piece);
  bool gather_line(std::string_view& piece);

  const std::uint64_t bytes_max_;
  const receiver& take_;
  state state_ = state::head;
  std::string gathered_;  // of a head or a line
  unsigned status_ = 0;
  std::map<std::string, std::string, std::less<>> fields_;
  std::uint64_t left_ = 0;   // of the body or chunk
  std::uint64_t taken_ = 0;  // of the body
};

}  // namespace footfall::outbound
