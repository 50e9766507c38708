#include "recommend/slice_views.hpp"

#include "recommend/submodels.hpp"

#include <algorithm>
#include <string_view>

namespace footfall::recommend {

namespace {

constexpr double slice_prior = 100;
// A time slot holds everybody: its part of the log only adds what is new.
constexpr double time_slot_prior = 10'000;

void add_text(std::string_view name, std::string* text) {
  if (text != nullptr) text->append(text->empty() ? "" : "; ").append(name);
}

// Adds what has happened in the slice of this name.
void add_slice(const model::built_model& built, std::string_view name, model::slice_view& to,
               std::string* text) {
  const auto slice = std::ranges::find(*built.slices, name, &model::model_slice::name);
  if (slice == built.slices->end() || !(slice->total > 0)) return;
  to.slices.push_back(&*slice);
  add_text(name, text);
}

// Each candidate is looked for in all slices of a view: so many of sets of segments, the largest, are enough.
constexpr std::size_t carried_slices_max = 50;

// Adds what happened in sets of segments that events carry, where `fits` says so of their facts; each once.
template <class Fits>
bool add_carried(const model::built_model& built, model::slice_view& to, const Fits& fits) {
  bool any = false;
  for (const auto& slice : *built.slices) {
    if (slice.facts.empty() || !(slice.total > 0) || !fits(slice.facts)) continue;
    any = true;
    if (to.slices.size() < carried_slices_max && std::ranges::find(to.slices, &slice) == to.slices.end())
      to.slices.push_back(&slice);
  }
  return any;
}

// Whether requests may ask the model for what users with some value of an attribute like.
bool has_parts_by(const model::built_model& built, std::string_view key) {
  const auto& known = built.definition.user_attributes;
  return std::ranges::find(known, key) != known.end() ||
         std::ranges::any_of(built.definition.submodels, [&](const model::submodel& each) {
           return each.is_of_users() && each.key == key;
         });
}

// What users with the values that a request names did: with the groups of the model, where it has some by
// this attribute, otherwise each value by itself.
model::slice_view view_of_users(const model::built_model& built, const attribute_selector& by,
                                std::string* text) {
  model::slice_view view{.slices = {}, .prior = slice_prior, .strict = true};
  const auto& groups = built.definition.submodels;
  const auto own = std::ranges::find_if(
      groups, [&](const model::submodel& each) { return each.is_of_users() && each.key == by.key; });
  if (own == groups.end()) {
    for (const auto& value : by.values) add_slice(built, by.key + "=" + value, view, text);
    return view;
  }
  const auto prefix = by.key + "=";
  for (const auto& slice : *built.slices)
    if (slice.facts.empty() && slice.name.starts_with(prefix) &&
        selects_value(*own, by, std::string_view(slice.name).substr(prefix.size())))
      add_slice(built, slice.name, view, text);
  return view;
}

// What is known of who asks: by the request, without segments of which nothing has come for long, and by the
// customer. `carried`, where somebody asks, is what of it events carried lately.
std::vector<std::string> facts_of(const query& question, const recommend_input& input,
                                  std::vector<std::string>& carried) {
  std::vector<std::string> facts;
  const auto since_s = static_cast<std::uint32_t>(
      std::max<std::int64_t>(input.now_ms - input.segment_inactive_after_ms, 0) / 1000);
  for (const auto& segment : question.segments) {
    const auto state = input.happened == nullptr ? profile::segment_state::unknown
                                                 : input.happened->state_of(segment, since_s);
    if (state == profile::segment_state::inactive) continue;
    facts.push_back(model::fact_of(segment));
    if (state == profile::segment_state::active) carried.push_back(facts.back());
  }
  for (const auto& [key, value] : input.user_values)
    facts.push_back(std::string(key).append(1, '=').append(value));
  return facts;
}

// What happened in the groups that are true; where none is, in all of the segments at once.
model::slice_view view_of_segments(const model::built_model& built, const query& question,
                                   const recommend_input& input, std::string* text) {
  model::slice_view view{.slices = {}, .prior = slice_prior, .strict = true};
  std::vector<std::string> carried;
  const auto facts = facts_of(question, input, carried);
  bool any_true = false;
  for (const auto& group : built.definition.segment_groups) {
    if (!model::is_true(group, facts)) continue;
    any_true = true;
    const auto users = view.slices.size();
    add_slice(built, group.id, view, text);
    const bool told = view.slices.size() != users;
    if (add_carried(built, view, [&](const auto& set) { return model::is_true(group, set); }) && !told)
      add_text(group.id, text);
  }
  if (any_true || carried.empty()) return view;
  const auto has_all = [&](const std::vector<std::string>& set) {
    return std::ranges::all_of(carried,
                               [&](const auto& each) { return std::ranges::binary_search(set, each); });
  };
  if (add_carried(built, view, has_all))
    for (const auto& each : carried) add_text(each, text);
  return view;
}

}  // namespace

std::vector<model::slice_view> find_views(const stage_model& part, const model::built_model& built,
                                          const query& question, const recommend_input& input,
                                          std::string* text) {
  std::vector<model::slice_view> views;
  if (!built.slices) return views;
  const auto keep = [&](model::slice_view view) {
    if (!view.slices.empty()) views.push_back(std::move(view));
  };
  if (part.data == model_data::segments) keep(view_of_segments(built, question, input, text));
  if (part.data == model_data::submodels)
    for (const auto& by : question.selectors)
      if (has_parts_by(built, by.key)) keep(view_of_users(built, by, text));
  for (const auto& key : question.user_attributes) {
    model::slice_view view{.slices = {}, .prior = slice_prior};
    for (const auto& said : input.user_values)
      if (said.key == key) add_slice(built, key + "=" + std::string(said.value), view, text);
    keep(std::move(view));
  }
  if (question.prefers_time_slot && !input.time_slot.empty()) {
    model::slice_view view{.slices = {}, .prior = time_slot_prior};
    add_slice(built, input.time_slot, view, text);
    keep(std::move(view));
  }
  return views;
}

bool selects_users(const query& question, scenario_models models) noexcept {
  return std::ranges::any_of(models, [&](const scenario_model& each) {
    return each.part->data == model_data::submodels &&
           std::ranges::any_of(question.selectors,
                               [&](const auto& by) { return has_parts_by(*each.built, by.key); });
  });
}

bool is_about_user(const query& question, const scenario& plan) noexcept {
  return !question.user_attributes.empty() ||
         std::ranges::any_of(plan.stages, [](const scenario_stage& stage) {
           return std::ranges::any_of(
               stage.models, [](const stage_model& part) { return part.data == model_data::segments; });
         });
}

}  // namespace footfall::recommend
