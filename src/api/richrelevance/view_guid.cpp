#include "api/richrelevance/view_guid.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstdint>

namespace footfall::api::richrelevance {

std::string make_view_guid(const endpoint_call& call) {
  static std::atomic<std::uint64_t> made{0};
  const auto& time = call.context.time;
  const auto name = call.context.hasher.hash(
      call.settings->id,
      fmt::format("view\n{}\n{}\n{}", time.wall_ms(), time.steady_ns(), made.fetch_add(1)));
  const auto [first, last] = name.words;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", first >> 32, first >> 16 & 0xFFFF, first & 0xFFFF,
                     last >> 48, last & 0xFFFF'FFFF'FFFF);
}

}  // namespace footfall::api::richrelevance
