// The rows of the table of configuration keys that say how a model is built.
#include "model_keys.hpp"

#include "text_form.hpp"

namespace footfall::settings {

namespace {

using enum value_kind;

constexpr double hour = 3'600'000;
constexpr double day = 24 * hour;

setting model_time(std::string_view name, std::string_view description, double least,
                   std::int64_t model::model_definition::*which) {
  return {.name = name,
          .kind = duration,
          .description = description,
          .least = least,
          .most = 3650 * day,
          .keep = [which](const destination& to) { return &(to.model->*which); }};
}

template <class Number>
setting model_number(std::string_view name, value_kind kind, std::string_view description, double least,
                     double most, Number model::model_definition::*which) {
  return {.name = name,
          .kind = kind,
          .description = description,
          .least = least,
          .most = most,
          .keep = [which](const destination& to) { return &(to.model->*which); }};
}

}  // namespace

std::vector<setting> model_keys() {
  using model::model_definition;
  return {
      {.name = "id",
       .kind = text,
       .description = "Reference code; scenarios name it, links carry it as `modelid`",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.model->id; }},
      {.name = "type",
       .kind = text,
       .description = "What the model does; decides the defaults of its times",
       .form = &model_type_form,
       .required = true,
       .keep = [](const destination& to) { return &to.model->type; }},
      model_time("history", "Only events younger than this are used", hour, &model_definition::history_ms),
      model_time("half_life", "An event of this age counts half; 0s: age does not matter", 0,
                 &model_definition::half_life_ms),
      model_number("pair_distance", whole_number, "Co-occurrence: most steps between the two items of a pair",
                   1, 100, &model_definition::pair_distance),
      model_number("backward_weight", decimal,
                   "Weight of a pair, or of an item of a similar session, against the order of time", 0, 1,
                   &model_definition::backward_weight),
      model_number("damping", decimal, "Co-occurrence: added to the support of both items", 0, 1000,
                   &model_definition::damping),
      model_number("neighbour_exponent", decimal, "Co-occurrence: how much a popular neighbour is held back",
                   0, 1, &model_definition::neighbour_exponent),
      model_number("neighbours", whole_number, "Co-occurrence: best neighbours kept of each item", 1, 1000,
                   &model_definition::neighbours),
      model_number("context_decay", decimal, "Co-occurrence: a context item of rank r counts 1 / r^this", 0,
                   10, &model_definition::context_decay),
      model_number(
          "second_order", decimal,
          "Co-occurrence in a mixture: weight of neighbours of neighbours of items with few; 0: none", 0, 1,
          &model_definition::second_order),
      model_number("context_events", whole_number,
                   "Session kNN: how many of the newest context items are looked at", 1, 10,
                   &model_definition::context_events),
      model_number("session_candidates", whole_number,
                   "Session kNN: newest sessions that share items with the context, to choose from", 1, 5000,
                   &model_definition::session_candidates),
      model_number("session_neighbours", whole_number, "Session kNN: most similar sessions that count", 1,
                   1000, &model_definition::session_neighbours),
      model_time("short_window", "Popularity: only events younger than this when they are enough; 0s: never",
                 0, &model_definition::short_window_ms),
      model_number("short_events_min", whole_number,
                   "Popularity: how many events inside `short_window` are enough", 1, 1e9,
                   &model_definition::short_events_min),
      model_number("window_events_min", whole_number,
                   "With fewer events inside `history` it ends at the newest event instead of now", 0, 1e9,
                   &model_definition::window_events_min),
  };
}

}  // namespace footfall::settings
