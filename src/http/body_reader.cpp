// Takes a request's body out of the bytes of its connection.
#include "http/body_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace footfall::http {
namespace {

int hexadecimal_value(char byte) noexcept {
  if (byte >= '0' && byte <= '9') return byte - '0';
  const auto letter = byte | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

}  // namespace

result<void> body_reader::begin(const body_framing& framing, std::size_t bytes_max, std::size_t overhead_max,
                                bool keeps) {
  keeps_ = keeps;
  bytes_max_ = bytes_left_ = bytes_max;
  overhead_left_ = overhead_max;
  remaining_ = framing.length;
  if (framing.length > bytes_max) {
    fail(error::body_too_large, fmt::format("the body is longer than {} bytes", bytes_max));
    return why_;
  }
  phase_ = framing.chunked ? phase::size_first : framing.length == 0 ? phase::complete : phase::data;
  return {};
}

std::size_t body_reader::take(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && phase_ != phase::complete && phase_ != phase::failed) {
    if (phase_ == phase::data || phase_ == phase::chunk_data)
      used += take_data(bytes.substr(used), body);
    else
      take_framing_byte(bytes[used++]);
  }
  return used;
}

std::size_t body_reader::take_data(std::string_view bytes, std::string& body) {
  const auto count = std::min<std::uint64_t>(remaining_, bytes.size());
  if (keeps_) body.append(bytes.substr(0, count));
  remaining_ -= count;
  if (remaining_ == 0) phase_ = phase_ == phase::data ? phase::complete : phase::chunk_return;
  return count;
}

void body_reader::take_framing_byte(char byte) {
  switch (phase_) {
    case phase::size_first:
      chunk_size_ = 0;
      if (hexadecimal_value(byte) < 0) return fail(error::bad_request, "a chunk without size");
      [[fallthrough]];
    case phase::size_rest:
      return take_size_digit(byte);
    case phase::extension:
      return skip_until_return(byte, phase::size_line_feed);
    case phase::size_line_feed:
      expect(byte, '\n', phase::chunk_data);
      return failed() ? void() : end_size_line();
    case phase::chunk_return:
      return expect(byte, '\r', phase::chunk_line_feed);
    case phase::chunk_line_feed:
      return expect(byte, '\n', phase::size_first);
    case phase::trailer_first:
      if (byte != '\r') return skip_until_return(byte, phase::trailer_line_feed);
      phase_ = phase::last_line_feed;
      return;
    case phase::trailer_rest:
      return skip_until_return(byte, phase::trailer_line_feed);
    case phase::trailer_line_feed:
      return expect(byte, '\n', phase::trailer_first);
    case phase::last_line_feed:
      return expect(byte, '\n', phase::complete);
    case phase::data:
    case phase::chunk_data:
    case phase::complete:
    case phase::failed:
      return;
  }
}

void body_reader::take_size_digit(char byte) {
  const auto digit = hexadecimal_value(byte);
  if (digit >= 0) {
    // The first test keeps the multiplication from overflowing.
    const bool fits = chunk_size_ <= bytes_left_ / 16;
    chunk_size_ = chunk_size_ * 16 + static_cast<std::uint64_t>(digit);
    phase_ = phase::size_rest;
    if (!fits || chunk_size_ > bytes_left_)
      fail(error::body_too_large, fmt::format("the body is longer than {} bytes", bytes_max_));
  } else if (byte == ';') {
    phase_ = phase::extension;
  } else {
    expect(byte, '\r', phase::size_line_feed);
  }
}

void body_reader::end_size_line() {
  bytes_left_ -= chunk_size_;
  remaining_ = chunk_size_;
  phase_ = chunk_size_ == 0 ? phase::trailer_first : phase::chunk_data;
}

void body_reader::skip_until_return(char byte, phase next) {
  if (byte == '\r') {
    phase_ = next;
  } else if (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') {
    fail(error::bad_request, "a control character in the framing of a chunked body");
  } else if (overhead_left_ == 0) {
    fail(error::headers_too_large, "the chunk extensions or trailer fields are too long");
  } else {
    --overhead_left_;
    if (phase_ == phase::trailer_first) phase_ = phase::trailer_rest;
  }
}

void body_reader::expect(char byte, char wanted, phase next) {
  if (byte != wanted) return fail(error::bad_request, "malformed framing of a chunked body");
  phase_ = next;
}

void body_reader::fail(error code, std::string detail) {
  phase_ = phase::failed;
  why_ = failure{code, std::move(detail)};
}

}  // namespace footfall::http
