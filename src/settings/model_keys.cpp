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
          .keep =
              [key = option.key](const destination& to) {
                auto* const value = to.model->find(key);
                return value == nullptr ? member{} : member{value};
              },
          .automatic = option.may_be_automatic};
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

// What of its log a model can answer from.
std::vector<setting> audience_keys() {
  return {
      {.name = "segment_groups",
       .kind = list,
       .description = "Groups of segments of users: a stage can ask for what they like",
       .clear = [](const destination& to) { to.model->segment_groups.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.segment_group = &to.model->segment_groups.emplace_back(); }},
      {.name = "user_attributes",
       .kind = text_list,
       .description =
           "Attributes of users: a request can ask for what users with one value like; to prefer what users "
           "with its own like needs no setting",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.model->user_attributes; }},
  };
}

}  // namespace

void add_model(destination& to, std::string_view, const nlohmann::json& content) {
  to.model = &to.customer->models.edit().emplace_back();
  // The defaults of the other keys depend on the type, so that it is looked at first.
  const auto type = content.find("type");
  if (type != content.end() && type->is_string() &&
      model::find_model_kind(type->get_ref<const std::string&>()) != nullptr)
    *to.model = model::default_definition("", type->get_ref<const std::string&>());
}

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
      {.name = "list",
       .kind = text,
       .description =
           "Of the type `PROFILE`: what the user did; it is `PROFILE_CLICK` with `CLICK`, and so on",
       .form = &model_list_form,
       .keep = [](const destination&) { return member{}; }},
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
  keys.push_back({.name = "source",
                  .kind = text,
                  .description =
                      "Of `STEREOTYPES_CF_*`: what groups of items are made from: `rows`, those that "
                      "go together, or the values of an attribute, `category` or `brand`",
                  .form = &any_text_form,
                  .keep = [](const destination& to) { return &to.model->source; }});
  keys.push_back(
      {.name = "stem",
       .kind = text,
       .description =
           "Of texts that are compared: whether words are cut to their stems: as the language of a text says "
           "(automatic), or this one where a text names none",
       .form = &word_stem_form,
       .keep = [](const destination& to) { return &to.model->stem; }});
  keys.push_back({.name = "submodels",
                  .kind = list,
                  .description = "Parts that a request can ask for, by attributes of items or users",
                  .clear = [](const destination& to) { to.model->submodels.clear(); },
                  .add = [](destination& to, std::string_view,
                            const nlohmann::json&) { to.submodel = &to.model->submodels.emplace_back(); }});
  for (auto& each : audience_keys()) keys.push_back(std::move(each));
  for (const auto& option : all_options()) keys.push_back(key_of(option));
  return keys;
}

std::vector<setting> segment_group_keys() {
  return {
      {.name = "id",
       .kind = text,
       .description = "Name in explanations",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.segment_group->id; }},
      {.name = "parts",
       .kind = list,
       .description = "All must be true for a user",
       .required = true,
       .clear = [](const destination& to) { to.segment_group->parts.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.segment_choice = &to.segment_group->parts.emplace_back(); },
       .filled = true},
  };
}

std::vector<setting> segment_choice_keys() {
  return {
      {.name = "join",
       .kind = text,
       .description = "Whether a user must be in all of the segments, or in any",
       .form = &segment_join_form,
       .keep = [](const destination& to) { return &to.segment_choice->join; }},
      {.name = "segments",
       .kind = text_list,
       .description = "`7`, short for `segment=7`, or another value that the customer says a user has: "
                      "`country=DE`",
       .form = &any_text_form,
       .required = true,
       .keep = [](const destination& to) { return &to.segment_choice->segments; },
       .filled = true},
  };
}

std::vector<setting> time_slot_keys() {
  return {{.name = "from",
           .kind = text,
           .description = "Its beginning",
           .form = &time_of_day_form,
           .required = true,
           .keep = [](const destination& to) { return &to.time_slot->from; }},
          {.name = "to",
           .kind = text,
           .description = "Its end, which does not belong to it; `24:00` is midnight",
           .form = &time_of_day_form,
           .required = true,
           .keep = [](const destination& to) { return &to.time_slot->to; }}};
}

std::vector<setting> submodel_keys() {
  return {
      {.name = "key",
       .kind = text,
       .description = "Key of the attribute, and of the parameter of requests; `brand` and `price` are some",
       .form = &any_text_form,
       .required = true,
       .keep = [](const destination& to) { return &to.submodel->key; }},
      {.name = "groups",
       .kind = list,
       .description = "Of texts: values that mean the same",
       .clear = [](const destination& to) { to.submodel->groups.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.group = &to.submodel->groups.emplace_back(); }},
      {.name = "intervals",
       .kind = list,
       .description = "Of numbers: where they lie, ascending; the last one holds its end, too",
       .clear = [](const destination& to) { to.submodel->intervals.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.interval = &to.submodel->intervals.emplace_back(); }},
      {.name = "source",
       .kind = text,
       .description = "Whose attribute it is: of items, or of users, for what those with the values did",
       .form = &attribute_source_form,
       .keep = [](const destination& to) { return &to.submodel->source; }},
  };
}

std::vector<setting> value_group_keys() {
  return {{.name = "values",
           .kind = text_list,
           .description = "Values of the attribute; a request names any of them",
           .form = &any_text_form,
           .required = true,
           .keep = [](const destination& to) { return &to.group->values; },
           .filled = true}};
}

std::vector<setting> number_interval_keys() {
  return {{.name = "from",
           .kind = decimal,
           .description = "The least number; of prices in major units of the customer's currency",
           .least = -1e15,
           .most = 1e15,
           .required = true,
           .keep = [](const destination& to) { return &to.interval->from; }},
          {.name = "to",
           .kind = decimal,
           .description = "Its end, which belongs to the next interval",
           .least = -1e15,
           .most = 1e15,
           .required = true,
           .keep = [](const destination& to) { return &to.interval->to; }}};
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
       .description = "Whether values are equal or not, numbers, or texts by their words; `price` is a "
                      "number, `category` a value",
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
