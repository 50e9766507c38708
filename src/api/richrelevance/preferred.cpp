#include "api/richrelevance/preferred.hpp"

#include <algorithm>
#include <iterator>

namespace footfall::api::richrelevance {

std::vector<customer::preference> preferences_of(const endpoint_call& call, const visitor& who,
                                                 std::int64_t now_ms) {
  const auto& table = call.owner->preferences;
  if (table.size() == 0) return {};
  const auto since_s = call.settings->retained_since_s(now_ms);
  const auto of = [&](std::string_view id) {
    return table.of(call.context.hasher.hash(call.settings->id, id), since_s);
  };
  std::vector<customer::preference> all;
  if (!who.user.empty() && !who.session.empty()) all = of(who.session_id);
  std::ranges::move(of(who.id()), std::back_inserter(all));
  std::ranges::stable_sort(all, {}, &customer::preference::time_s);
  std::vector<customer::preference> said;
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (std::ranges::none_of(said, [&](const customer::preference& later) {
          return later.type == each->type && later.target == each->target;
        }))
      said.push_back(std::move(*each));
  return said;
}

}  // namespace footfall::api::richrelevance
