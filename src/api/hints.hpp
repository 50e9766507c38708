// What was sent and not understood: a hint for whoever looks at the answer.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/events/event_kinds.hpp"

#include <span>
#include <string>
#include <string_view>

namespace footfall::api {

/// About the first of the names that is nearly one of the known ones; empty when there is none. Thread-safe.
[[nodiscard]] std::string hint_about(std::span<const events::name_value> sent,
                                     std::span<const std::string_view> known);

/// The same with the parameters of an event. Costs next to nothing when all names are known. Thread-safe.
[[nodiscard]] std::string hint_about(std::span<const events::name_value> sent,
                                     const events::event_kind& kind);

/// Puts a hint into the answer, readable for scripts of other origins, and counts it; nothing for an empty
/// one.
void give_hint(const endpoint_call& call, std::string hint, http::response& out);

}  // namespace footfall::api
