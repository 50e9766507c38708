// What everybody did last: the newest items of the shop.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

/// `LAST_EVENTS_*`: of the newest 10,000 events inside `history` the items, newest first, each once: 1 /
/// rank. Of one second the smaller item number first.
[[nodiscard]] std::unique_ptr<model_updater> make_last_events_updater(const model_definition& definition,
                                                                      events::event_type learns_from);

}  // namespace footfall::model
