// The built-in library of scenarios.
#include "footfall/recommend/scenario.hpp"

#include "footfall/model/model_kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace footfall::test {
namespace {

using recommend::built_in_scenarios;

TEST(scenario, documented_ids_are_built_in_once) {
  std::set<std::string> ids;
  for (const auto& plan : built_in_scenarios()) EXPECT_TRUE(ids.insert(plan.id).second) << plan.id;
  for (const auto* id : {"landing_page",
                         "cross_sell",
                         "cross_selling",
                         "up_selling",
                         "category_page",
                         "detailpage",
                         "productpage",
                         "also_clicked",
                         "also_bought",
                         "also_purchased",
                         "ultimately_bought",
                         "personalized",
                         "personal",
                         "popular",
                         "top_clicked",
                         "related_products",
                         "bestseller",
                         "bundle",
                         "shopping_cart",
                         "landing_page_personalized",
                         "landing_page_topsellers",
                         "category_topsellers",
                         "also_interesting",
                         "buy_again",
                         "shopping_list"})
    EXPECT_TRUE(ids.contains(id)) << id;
}

TEST(scenario, built_in_stages_name_built_in_models_and_end_without_need_of_context) {
  const auto models = model::built_in_models();
  for (const auto& plan : built_in_scenarios()) {
    // Nothing stands in for a bundle.
    ASSERT_GE(plan.stages.size(), plan.id == "bundle" ? 1U : 2U) << plan.id;
    bool last_needs_context = true;
    for (const auto& stage : plan.stages)
      for (const auto& part : stage.models) {
        const auto definition = std::ranges::find(models, part.model, &model::model_definition::id);
        ASSERT_NE(definition, models.end()) << part.model;
        EXPECT_GT(part.weight, 0);
        last_needs_context = model::find_model_kind(definition->type)->needs_context;
      }
    EXPECT_EQ(last_needs_context, plan.id == "bundle") << plan.id;
  }
}

TEST(scenario, first_stage_is_what_the_name_says) {
  const auto first_models = [](std::string_view id) {
    const auto all = built_in_scenarios();
    std::set<std::string> models;
    for (const auto& part : std::ranges::find(all, id, &recommend::scenario::id)->stages.front().models)
      models.insert(part.model);
    return models;
  };
  using names = std::set<std::string>;
  EXPECT_EQ(first_models("also_clicked"), names{"also_clicked"});
  EXPECT_EQ(first_models("also_bought"), names{"also_bought"});
  EXPECT_EQ(first_models("also_purchased"), names{"also_bought"});
  EXPECT_EQ(first_models("bestseller"), names{"top_bought"});
  EXPECT_EQ(first_models("ultimately_bought"), names{"ultimately_bought"});
  EXPECT_EQ(first_models("bundle"), names{"bundle"});
  EXPECT_EQ(first_models("landing_page"), (names{"top_clicked", "top_consumed", "top_bought"}));
  for (const auto* id : {"cross_sell", "detailpage", "personalized"}) {
    EXPECT_TRUE(first_models(id).contains("also_clicked")) << id;
    EXPECT_TRUE(first_models(id).contains("also_bought")) << id;
  }
}

TEST(scenario, blends_for_baskets_have_shares_of_sets_and_of_own_items) {
  for (const auto& plan : built_in_scenarios()) {
    const auto weight_of = [&](std::string_view id) {
      const auto& parts = plan.stages.front().models;
      const auto part = std::ranges::find(parts, id, &recommend::stage_model::model);
      return part == parts.end() ? 0 : part->weight;
    };
    const bool concerned = plan.id == "cross_sell" || plan.id == "cross_selling" || plan.id == "personal" ||
                           plan.id == "personalized" || plan.id == "landing_page_personalized";
    EXPECT_FLOAT_EQ(weight_of("own_bought"), concerned ? 0.3F : 0) << plan.id;
    EXPECT_FLOAT_EQ(weight_of("set_bought"), concerned ? 0.35F : 0) << plan.id;
    if (concerned) {
      EXPECT_FLOAT_EQ(weight_of("also_bought") + weight_of("session_bought"), 0.35F) << plan.id;
    }
  }
}

TEST(scenario, context_flags_have_names_of_their_own) {
  std::set<std::string_view> names;
  for (std::uint8_t flag = 0; flag <= static_cast<std::uint8_t>(recommend::context_flag::basket); ++flag)
    EXPECT_TRUE(names.insert(recommend::name_of(static_cast<recommend::context_flag>(flag))).second);
  EXPECT_TRUE(names.contains("automatic"));
}

}  // namespace
}  // namespace footfall::test
