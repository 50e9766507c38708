// Whether customers of a shop buy the same things again.
#pragma once

#include "footfall/model/session_book.hpp"

namespace footfall::model {

/// Of the purchases in the 90 days that end at the newest one, how many were of an item that the same person
/// had bought in an earlier session: 0..1; 0 without purchases. An item counts once in a session. Linear, and
/// 12 bytes a purchase while it runs. Thread-safe.
[[nodiscard]] double repurchase_share(const session_book& purchases);

}  // namespace footfall::model
