// The wall clock is looked at once a minute, and what was seen is stored for the next start.
#include "footfall/store/clock_mark.hpp"
#include "running_server.hpp"

#include <spdlog/spdlog.h>

#include <vector>

namespace footfall::server {

void running_server::watch_clock() {
  const auto ahead_s = guard_.ahead_ms() / 1000;
  std::vector<events::event> none;
  std::vector<store::entity_write> mark{store::clock_mark_write(guard_.observe())};
  const bool trusted = guard_.trusts();
  if (!trusted && clock_trusted_)
    spdlog::warn(
        "the clock is {} s {} what the last run and the monotonic clock say: nothing is removed or forgotten "
        "by it until it has held for a day of running, or POST /admin/clock/accept says that it is right",
        ahead_s < 0 ? -ahead_s : ahead_s, ahead_s < 0 ? "behind" : "ahead of");
  if (trusted && !clock_trusted_) spdlog::info("the clock is trusted again");
  clock_trusted_ = trusted;
  // Where the store cannot be written somebody else has said so.
  static_cast<void>(log_.append(none, mark));
}

}  // namespace footfall::server
