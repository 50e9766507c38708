// Popularity: the most frequent items, newer events weighing more where there is a half life.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/ranking.hpp"

#include <array>

namespace footfall::model {

/// Besides those of time.
inline constexpr std::array popularity_options{option::short_window, option::short_events_min};

/// Sum over the events of an item of quantity * 0.5^(age / half life): of those inside the short window when
/// they are enough, else of the whole history. Consumption is reported again and again while it goes on, and
/// of those reports one counts (protocol B2): an item counts once for a session, at its last time. Updates
/// throw std::bad_alloc only.
[[nodiscard]] std::unique_ptr<model_updater> make_popularity_updater(const model_definition& definition,
                                                                     events::event_type learns_from);

/// The model that answers with a ranking, whatever it was made from.
[[nodiscard]] boost::shared_ptr<const model> make_ranked(ranking best_first, const build_record& record);

/// Loads any of these; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_popularity(const model_definition& definition,
                                                             const build_record& record, model_reader& from,
                                                             std::size_t items_end);

}  // namespace footfall::model
