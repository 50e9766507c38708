// Arbitrary bytes on a connection, cut at arbitrary places: no crash, and the same answers as when fed whole.
#include "footfall/http/exchange.hpp"

#include "support/echo_service.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using footfall::http::exchange;

constexpr std::string_view today = "Sat, 31 Jan 2026 12:00:00 GMT";
// Small, so that inputs of ordinary length reach them.
constexpr footfall::http::limits narrow{.request_line_bytes = 200, .header_bytes = 400, .burst_bytes = 600};

void take_answers(exchange& with, std::string& answers) {
  exchange::step reached{};
  do {
    reached = with.advance(today);
    answers += with.output();
    with.written();
    if (reached == exchange::step::slow) with.run_slow(today);
  } while (reached == exchange::step::flush || reached == exchange::step::slow);
}

// Feeds pieces of 1 to `piece_bytes_max` bytes; `seed` decides how long each is.
std::string answers_to(std::string_view bytes, std::size_t piece_bytes_max, std::uint32_t seed) {
  const footfall::test::echo_service application;
  exchange with(application, narrow, "192.0.2.1");
  std::string answers;
  while (!bytes.empty()) {
    seed = seed * 1664525 + 1013904223;
    const auto piece = bytes.substr(0, 1 + (seed >> 16) % piece_bytes_max);
    bytes.remove_prefix(piece.size());
    with.feed(piece);
    take_answers(with, answers);
  }
  with.time_out(today);
  answers += with.output();
  return answers;
}

// Feeds everything at once.
std::string answers_to(std::string_view bytes) {
  const footfall::test::echo_service application;
  exchange with(application, narrow, "192.0.2.1");
  std::string answers;
  with.feed(bytes);
  take_answers(with, answers);
  with.time_out(today);
  answers += with.output();
  return answers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // The last byte decides about the cuts, so that the rest is a conversation that people can read.
  const std::string_view bytes(reinterpret_cast<const char*>(data), size - 1);
  const std::uint32_t seed = data[size - 1];
  if (answers_to(bytes) != answers_to(bytes, 1 + seed % 32, seed)) std::abort();
  return 0;
}
