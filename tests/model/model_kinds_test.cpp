// The table of models and the built-in library.
#include "footfall/model/model_kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace footfall::test {
namespace {

TEST(model_kinds, types_and_library_ids_are_unique) {
  std::set<std::string_view> types;
  for (const auto& kind : model::model_kinds()) EXPECT_TRUE(types.insert(kind.type).second) << kind.type;
  std::set<std::string> ids;
  for (const auto& definition : model::built_in_models()) EXPECT_TRUE(ids.insert(definition.id).second);
  EXPECT_EQ(types.size(), 61U);
}

TEST(model_kinds, documented_types_are_there) {
  for (const auto* type :
       {"POPULARITY_SHORT_CLICK", "POPULARITY_SHORT_BUY", "POPULARITY_SHORT_CONSUME", "POPULARITY_SHORT_RATE",
        "POPULARITY_LONG_CLICK", "POPULARITY_LONG_BUY", "POPULARITY_LONG_CONSUME", "POPULARITY_LONG_RATE",
        "CF_I2I_CLICK", "CF_I2I_BUY", "CF_I2I_CONSUME", "SESSION_KNN_CLICK", "SESSION_KNN_SET_CLICK",
        "B2B_LAST_CLICK", "B2B_LAST_BUY", "B2B_RECURRING_BUY"})
    EXPECT_NE(model::find_model_kind(type), nullptr) << type;
  EXPECT_EQ(model::find_model_kind("cf_i2i_click"), nullptr);
  EXPECT_EQ(model::find_model_kind(""), nullptr);
}

TEST(model_kinds, all_but_popularity_histories_and_lists_need_context) {
  for (const auto& kind : model::model_kinds()) {
    const bool is_ranking = kind.type.starts_with("POPULARITY_") || kind.type.starts_with("LAST_EVENTS_");
    const bool is_own = kind.own_history != events::history_type::none || kind.of_segment;
    const bool is_list = kind.inputs.empty() && kind.type != "CB" && kind.type != "CBFT";
    EXPECT_EQ(kind.needs_context, !is_ranking && !is_own && !is_list) << kind.type;
  }
}

TEST(model_kinds, family_and_event_find_a_kind) {
  using enum model::model_family;
  EXPECT_EQ(model::find_model_kind(session_sets, events::event_type::buy)->type, "SESSION_KNN_SET_BUY");
  EXPECT_EQ(model::find_model_kind(co_occurrence, events::event_type::rate), nullptr);
}

TEST(model_kinds, default_definition_takes_history_and_half_life_of_its_kind) {
  const auto definition = model::default_definition("mine", "CF_I2I_BUY");
  EXPECT_EQ(definition.id, "mine");
  EXPECT_EQ(definition.type, "CF_I2I_BUY");
  EXPECT_EQ(definition.ms(model::option::history), 365 * 86'400'000LL);
  EXPECT_EQ(definition.ms(model::option::half_life), 90 * 86'400'000LL);
  EXPECT_EQ(definition.ms(model::option::short_window), 0);
}

TEST(model_kinds, options_that_share_a_key_are_the_same_but_for_their_default) {
  std::map<std::string_view, model::model_option> known;
  for (const auto& kind : model::model_kinds()) {
    std::set<std::string_view> own;
    for (const auto& each : kind.options) {
      EXPECT_TRUE(own.insert(each.key).second) << kind.type << " " << each.key;
      const bool is_automatic = each.may_be_automatic && each.preset == model::automatic;
      EXPECT_TRUE(is_automatic || (each.preset >= each.least && each.preset <= each.most))
          << kind.type << " " << each.key;
      const auto& first = known.try_emplace(each.key, each).first->second;
      EXPECT_EQ(each.unit, first.unit) << each.key;
      EXPECT_EQ(each.least, first.least) << each.key;
      EXPECT_EQ(each.most, first.most) << each.key;
      EXPECT_EQ(each.meaning, first.meaning) << each.key;
    }
  }
}

TEST(model_kinds, a_kind_has_the_options_that_mean_something_to_it_and_no_others) {
  auto popular = model::default_definition("mine", "POPULARITY_LONG_CLICK");
  EXPECT_NE(popular.find("short_window"), nullptr);
  EXPECT_EQ(popular.find("pair_distance"), nullptr);
}

TEST(model_kinds, every_kind_is_made_from_the_events_that_it_tells_of_or_from_none) {
  for (const auto& kind : model::model_kinds())
    EXPECT_TRUE(kind.inputs.empty() || std::ranges::find(kind.inputs, kind.learns_from) != kind.inputs.end())
        << kind.type;
}

}  // namespace
}  // namespace footfall::test
