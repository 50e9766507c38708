// What is like the context items by what the catalogue says: an answer for items that nobody has clicked.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

inline constexpr std::array similar_content_options{option::maximum_item_age};

/// `CB`: score(y) = sum over context items x of rank r of similarity(x, y) / r^2. Context items and variants
/// of them, and what is older than `maximum_item_age`, are left out. Of an item only what the catalogue has
/// changed is read again.
[[nodiscard]] std::unique_ptr<model_updater> make_similar_content_updater(const model_definition& definition,
                                                                          events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_similar_content(const model_definition& definition,
                                                                  const build_record& record,
                                                                  model_reader& from, std::size_t items_end);

}  // namespace footfall::model
