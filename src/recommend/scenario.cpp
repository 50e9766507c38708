// The built-in library of scenarios.
#include "footfall/recommend/scenario.hpp"

#include "footfall/model/weight_choice.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

namespace footfall::recommend {

namespace {

using models = std::initializer_list<const char*>;
using behaviours = std::initializer_list<const char*>;

enum class bought_items { shown, left_out };

// Shares of a mixture, for each behaviour: measured on six sets of recorded sessions of shops, news and
// films. What a shop should change is found by `footfall evaluate`, or by the builder from the shop's own
// log.
constexpr float pair_weight = 0.65F;
constexpr float session_weight = 0.35F;
constexpr float popularity_weight = 0.03F;

scenario_stage stage_of(models ids) {
  scenario_stage stage;
  for (const auto* id : ids) stage.models.push_back({id, 1, context_flag::automatic});
  return stage;
}

// Co-occurrence, session kNN and a share of popularity of `clicked`, `bought` or `consumed`.
scenario_stage blend_of(behaviours names) {
  scenario_stage stage;
  for (const std::string name : names) {
    stage.models.push_back({"also_" + name, pair_weight, context_flag::automatic});
    stage.models.push_back({"session_" + name, session_weight, context_flag::automatic});
    stage.models.push_back({"top_" + name, popularity_weight, context_flag::automatic, true});
  }
  stage.chosen_weights = true;
  return stage;
}

// What a basket wants is not the next click: what is missing where all of it is, and what this customer buys
// again and again, have their shares of the blend of purchases.
scenario_stage with_baskets(scenario_stage stage) {
  constexpr auto own = static_cast<float>(model::own_weight_default);
  constexpr auto sets = static_cast<float>(model::set_weight_default) * (1 - own);
  for (auto& part : stage.models)
    if (part.model == "also_bought" || part.model == "session_bought") part.weight *= 1 - own - sets;
  stage.models.push_back({"set_bought", sets, context_flag::automatic});
  stage.models.push_back({"own_bought", own, context_flag::automatic});
  return stage;
}

// What comes last everywhere: whatever kind of events a shop sends, its lists are full.
const models anything_popular{"top_clicked_long", "top_bought_long", "top_consumed_long", "top_rated_long"};
// Which events a shop sends differs: models without events add nothing to a mixture, and those of few events
// little.
const models popular_now{"top_clicked", "top_bought", "top_consumed"};

scenario make(const char* id, bought_items bought, scenario_stage first, models second) {
  scenario made;
  made.id = id;
  made.stages = {std::move(first), stage_of(anything_popular)};
  if (second.size() != 0) made.stages.insert(made.stages.begin() + 1, stage_of(second));
  if (bought == bought_items::left_out) made.filters.already_purchased = automatic_switch::automatic();
  return made;
}

// That model, then what else is bought, then top sellers.
scenario ultimately_bought() {
  auto made =
      make("ultimately_bought", bought_items::shown, stage_of({"ultimately_bought"}), {"also_bought"});
  made.stages.insert(made.stages.begin() + 2, stage_of({"top_bought"}));
  return made;
}

// Nothing stands in for a bundle.
scenario bundle() {
  scenario made;
  made.id = "bundle";
  made.stages = {stage_of({"bundle"})};
  return made;
}

// Of what nobody has clicked yet the catalogue knows what is like it.
scenario with_similar(scenario made) {
  made.stages.insert(made.stages.begin() + 1, stage_of({"similar_content", "similar_text"}));
  return made;
}

// What the user takes again and again; nothing stands in for it.
scenario buy_again() {
  scenario made;
  made.id = "buy_again";
  made.stages = {stage_of({"buy_again"}), stage_of({"own_bought"})};
  return made;
}

scenario in_category(scenario made) {
  made.filters.same_category = true;
  return made;
}

scenario make(const char* id, bought_items bought, models first, models second) {
  return make(id, bought, stage_of(first), second);
}

std::vector<scenario> make_built_in_scenarios() {
  using enum bought_items;
  const auto related = blend_of({"clicked", "bought"});
  const auto personal = blend_of({"clicked", "bought", "consumed"});
  const auto basket = with_baskets(related);
  const auto own = with_baskets(personal);
  // By their names these are nothing but co-occurrence; popularity only fills up.
  const models clicked{"also_clicked"};
  const models bought{"also_bought"};
  return {
      make("landing_page", shown, popular_now, {}),
      make("popular", shown, popular_now, {}),
      make("top_clicked", shown, {"top_clicked"}, {"top_bought", "top_consumed"}),
      make("bestseller", shown, {"top_bought"}, {"top_clicked", "top_consumed"}),
      make("landing_page_topsellers", shown, {"top_bought"}, {"top_clicked", "top_consumed"}),
      in_category(make("category_page", shown, popular_now, {})),
      in_category(make("category_topsellers", shown, {"top_bought"}, {"top_clicked", "top_consumed"})),
      with_similar(make("also_clicked", shown, clicked, popular_now)),
      make("also_bought", left_out, bought, popular_now),
      make("also_purchased", left_out, bought, popular_now),
      make("cross_sell", left_out, basket, popular_now),
      make("cross_selling", left_out, basket, popular_now),
      make("shopping_cart", left_out, bought, {"also_clicked"}),
      make("up_selling", left_out, clicked, popular_now),
      ultimately_bought(),
      bundle(),
      buy_again(),
      make("shopping_list", shown, {"shopping_list"}, {"top_bought"}),
      with_similar(make("detailpage", shown, related, popular_now)),
      with_similar(make("productpage", shown, related, popular_now)),
      with_similar(make("related_products", shown, related, popular_now)),
      make("also_interesting", shown, personal, popular_now),
      make("personalized", left_out, own, popular_now),
      make("personal", left_out, own, popular_now),
      make("landing_page_personalized", left_out, own, popular_now),
  };
}

}  // namespace

shared_list<scenario> built_in_scenarios() {
  static const shared_list<scenario> scenarios(make_built_in_scenarios());
  return scenarios;
}

std::uint32_t default_output_type(const scenario& plan) noexcept {
  const auto lowest = std::ranges::min_element(plan.output_types);
  return lowest == plan.output_types.end() ? 1 : *lowest;
}

std::string_view name_of(category_scope scope) noexcept {
  switch (scope) {
    case category_scope::asked:
      return "asked";
    case category_scope::site:
      return "site";
    case category_scope::same:
      return "same";
    case category_scope::above:
      return "above";
    case category_scope::main:
      return "main";
  }
  return "asked";
}

std::vector<std::string> models_asked_by_segments(std::span<const scenario> plans) {
  std::vector<std::string> ids;
  for (const auto& plan : plans)
    for (const auto& stage : plan.stages)
      for (const auto& part : stage.models)
        if (part.data == model_data::segments && std::ranges::find(ids, part.model) == ids.end())
          ids.push_back(part.model);
  return ids;
}

std::string_view name_of(model_data data) noexcept {
  switch (data) {
    case model_data::none:
      return "none";
    case model_data::submodels:
      return "submodels";
    case model_data::segments:
      return "segments";
  }
  return "none";
}

std::string_view name_of(context_flag flag) noexcept {
  switch (flag) {
    case context_flag::automatic:
      return "automatic";
    case context_flag::item:
      return "item";
    case context_flag::none:
      return "none";
    case context_flag::clicked:
      return "clicked";
    case context_flag::owns:
      return "owns";
    case context_flag::consumed:
      return "consumed";
    case context_flag::rated:
      return "rated";
    case context_flag::basket:
      return "basket";
  }
  return "automatic";
}

}  // namespace footfall::recommend
