// All models of one customer: built one after the other, found by id.
#include "footfall/model/model_set.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <new>

namespace footfall::model {

const built_model* model_set::find(std::string_view id) const noexcept {
  const auto entry =
      std::ranges::find_if(models, [&](const built_model& built) { return built.definition.id == id; });
  return entry == models.end() ? nullptr : &*entry;
}

boost::shared_ptr<const model_set> build_models(std::span<const model_definition> definitions,
                                                const build_input& input) {
  auto set = boost::make_shared<model_set>();
  set->built_at_ms = input.now_ms;
  set->events_seen = input.history.size();
  for (const auto& definition : definitions) {
    built_model built{definition, find_model_kind(definition.type), nullptr};
    try {
      if (built.kind != nullptr)
        built.content = built.kind->build(definition, built.kind->learns_from, input);
    } catch (const std::bad_alloc&) {
      // One model that is too large must not take the others with it: its scenarios go on with their next
      // stage, and the model status shows that it is missing.
    }
    set->models.push_back(std::move(built));
  }
  return set;
}

}  // namespace footfall::model
