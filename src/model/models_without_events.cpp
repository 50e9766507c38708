#include "footfall/model/models_without_events.hpp"

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>

#include <algorithm>
#include <mutex>

namespace footfall::model {

boost::shared_ptr<const model_set> models_without_events(std::span<const model_definition> definitions,
                                                         std::int64_t now_ms) {
  // Mostly it is the built-in library that everybody has.
  static std::mutex mutex;
  static boost::weak_ptr<const model_set> last;
  const std::lock_guard lock(mutex);
  if (auto known = last.lock(); known && is_without_events(*known, definitions)) return known;
  auto set = boost::make_shared<model_set>();
  set->built_at_ms = now_ms;
  for (const auto& definition : definitions) {
    const auto* kind = find_model_kind(definition.type);
    if (kind != nullptr && kind->inputs.empty() && !kind->reads_catalogue) return nullptr;
    set->models.push_back({definition, kind, nullptr});
  }
  last = set;
  return set;
}

bool is_without_events(const model_set& models, std::span<const model_definition> definitions) noexcept {
  const auto built = [](const built_model& each) { return each.content != nullptr; };
  return models.events_seen == 0 && std::ranges::none_of(models.models, built) &&
         std::ranges::equal(models.models, definitions, {}, &built_model::definition);
}

}  // namespace footfall::model
