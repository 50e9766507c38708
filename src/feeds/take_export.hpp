// One export that a customer has announced: fetched from its addresses and stored.
#pragma once

#include "feeds/pull_feed.hpp"
#include "footfall/feeds/export_call.hpp"

namespace footfall::feeds {

/// All addresses of the event together are the export: when one of them fails, nothing is stored. `whole`:
/// the items are all that there are of their type and language, unless there are none.
[[nodiscard]] feed_run take_export(const export_event& event, bool whole, customer::customer& owner,
                                   const pull_tools& with);

}  // namespace footfall::feeds
