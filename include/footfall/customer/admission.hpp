// What the writer does to events before it stores them: by then more is known than when they were read.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/event_store.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace footfall::customer {

/// Marks purchases whose order line the log has, or an earlier event of the batch (`events::repeated_order`).
/// Returns which events (indices, ascending) must not be stored, since their user has opted out or was
/// forgotten after they were read: in the log they would lie behind the record of that, where nothing finds
/// them. For the writer thread, before `apply` of the batch.
[[nodiscard]] std::vector<std::size_t> admit(const customer_directory& customers,
                                             std::span<events::event> batch);

/// Takes what `admit` looks at from a committed event, where nobody calls `apply`: in a process that only
/// writes. Thread-safe.
void note_for_admission(customer& owner, const events::event& committed);

/// Does so for all events of the customer in a log. Errors: those of the reader.
[[nodiscard]] result<void> read_for_admission(store::event_reader& log, customer& owner);

}  // namespace footfall::customer
