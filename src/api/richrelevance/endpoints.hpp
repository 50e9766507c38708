// The endpoints of RichRelevance's family that rows of `routes.cpp` name; each is described there and in its
// own file.
#pragma once

#include "footfall/api/routes.hpp"

namespace footfall::api::richrelevance {

result<void> recs_for_placements(const endpoint_call&, http::response&);
/// Whether the history of a visitor has to come back from the archive; see `route::waits`.
[[nodiscard]] bool visitor_waits(const endpoint_call& head);
result<void> recs_for_placements_context(const endpoint_call&, http::response&);
result<void> page_options(const endpoint_call&, http::response&);
result<void> click_recommended(const endpoint_call&, http::response&);
result<void> recs_using_strategy(const endpoint_call&, http::response&);
result<void> set_preference(const endpoint_call&, http::response&);
result<void> show_preferences(const endpoint_call&, http::response&);
result<void> show_user_profile(const endpoint_call&, http::response&);
result<void> get_products(const endpoint_call&, http::response&);

}  // namespace footfall::api::richrelevance
