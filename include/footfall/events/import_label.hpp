// The mark of events that came with a labelled import, by which it can be taken back.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::events {

inline constexpr std::size_t import_label_bytes_max = 100;

/// A number for a label, never 0: two labels have the same once in four billion pairs. Errors:
/// `bad_parameter` for a label that is empty, too long or has control characters. Thread-safe.
[[nodiscard]] result<std::uint32_t> read_import_label(std::string_view label);

/// Marks an event in its details; it can carry one mark. Thread-safe for different events.
void mark_import(event& target, std::uint32_t label);

/// The label that the details say; 0 for events that came otherwise. Thread-safe.
[[nodiscard]] std::uint32_t marked_import(std::string_view details) noexcept;

/// The detail that `mark_import` adds, between two `&`. Thread-safe.
[[nodiscard]] std::string import_mark(std::uint32_t label);

}  // namespace footfall::events
