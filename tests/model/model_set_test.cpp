// A set of models: built from definitions, found by id.
#include "footfall/model/model_set.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(model_set, builds_every_definition_even_without_events) {
  const model::event_history history;
  const catalog::item_dictionary items;
  const auto definitions = model::built_in_models();
  const auto set = model::build_models(definitions, {history, items, 1'000'000, 2});
  ASSERT_EQ(set->models.size(), definitions.size());
  EXPECT_EQ(set->built_at_ms, 1'000'000);
  EXPECT_EQ(set->events_seen, 0U);
  for (const auto& built : set->models) {
    ASSERT_TRUE(built.content) << built.definition.id;
    std::vector<model::scored_item> out;
    built.content->answer({.wanted = 10}, out);
    EXPECT_TRUE(out.empty());
  }
}

TEST(model_set, finds_models_by_id_and_keeps_unknown_types_unbuilt) {
  const model::event_history history;
  const catalog::item_dictionary items;
  auto definitions = model::built_in_models();
  definitions.resize(1);
  definitions.push_back(definitions.front());
  definitions.back().id = "strange";
  definitions.back().type = "NO_SUCH_TYPE";
  const auto set = model::build_models(definitions, {history, items, 0, 1});
  ASSERT_NE(set->find("strange"), nullptr);
  EXPECT_EQ(set->find("strange")->content, nullptr);
  EXPECT_NE(set->find(definitions.front().id), nullptr);
  EXPECT_EQ(set->find("nobody"), nullptr);
}

}  // namespace
}  // namespace footfall::test
