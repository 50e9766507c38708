// The rows of the table of configuration keys that say how a model is built.
#include "model_keys.hpp"

#include "text_form.hpp"

#include <nlohmann/json.hpp>

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
  keys.push_back({.name = "items",
                  .kind = text_list,
                  .description = "Of editorial lists: ids, the first comes first; `2/abc` is of type 2",
                  .form = &any_text_form,
                  .keep = [](const destination& to) { return &to.model->items; }});
  keys.push_back({.name = "attributes",
                  .kind = list,
                  .description = "Of `CB`: what items are compared by, the first 16; a text is the key of an "
                                 "attribute; none: category, brand and price. Of `CBFT`: which texts are "
                                 "compared; none: all",
                  .clear = [](const destination& to) { to.model->attributes.clear(); },
                  .add = [](destination& to, std::string_view,
                            const nlohmann::json&) { to.compared = &to.model->attributes.emplace_back(); },
                  .text_stands_for = "key"});
  for (const auto& option : all_options()) keys.push_back(key_of(option));
  return keys;
}

std::vector<setting> compared_attribute_keys() {
  return {
      {.name = "key",
       .kind = text,
       .description = "Key of the attribute; `category`, `brand` and `price` are some",
       .form = &any_text_form,
       .required = true,
       .keep = [](const destination& to) { return &to.compared->key; }},
      {.name = "type",
       .kind = text,
       .description = "Whether values are equal or not, or numbers; `price` is a number",
       .form = &compared_type_form,
       .keep = [](const destination& to) { return &to.compared->type; }},
      {.name = "weight",
       .kind = decimal,
       .description = "Only the ratio to the others matters",
       .least = 0,
       .most = 1000,
       .keep = [](const destination& to) { return &to.compared->weight; }},
      {.name = "scale",
       .kind = text,
       .description = "Of numbers: whether ratios count or differences; automatic: ratios of prices, and "
                      "where values differ by ten times",
       .form = &number_scale_form,
       .keep = [](const destination& to) { return &to.compared->scale; }},
      {.name = "spread",
       .kind = decimal,
       .description = "Of numbers: the difference, or that of the logarithms, that leaves 1/e; 0: as the "
                      "values of the catalogue say",
       .least = 0,
       .most = 1e12,
       .keep = [](const destination& to) { return &to.compared->spread; }},
  };
}

model::model_definition model_defaults() {
  model::model_definition definition;
  for (const auto& option : all_options())
    if (has_one_default(option)) definition.set(option, option.preset);
  return definition;
}

}  // namespace footfall::settings
