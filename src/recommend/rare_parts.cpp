#include "recommend/rare_parts.hpp"

#include "footfall/model/session_rows.hpp"
#include "footfall/model/sliced_rows.hpp"

namespace footfall::recommend {

namespace {

// The sessions of these events that some model of the customer keeps; null when none does.
const model::session_rows* sessions_of(const model::model_set& models, events::event_type type) {
  for (const auto& each : models.models)
    if (each.content && each.kind != nullptr && each.kind->learns_from == type)
      if (const auto* found = dynamic_cast<const model::session_rows*>(each.content.get())) return found;
  return nullptr;
}

}  // namespace

bool count_rare_part(const model::built_model& built, const model::question& asked,
                     const model::model_set& models, std::span<const model::slice_view> views,
                     model::scored_list& list) {
  const auto* const rows = dynamic_cast<const model::kept_rows*>(built.content.get());
  if (rows == nullptr || !rows->may_lack_neighbours(asked.context)) return false;
  const auto* const sessions = sessions_of(models, built.kind->learns_from);
  if (sessions == nullptr) return false;
  sessions->count_rows(built.definition, asked, list);
  if (!views.empty()) model::add_sliced_rows(built.definition, views, asked, list);
  return true;
}

}  // namespace footfall::recommend
