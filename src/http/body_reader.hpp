// Takes a request's body out of the bytes of its connection.
#pragma once

#include "footfall/core/failure.hpp"
#include "http/request_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::http {

/// Removes the framing of one body, whatever pieces it arrives in; holds no bytes itself.
/// Chunk sizes and line ends are read strictly (RFC 9112, section 7.1); chunk extensions and trailer fields
/// are passed over. Not thread-safe.
class body_reader {
 public:
  /// Begins a body of at most `bytes_max`; extensions and trailer fields may take `overhead_max` more. With
  /// `keeps` false its bytes are passed over. Errors: `body_too_large` when Content-Length says so already.
  [[nodiscard]] result<void> begin(const body_framing& framing, std::size_t bytes_max,
                                   std::size_t overhead_max, bool keeps);

  /// Appends to `body` what belongs to it; returns how many of `bytes` were used up. After a failure, none.
  [[nodiscard]] std::size_t take(std::string_view bytes, std::string& body);

  [[nodiscard]] bool complete() const noexcept { return phase_ == phase::complete; }

  /// True when the body cannot be read on: see `why`.
  [[nodiscard]] bool failed() const noexcept { return phase_ == phase::failed; }
  /// `bad_request` or `body_too_large`.
  [[nodiscard]] failure why() const { return why_; }

 private:
  // What the next byte belongs to.
  enum class phase : std::uint8_t {
    data,        // a body with Content-Length
    size_first,  // the first digit of a chunk's size
    size_rest,   // its further digits, or what ends them
    extension,   // what is between a semicolon and the end of the size line
    size_line_feed,
    chunk_data,
    chunk_return,  // the line end behind a chunk
    chunk_line_feed,
    trailer_first,  // a trailer line, or the empty line that ends the body
    trailer_rest,
    trailer_line_feed,
    last_line_feed,
    complete,
    failed
  };

  [[nodiscard]] std::size_t take_data(std::string_view bytes, std::string& body);
  void take_framing_byte(char byte);
  void take_size_digit(char byte);
  void end_size_line();
  void expect(char byte, char wanted, phase next);
  void skip_until_return(char byte, phase next);
  void fail(error code, std::string detail);

  phase phase_ = phase::complete;
  std::uint64_t remaining_ = 0;   // bytes of the body, or of the chunk, that are still to come
  std::uint64_t chunk_size_ = 0;  // as far as its digits were read
  std::uint64_t bytes_left_ = 0;  // what the limit still allows
  std::uint64_t bytes_max_ = 0;
  std::size_t overhead_left_ = 0;
  bool keeps_ = true;
  failure why_;
};

}  // namespace footfall::http
