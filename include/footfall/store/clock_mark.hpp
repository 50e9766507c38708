// The mark of the clock in the store: from it a start knows that the clock has leapt, or how long nothing
// ran.
#pragma once

#include "footfall/core/clock_guard.hpp"
#include "footfall/store/entity.hpp"

#include <optional>

namespace footfall::store {

/// The mark of the last run; nothing when there is none, or one of another form. Errors: those of the reader.
[[nodiscard]] result<std::optional<clock_mark>> read_clock_mark(entity_reader& from);

/// What stores a mark. Thread-safe.
[[nodiscard]] entity_write clock_mark_write(const clock_mark& mark);

}  // namespace footfall::store
