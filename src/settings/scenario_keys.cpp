#include "scenario_keys.hpp"

#include "text_form.hpp"

#include "footfall/recommend/filters.hpp"
#include "units.hpp"

#include <nlohmann/json.hpp>

namespace footfall::settings {

using enum value_kind;

std::vector<setting> scenario_keys() {
  return {
      {.name = "id",
       .kind = text,
       .description = "Name in the address of a recommendation",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.scenario->id; }},
      {.name = "title",
       .kind = text,
       .description = "Title for people",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.scenario->title; }},
      {.name = "description",
       .kind = text,
       .description = "What it is for",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.scenario->description; }},
      {.name = "enabled",
       .kind = boolean,
       .description = "A disabled scenario is answered like an unknown one",
       .keep = [](const destination& to) { return &to.scenario->enabled; }},
      {.name = "input_type",
       .kind = whole_number,
       .description = "Item type of context items",
       .least = 1,
       .most = item_number_max,
       .keep = [](const destination& to) { return &to.scenario->input_type; }},
      {.name = "output_types",
       .kind = item_type_list,
       .description = "Item types that are recommended; the lowest is the default",
       .least = 1,
       .most = item_number_max,
       .keep = [](const destination& to) { return &to.scenario->output_types; }},
      {.name = "stages",
       .kind = list,
       .description = "Asked one after the other until there are enough items",
       .most = 4,
       .required = true,
       .clear = [](const destination& to) { to.scenario->stages.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.stage = &to.scenario->stages.emplace_back(); },
       .filled = true},
      {.name = "filters", .kind = object, .description = "What is left out of the answer"},
      {.name = "boosts",
       .kind = list,
       .description = "What moves up once the order is known, of several that want an item the most",
       .most = 20,
       .clear = [](const destination& to) { to.scenario->boosts.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.boost = &to.scenario->boosts.emplace_back(); }},
  };
}

std::vector<setting> stage_keys() {
  return {
      {.name = "models",
       .kind = list,
       .description = "Models that answer together; a text is the id of a model with weight 1",
       .most = 20,
       .required = true,
       .clear = [](const destination& to) { to.stage->models.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.stage_model = &to.stage->models.emplace_back(); },
       .text_stands_for = "model",
       .filled = true},
      {.name = "chosen_weights",
       .kind = boolean,
       .description = "The weights of co-occurrence and session kNN are those chosen from the customer's log",
       .keep = [](const destination& to) { return &to.stage->chosen_weights; }},
      {.name = "category",
       .kind = text,
       .description = "Which categories it is about, from those of the request, else of the context items: "
                      "the whole site, the same and below, some levels further up, or the main category; "
                      "`asked`: rankings keep to those of the request",
       .form = &category_scope_form,
       .keep = [](const destination& to) { return &to.stage->category; }},
      {.name = "category_levels",
       .kind = whole_number,
       .description = "Of `above`: how many levels further up; of `main`: how many levels from the top",
       .least = 1,
       .most = 20,
       .keep = [](const destination& to) { return &to.stage->category_levels; }},
  };
}

std::vector<setting> stage_model_keys() {
  return {
      {.name = "model",
       .kind = text,
       .description = "Id of a model of this customer",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.stage_model->model; }},
      {.name = "weight",
       .kind = decimal,
       .description = "Share in the mixture of the stage",
       .least = 0.001,
       .most = 1000,
       .keep = [](const destination& to) { return &to.stage_model->weight; }},
      {.name = "context",
       .kind = text,
       .description = "Where context items come from: the request, or a history of the user",
       .form = &context_flag_form,
       .keep = [](const destination& to) { return &to.stage_model->context; }},
      {.name = "everywhere",
       .kind = boolean,
       .description = "The share of a model without context also reaches the items that the others name",
       .keep = [](const destination& to) { return &to.stage_model->everywhere; }},
      {.name = "data",
       .kind = text,
       .description = "Whether all of the model answers, or the part that the request names by attributes of "
                      "items, where the model has such submodels",
       .form = &model_data_form,
       .keep = [](const destination& to) { return &to.stage_model->data; }},
      {.name = "maximum_rating_age",
       .kind = duration,
       .description = "Of models with a time scope: only what is younger counts, 1, 7, 14, 30, 45, 60, "
                      "90, 180, 320 or 365 days; 0s: as the model says",
       .least = 0,
       .most = 3650 * day,
       .keep = [](const destination& to) { return &to.stage_model->scope_ms; }},
  };
}

namespace {

// What the value of a switch looks like, and how large it may be.
struct switch_form {
  value_kind kind;
  double most = 0;
};

switch_form form_of(bool recommend::filter_settings::*) { return {boolean}; }
switch_form form_of(recommend::automatic_switch recommend::filter_settings::*) { return {automatic_boolean}; }
switch_form form_of(std::uint32_t recommend::filter_settings::*) { return {whole_number, 1000}; }
switch_form form_of(std::int64_t recommend::filter_settings::*) { return {duration, 36500 * day}; }
switch_form form_of(double recommend::filter_settings::*) { return {decimal, 1e12}; }
switch_form form_of(std::vector<std::string> recommend::filter_settings::*) { return {text_list}; }

}  // namespace

std::vector<setting> boost_keys() {
  return {
      {.name = "by",
       .kind = text,
       .description = "Which items move up",
       .form = &boost_form,
       .required = true,
       .keep = [](const destination& to) { return &to.boost->by; }},
      {.name = "places",
       .kind = whole_number,
       .description = "By how many places they move",
       .least = 1,
       .most = 50,
       .keep = [](const destination& to) { return &to.boost->places; }},
      {.name = "attribute",
       .kind = text,
       .description = "Of `attribute` and `user`: the key of the items' attribute",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.boost->attribute; }},
      {.name = "value",
       .kind = text,
       .description = "Of `attribute`: the value under that key; of `category`: the path",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.boost->value; }},
      {.name = "user_attribute",
       .kind = text,
       .description = "Of `user`: the key of the user's attribute",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.boost->user_attribute; }},
      {.name = "maximum_age",
       .kind = duration,
       .description = "Of `new`: how long an item is new",
       .least = 0,
       .most = 36500 * day,
       .keep = [](const destination& to) { return &to.boost->maximum_age_ms; }},
  };
}

// The table of filters is the recommender's: a new filter there is a key here without another word.
std::vector<setting> filter_keys() {
  std::vector<setting> keys;
  for (const auto& row : recommend::filters())
    std::visit(
        [&](auto which) {
          if constexpr (!std::is_same_v<decltype(which), std::monostate>) {
            const auto form = form_of(which);
            keys.push_back({.name = row.name,
                            .kind = form.kind,
                            .description = row.leaves_out,
                            .most = form.most,
                            .form = &any_text_form,
                            .keep = [which](const destination& to) -> member {
                              return &(to.scenario->filters.*which);
                            }});
          }
        },
        row.enabled);
  return keys;
}

}  // namespace footfall::settings
