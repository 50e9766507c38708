// What a correct configuration may not have been meant to say.
#include "footfall/settings/read_settings.hpp"

#include "json_document.hpp"

#include "footfall/recommend/filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace footfall::settings {

namespace {

using customer::customer_settings;

// Filters that know nothing of an item but what the catalogue says.
constexpr std::array filters_by_catalogue{
    std::string_view("maximum_item_age"),    std::string_view("price_unknown"),
    std::string_view("minimum_price"),       std::string_view("cheaper_than_context"),
    std::string_view("variants_of_context"), std::string_view("same_brand")};
constexpr std::array filters_by_category{std::string_view("same_category"),
                                         std::string_view("category_of_context"),
                                         std::string_view("excluded_categories")};

bool uses(const recommend::scenario& plan, std::string_view model) {
  return std::ranges::any_of(plan.stages, [&](const recommend::scenario_stage& stage) {
    return std::ranges::find(stage.models, model, &recommend::stage_model::model) != stage.models.end();
  });
}

void doubt_models(const customer_settings& shop, const std::string& path, std::vector<std::string>& doubts) {
  for (const auto& id : shop.file_models)
    if (id != "editor_blacklist" &&
        std::ranges::none_of(shop.scenarios, [&](const auto& plan) { return uses(plan, id); }))
      doubts.push_back(fmt::format("{}: no scenario uses the model \"{}\"", path, id));
}

void doubt_parts(const customer_settings& shop, const recommend::scenario& plan, const std::string& path,
                 std::vector<std::string>& doubts) {
  for (const auto& stage : plan.stages)
    for (const auto& part : stage.models) {
      const auto of = std::ranges::find(shop.models, part.model, &model::model_definition::id);
      if (of == shop.models.end()) continue;
      const auto add = [&](std::string_view what) {
        doubts.push_back(fmt::format("{}: the model \"{}\" {}", path, part.model, what));
      };
      if (part.data == recommend::model_data::submodels && of->submodels.empty())
        add("is asked for submodels and has none");
      if (part.data == recommend::model_data::segments && of->segment_groups.empty())
        add("is asked for segments and has no groups of them");
      if (part.scope_ms > 0 && of->type.find("UPHEAVAL") == std::string::npos)
        add("has no time scope: maximum_rating_age changes nothing");
    }
}

// A scenario of which all models need context, each only from what a page names.
void doubt_context(const customer_settings& shop, const recommend::scenario& plan, const std::string& path,
                   std::vector<std::string>& doubts) {
  const auto needs_item = [&](const recommend::stage_model& part) {
    const auto of = std::ranges::find(shop.models, part.model, &model::model_definition::id);
    const auto* kind = of == shop.models.end() ? nullptr : model::find_model_kind(of->type);
    return kind != nullptr && kind->needs_context && part.context == recommend::context_flag::item;
  };
  const bool always = std::ranges::all_of(plan.stages, [&](const recommend::scenario_stage& stage) {
    return std::ranges::all_of(stage.models, needs_item);
  });
  if (always && !plan.stages.empty())
    doubts.push_back(fmt::format(
        "{}: every model needs items that the request names; without contextitems there is no answer", path));
}

void doubt_filters(const customer_settings& shop, bool has_feed, const recommend::scenario& plan,
                   const std::string& path, std::vector<std::string>& doubts) {
  if (has_feed) return;
  for (const auto& row : recommend::filters()) {
    const bool by_category = std::ranges::find(filters_by_category, row.name) != filters_by_category.end();
    const bool blind = std::ranges::find(filters_by_catalogue, row.name) != filters_by_catalogue.end() ||
                       (by_category && !shop.click_categories);
    if (blind && recommend::is_enabled(row, plan.filters))
      doubts.push_back(
          fmt::format("{}: the filter {} looks at the catalogue, which no feed fills: it acts on "
                      "items that come by the interface only",
                      path, row.name));
  }
}

}  // namespace

std::vector<std::string> doubts_about(const application_settings& settings) {
  std::vector<std::string> doubts;
  for (const auto& shop : settings.customers) {
    const auto path = path_of_key("customers", shop.id);
    const auto catalogue = settings.catalogues.find(shop.id);
    const bool has_feed = catalogue != settings.catalogues.end() && !catalogue->second.feeds.empty();
    doubt_models(shop, path, doubts);
    for (const auto& id : shop.file_scenarios) {
      const auto* plan = shop.find_scenario(id);
      if (plan == nullptr) continue;
      const auto plan_path = fmt::format("{}.scenarios: {}", path, id);
      doubt_parts(shop, *plan, plan_path, doubts);
      doubt_context(shop, *plan, plan_path, doubts);
      doubt_filters(shop, has_feed, *plan, plan_path, doubts);
    }
  }
  return doubts;
}

}  // namespace footfall::settings
