// Popularity: the most frequent items, newer events weighing more where there is a half life.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

/// Besides those of time.
inline constexpr std::array popularity_options{option::short_window, option::short_events_min};

/// Sum over the events of an item of quantity * 0.5^(age / half life): of those inside the short window when
/// they are enough, else of the whole history. A rating counts as its share of the largest one of its item
/// type (protocol X11). Consumption is reported again and again while it goes on, and of those reports one
/// counts (protocol B2): an item counts once for a session, at its last time. Updates throw std::bad_alloc
/// only.
[[nodiscard]] std::unique_ptr<model_updater> make_popularity_updater(const model_definition& definition,
                                                                     events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_popularity(const model_definition& definition,
                                                             const build_record& record, model_reader& from,
                                                             std::size_t items_end);

}  // namespace footfall::model
