// How long items have been there, for models of the catalogue.
#pragma once

#include <cstdint>

namespace footfall::model {

/// Whether an item that was added, or became valid, at `since_s` (0: nobody knows when) is older than
/// `maximum_ms`; with 0 none is. Thread-safe.
[[nodiscard]] constexpr bool is_older(std::uint32_t since_s, std::int64_t maximum_ms, std::int64_t now_ms) {
  return maximum_ms > 0 && (since_s == 0 || now_ms - std::int64_t{since_s} * 1000 > maximum_ms);
}

}  // namespace footfall::model
