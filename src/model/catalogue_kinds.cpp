// The part of the table of models that is made from the catalogue, or from what people say.
#include "model/editorial.hpp"
#include "model/kind_parts.hpp"
#include "model/popularity.hpp"
#include "model/recently_added.hpp"
#include "model/similar_content.hpp"
#include "model/similar_text.hpp"

namespace footfall::model {

namespace {

using events::event_type;

// From the catalogue alone. What is recommended is there to be clicked.
model_kind recently_added_kind(std::string_view type, std::string_view title,
                               std::span<const model_option> own_options) {
  return {.type = type,
          .title = title,
          .learns_from = event_type::click,
          .inputs = {},
          .family = model_family::other,
          .needs_context = false,
          .options = {own_options.begin(), own_options.end()},
          .make_updater = make_recently_added_updater,
          .load = load_popularity,
          .reads_catalogue = true};
}

model_kind similar_kind(std::string_view type, std::string_view title,
                        std::span<const model_option> own_options,
                        decltype(model_kind::make_updater) make_updater, decltype(model_kind::load) load) {
  auto kind = recently_added_kind(type, title, own_options);
  kind.needs_context = true;
  kind.make_updater = make_updater;
  kind.load = load;
  return kind;
}

model_kind editorial_kind(std::string_view type, std::string_view title) {
  auto kind = recently_added_kind(type, title, {});
  kind.make_updater = make_editorial_updater;
  kind.reads_catalogue = false;
  return kind;
}

}  // namespace

std::vector<model_kind> kinds_of_catalogue() {
  return {
      recently_added_kind("RECENTLY_ADDED", "New in the catalogue", recently_added_options),
      recently_added_kind("RANDOM", "New in the catalogue, at random", random_options),
      similar_kind("CB", "Similar by attributes", similar_content_options, make_similar_content_updater,
                   load_similar_content),
      similar_kind("CBFT", "Similar by text", similar_text_options, make_similar_text_updater,
                   load_similar_text),
      editorial_kind("EDITOR_BASED", "Editorial list"),
  };
}

}  // namespace footfall::model
