#include "recommend/freshness.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t least_ms = 5 * minute_ms;
constexpr std::int64_t most_ms = 24 * 60 * minute_ms;

// A model is counted anew after a 32nd of its half life, and its answers last for half of that; one without
// half life, or with a long one, lasts a day.
std::int64_t lasts_ms(const model::model_definition& definition) noexcept {
  const auto period_ms = definition.ms(model::option::half_life) / 32;
  return period_ms == 0 || period_ms >= most_ms ? most_ms : std::max(period_ms / 2, least_ms);
}

}  // namespace

freshness freshness_of(const recommend_input& input, std::span<const scenario_stage> asked, bool reads_user) {
  freshness fresh{.lasts_ms = reads_user ? least_ms : most_ms};
  for (const auto& stage : asked)
    for (const auto& part : stage.models) {
      const auto* built = input.models.find(part.model);
      if (built == nullptr) continue;
      fresh.lasts_ms = std::min(fresh.lasts_ms, lasts_ms(built->definition));
      if (built->content)
        fresh.newest_model_ms = std::max(fresh.newest_model_ms, built->content->record().built_at_ms);
    }
  for (const auto& entry : input.history)
    fresh.newest_entry_ms = std::max(fresh.newest_entry_ms, std::int64_t{entry.time_s} * 1000);
  return fresh;
}

}  // namespace footfall::recommend
