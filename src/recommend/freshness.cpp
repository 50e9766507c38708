#include "recommend/freshness.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t least_ms = 5 * minute_ms;
constexpr std::int64_t most_ms = 24 * 60 * minute_ms;

// A model is counted anew after a 32nd of its half life, or when it shuffles its items, and its answers last
// for half of that; one without half life, or with a long one, lasts a day. What happened last is another
// list soon.
std::int64_t lasts_ms(const model::built_model& built) noexcept {
  if (built.kind != nullptr && built.kind->of_last_events) return least_ms;
  const auto& definition = built.definition;
  const auto shuffled_ms = definition.ms(model::option::shuffle);
  const auto period_ms = shuffled_ms > 0 ? shuffled_ms : definition.ms(model::option::half_life) / 32;
  return period_ms == 0 || period_ms >= most_ms ? most_ms : std::max(period_ms / 2, least_ms);
}

void note_model(const model::built_model& built, freshness& fresh) {
  if (!built.content) return;
  const auto serves_ms = std::max(built.serves_ms, built.content->record().built_at_ms);
  fresh.newest_model_ms = std::max(fresh.newest_model_ms, serves_ms);
}

}  // namespace

bool has_own_categories(const scenario_stage& stage) noexcept {
  return stage.category != category_scope::asked && stage.category != category_scope::site;
}

bool reads_categories(const query& question, const scenario& plan) noexcept {
  if (!question.categories.empty() || question.categories_of_context) return true;
  const auto& filters = plan.filters;
  return filters.same_category || filters.category_of_context || !filters.excluded_categories.empty() ||
         std::ranges::any_of(plan.boosts, [](const auto& each) { return each.by == "category"; }) ||
         std::ranges::any_of(plan.stages, &has_own_categories);
}

freshness freshness_of(const recommend_input& input, scenario_models models, scenario_models asked,
                       bool reads_user) {
  freshness fresh{.lasts_ms = reads_user ? least_ms : most_ms};
  for (const auto& each : asked) fresh.lasts_ms = std::min(fresh.lasts_ms, lasts_ms(*each.built));
  // Also of models that were not asked: the first ranking orders equal scores of all.
  fresh.newest_model_ms = input.models.mixed_ms;
  for (const auto& each : models) note_model(*each.built, fresh);
  if (input.plan.filters.top_sellers != 0)
    for (const auto& each : input.models.models)
      if (each.kind != nullptr && each.kind->learns_from == events::event_type::buy) note_model(each, fresh);
  for (const auto& entry : input.history)
    fresh.newest_entry_ms = std::max(fresh.newest_entry_ms, std::int64_t{entry.time_s} * 1000);
  return fresh;
}

}  // namespace footfall::recommend
