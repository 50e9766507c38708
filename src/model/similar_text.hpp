// What is written alike: items whose texts share words that few others have.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

inline constexpr std::array similar_text_options{option::maximum_item_age, option::half_life};

/// `CBFT`: score(y) = sum over context items x of rank r of BM25(words of x, text of y) / r^2 * 0.5^(age of y
/// / half_life), the 25 rarest words of x that another item has. `attributes` names the texts. Texts of one
/// language are compared: that of the question, else that of the context item. Context items, variants of
/// them and what is older than `maximum_item_age` are left out.
[[nodiscard]] std::unique_ptr<model_updater> make_similar_text_updater(const model_definition& definition,
                                                                       events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_similar_text(const model_definition& definition,
                                                               const build_record& record, model_reader& from,
                                                               std::size_t items_end);

}  // namespace footfall::model
