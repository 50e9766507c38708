// All models of one customer: updated one after the other, found by id.
#include "footfall/model/model_set.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <new>

namespace footfall::model {

namespace {

const model_kind* choose_kind(const model_definition& definition, std::span<const weight_choice> choices) {
  const auto* kind = find_model_kind(definition.type);
  if (kind == nullptr || kind->family != model_family::session_order) return kind;
  const auto choice = std::ranges::find(choices, kind->learns_from, &weight_choice::learns_from);
  if (choice == choices.end() || !choice->by_sets) return kind;
  return find_model_kind(model_family::session_sets, kind->learns_from);
}

}  // namespace

const built_model* model_set::find(std::string_view id) const noexcept {
  const auto entry =
      std::ranges::find_if(models, [&](const built_model& built) { return built.definition.id == id; });
  return entry == models.end() ? nullptr : &*entry;
}

const weight_choice* model_set::choice_of(events::event_type learns_from) const noexcept {
  const auto choice = std::ranges::find(choices, learns_from, &weight_choice::learns_from);
  return choice == choices.end() ? nullptr : &*choice;
}

// The updater that made this model last time, or a new one.
model_library::updated_model model_library::take(const model_definition& definition, const model_kind* kind) {
  const auto known = std::ranges::find_if(models_, [&](const updated_model& each) {
    return each.updater && each.definition == definition && each.kind == kind;
  });
  if (known != models_.end()) return std::move(*known);
  return {definition, kind, kind == nullptr ? nullptr : kind->make_updater(definition, kind->learns_from)};
}

boost::shared_ptr<const model_set> model_library::update(std::span<const model_definition> definitions,
                                                         const build_input& input,
                                                         std::span<const weight_choice> choices) {
  auto set = boost::make_shared<model_set>();
  set->built_at_ms = input.now_ms;
  set->events_seen = input.history.size();
  set->choices.assign(choices.begin(), choices.end());
  std::vector<updated_model> updated;
  for (const auto& definition : definitions) {
    const auto* kind = choose_kind(definition, choices);
    auto next = take(definition, kind);
    built_model built{definition, kind, nullptr};
    try {
      if (next.updater) built.content = next.updater->update(input);
    } catch (const std::bad_alloc&) {
      // One model that is too large must not take the others with it: its scenarios go on with their next
      // stage, and the model status shows that it is missing. It begins anew the next time.
      next.updater.reset();
    }
    set->models.push_back(std::move(built));
    updated.push_back(std::move(next));
  }
  models_ = std::move(updated);
  return set;
}

boost::shared_ptr<const model_set> build_models(std::span<const model_definition> definitions,
                                                const build_input& input,
                                                std::span<const weight_choice> choices) {
  return model_library().update(definitions, input, choices);
}

}  // namespace footfall::model
