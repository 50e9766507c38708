// The rows of the table of configuration keys that say how a model is built.
#include "model_keys.hpp"

#include "text_form.hpp"

#include <algorithm>

namespace footfall::settings {

namespace {

using enum value_kind;

value_kind kind_of(model::option_unit unit) {
  switch (unit) {
    case model::option_unit::whole_number:
      return whole_number;
    case model::option_unit::decimal:
      return decimal;
    case model::option_unit::duration_ms:
      return duration;
  }
  return decimal;
}

// What it is set to of a model whose kind has no such option changes nothing.
setting key_of(const model::model_option& option) {
  return {.name = option.key,
          .kind = kind_of(option.unit),
          .description = option.meaning,
          .least = option.least,
          .most = option.most,
          .keep = [key = option.key](const destination& to) {
            auto* const value = to.model->find(key);
            return value == nullptr ? member{} : member{value};
          }};
}

// The options of all kinds, each once.
std::vector<model::model_option> all_options() {
  std::vector<model::model_option> options;
  for (const auto& kind : model::model_kinds())
    for (const auto& each : kind.options)
      if (std::ranges::find(options, each.key, &model::model_option::key) == options.end())
        options.push_back(each);
  return options;
}

// Whether all kinds that have the option agree on its default.
bool has_one_default(const model::model_option& option) {
  return std::ranges::all_of(model::model_kinds(), [&](const model::model_kind& kind) {
    const auto own = std::ranges::find(kind.options, option.key, &model::model_option::key);
    return own == kind.options.end() || own->preset == option.preset;
  });
}

}  // namespace

std::vector<setting> model_keys() {
  std::vector<setting> keys{
      {.name = "id",
       .kind = text,
       .description = "Reference code; scenarios name it, links carry it as `modelid`",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.model->id; }},
      {.name = "type",
       .kind = text,
       .description = "What the model does; decides which options it has, and their defaults",
       .form = &model_type_form,
       .required = true,
       .keep = [](const destination& to) { return &to.model->type; }},
  };
  for (const auto& option : all_options()) keys.push_back(key_of(option));
  return keys;
}

model::model_definition model_defaults() {
  model::model_definition definition;
  for (const auto& option : all_options())
    if (has_one_default(option)) definition.set(option, option.preset);
  return definition;
}

}  // namespace footfall::settings
