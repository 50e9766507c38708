// The library of models that a customer without models of its own gets.
#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace {

struct library_row {
  std::string_view id;
  std::string_view type;
};

// The ids that the built-in scenarios refer to and that links carry as `modelid`.
constexpr std::array library{
    library_row{"top_clicked", "POPULARITY_SHORT_CLICK"},
    library_row{"top_bought", "POPULARITY_SHORT_BUY"},
    library_row{"top_consumed", "POPULARITY_SHORT_CONSUME"},
    library_row{"top_rated", "POPULARITY_SHORT_RATE"},
    library_row{"top_clicked_long", "POPULARITY_LONG_CLICK"},
    library_row{"top_bought_long", "POPULARITY_LONG_BUY"},
    library_row{"top_consumed_long", "POPULARITY_LONG_CONSUME"},
    library_row{"top_rated_long", "POPULARITY_LONG_RATE"},
    library_row{"also_clicked", "CF_I2I_CLICK"},
    library_row{"also_bought", "CF_I2I_BUY"},
    library_row{"also_consumed", "CF_I2I_CONSUME"},
    library_row{"session_clicked", "SESSION_KNN_CLICK"},
    library_row{"session_bought", "SESSION_KNN_BUY"},
    library_row{"session_consumed", "SESSION_KNN_CONSUME"},
    library_row{"set_bought", "RIDGE_SET_BUY"},
    library_row{"predicted_clicked", "POPULARITY_PREDICTIVE_CLICK"},
    library_row{"predicted_bought", "POPULARITY_PREDICTIVE_BUY"},
    library_row{"best_rated", "POPULARITY_LONG_RATE"},
    library_row{"similar_rated", "CF_I2I_RATE"},
    library_row{"ultimately_bought", "CF_I2I_MIX_CLICK_BUY"},
    library_row{"ultimately_consumed", "CF_I2I_MIX_CLICK_CONSUME"},
    library_row{"bundle", "CF_I2I_MIX_BUY_BUY"},
    library_row{"last_viewed", "PROFILE_CLICK"},
    library_row{"last_bought", "PROFILE_BUY"},
    library_row{"own_bought", "OWN_ITEMS_BUY"},
    library_row{"buy_again", "RECURRING_BUY"},
    library_row{"shopping_list", "SUGGESTION"},
    library_row{"recently_added", "RECENTLY_ADDED"},
    library_row{"random", "RANDOM"},
    library_row{"similar_content", "CB"},
    library_row{"similar_text", "CBFT"},
};

std::vector<model_definition> make_built_in_models() {
  std::vector<model_definition> definitions;
  definitions.reserve(std::size(library));
  for (const auto& row : library) {
    auto& added = definitions.emplace_back(default_definition(row.id, row.type));
    const auto family = find_model_kind(row.type)->family;
    if (family != model_family::co_occurrence && family != model_family::session_order) continue;
    // What suits news does not suit fashion or wholesale.
    added.set(option::history, automatic);
    added.set(option::half_life, automatic);
  }
  return definitions;
}

}  // namespace

shared_list<model_definition> built_in_models() {
  static const shared_list<model_definition> models(make_built_in_models());
  return models;
}

}  // namespace footfall::model
