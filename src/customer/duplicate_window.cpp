#include "footfall/customer/duplicate_window.hpp"

#include <functional>
#include <string_view>

namespace footfall::customer {

namespace {

std::uint64_t mixed(std::uint64_t state, std::uint64_t value) {  // SplitMix64's finaliser, Steele et al. 2014
  state += value + 0x9E3779B97F4A7C15ULL;
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9ULL;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EBULL;
  return state ^ (state >> 31);
}

}  // namespace

std::uint64_t identity_of(std::span<const events::event> request, std::int64_t now_ms) noexcept {
  std::uint64_t state = request.size();
  for (const auto& each : request) {
    state = mixed(state, static_cast<std::uint64_t>(each.type));
    state = mixed(state, each.user.words[0]);
    state = mixed(state, each.user.words[1]);
    state = mixed(state, std::hash<item_key>{}(each.item));
    state = mixed(state, std::hash<std::string_view>{}(each.details));
    if (each.time_ms != now_ms) state = mixed(state, static_cast<std::uint64_t>(each.time_ms));
  }
  return state == 0 ? 1 : state;
}

bool duplicate_window::holds(std::uint64_t identity, std::int64_t now_ms, std::int64_t window_ms) {
  return times_.update(identity,
                       [&](std::int64_t& time_ms) { return is_recent(time_ms, now_ms, window_ms); });
}

}  // namespace footfall::customer
