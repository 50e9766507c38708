// The table of models and the built-in library.
#include "footfall/model/model_kinds.hpp"

#include <gtest/gtest.h>

#include <set>

namespace footfall::test {
namespace {

TEST(model_kinds, types_and_library_ids_are_unique) {
  std::set<std::string_view> types;
  for (const auto& kind : model::model_kinds()) EXPECT_TRUE(types.insert(kind.type).second) << kind.type;
  std::set<std::string> ids;
  for (const auto& definition : model::built_in_models()) EXPECT_TRUE(ids.insert(definition.id).second);
  EXPECT_EQ(types.size(), 17U);
}

TEST(model_kinds, documented_types_are_there) {
  for (const auto* type :
       {"POPULARITY_SHORT_CLICK", "POPULARITY_SHORT_BUY", "POPULARITY_SHORT_CONSUME", "POPULARITY_SHORT_RATE",
        "POPULARITY_LONG_CLICK", "POPULARITY_LONG_BUY", "POPULARITY_LONG_CONSUME", "POPULARITY_LONG_RATE",
        "CF_I2I_CLICK", "CF_I2I_BUY", "CF_I2I_CONSUME", "SESSION_KNN_CLICK", "SESSION_KNN_SET_CLICK"})
    EXPECT_NE(model::find_model_kind(type), nullptr) << type;
  EXPECT_EQ(model::find_model_kind("cf_i2i_click"), nullptr);
  EXPECT_EQ(model::find_model_kind(""), nullptr);
}

TEST(model_kinds, all_but_popularity_needs_context) {
  for (const auto& kind : model::model_kinds())
    EXPECT_EQ(kind.needs_context, !kind.type.starts_with("POPULARITY_")) << kind.type;
}

TEST(model_kinds, family_and_event_find_a_kind) {
  using enum model::model_family;
  EXPECT_EQ(model::find_model_kind(session_sets, events::event_type::buy)->type, "SESSION_KNN_SET_BUY");
  EXPECT_EQ(model::find_model_kind(co_occurrence, events::event_type::rate), nullptr);
}

TEST(model_kinds, default_definition_takes_history_and_half_life_of_its_kind) {
  const auto* kind = model::find_model_kind("CF_I2I_BUY");
  const auto definition = model::default_definition("mine", "CF_I2I_BUY");
  EXPECT_EQ(definition.id, "mine");
  EXPECT_EQ(definition.type, "CF_I2I_BUY");
  EXPECT_EQ(definition.history_ms, kind->history_ms);
  EXPECT_EQ(definition.half_life_ms, kind->half_life_ms);
}

}  // namespace
}  // namespace footfall::test
