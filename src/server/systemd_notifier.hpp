// What systemd is told (sd_notify(3)); without systemd nothing happens.
#pragma once

#include <chrono>
#include <optional>

namespace footfall::server {

void notify_ready();
void notify_reloading();
void notify_stopping();
void notify_alive();

/// How often `notify_alive` is due: half of the unit's WatchdogSec; nothing when there is no watchdog.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval();

}  // namespace footfall::server
