// One feed, once: asked for, read, made the catalogue.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/feeds/feed_run.hpp"
#include "footfall/feeds/feed_settings.hpp"
#include "footfall/store/event_log.hpp"

#include <functional>

namespace footfall::feeds {

/// What pulling needs; all of it outlives the call.
struct pull_tools {
  const outbound::client& outside;
  store::event_log& log;
  store::entity_reader& reader;
  const clock& time;
  const std::function<bool()>& go_on;
};

/// Notes in `known` what the next run needs, and when that is.
[[nodiscard]] feed_run pull_feed(const pulled_feed& feed, std::uint32_t shrink_percent,
                                 customer::customer& owner, feed_state& known, const pull_tools& with);

/// Tells the log of a run that has changed the catalogue, or should have.
void log_run(std::string_view customer, const feed_run& run);

}  // namespace footfall::feeds
