// A verdict in the words of the admin answers.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/fate.hpp"

#include <string_view>

namespace footfall::api {

/// `stored`, `ignored` or `refused`.
[[nodiscard]] inline std::string_view word_of(events::fate verdict) noexcept {
  if (verdict == events::fate::stored) return "stored";
  return verdict == events::fate::refused ? "refused" : "ignored";
}

/// Why it was ignored, or the error; empty for what was stored.
[[nodiscard]] inline std::string_view reason_of(events::fate verdict, error why) noexcept {
  return verdict == events::fate::refused ? name_of(why) : events::row_of(verdict).reason;
}

}  // namespace footfall::api
