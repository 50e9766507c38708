// What the user did lately: lists that come from the user's own history alone.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

/// Besides none.
inline constexpr std::array own_items_options{option::half_life.with(90 * day_ms)};

/// `PROFILE_*`: the items of one type of the user's history, newest first: 1 / rank.
[[nodiscard]] std::unique_ptr<model_updater> make_profile_updater(const model_definition& definition,
                                                                  events::event_type learns_from);

/// `OWN_ITEMS_*`: what the user does again and again: (1 + ln(times)) * 0.5^(age of the last time / half
/// life). Times are known of purchases; of others it is once.
[[nodiscard]] std::unique_ptr<model_updater> make_own_items_updater(const model_definition& definition,
                                                                    events::event_type learns_from);

/// Loads either; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_profile(const model_definition& definition,
                                                          const build_record& record, model_reader& from,
                                                          std::size_t items_end);
[[nodiscard]] boost::shared_ptr<const model> load_own_items(const model_definition& definition,
                                                            const build_record& record, model_reader& from,
                                                            std::size_t items_end);

}  // namespace footfall::model
