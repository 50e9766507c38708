// Events to rows.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::store::sqlite {

struct writing_connection;

/// Days since 1970-01-01 UTC.
[[nodiscard]] std::int64_t day_of(std::int64_t time_ms);

/// Adds the events in the transaction that is open; returns the indices, ascending, of those that were left
/// out, since their import id was there before.
[[nodiscard]] result<std::vector<std::size_t>> add_batch(writing_connection& to,
                                                         std::span<const events::event> batch);

}  // namespace footfall::store::sqlite
