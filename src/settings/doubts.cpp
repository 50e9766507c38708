// What a correct configuration may not have been meant to say.
#include "footfall/settings/read_settings.hpp"

#include "json_document.hpp"

#include "footfall/events/event_kinds.hpp"
#include "footfall/recommend/filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace footfall::settings {

namespace {

using customer::customer_settings;

// Filters that know nothing of an item but what the catalogue says.
constexpr std::array filters_by_catalogue{
    std::string_view("maximum_item_age"),    std::string_view("price_unknown"),
    std::string_view("minimum_price"),       std::string_view("cheaper_than_context"),
    std::string_view("variants_of_context"), std::string_view("one_variant"),
    std::string_view("product_variants"),    std::string_view("same_brand")};
constexpr std::array filters_by_category{std::string_view("same_category"),
                                         std::string_view("category_of_context"),
                                         std::string_view("excluded_categories")};

using recommend::context_flag;

// The history of each context that is made from one.
constexpr std::array histories_of_contexts{std::pair(context_flag::clicked, events::history_type::clicked),
                                           std::pair(context_flag::owns, events::history_type::owns),
                                           std::pair(context_flag::consumed, events::history_type::consumed),
                                           std::pair(context_flag::rated, events::history_type::rated),
                                           std::pair(context_flag::basket, events::history_type::basket)};

// Null for a model that is not there.
const model::model_kind* kind_of_model(const customer_settings& shop, std::string_view model) {
  const auto found = std::ranges::find(shop.models, model, &model::model_definition::id);
  return found == shop.models.end() ? nullptr : model::find_model_kind(found->type);
}

// Whether the model learns from these events, or is asked with what they have put into histories.
bool reads(const model::model_kind& kind, context_flag context, const events::event_kind& row) {
  if (std::ranges::find(kind.inputs, row.type) != kind.inputs.end() || kind.own_history == row.history)
    return true;
  return kind.needs_context && std::ranges::any_of(histories_of_contexts, [&](const auto& each) {
           return each.second == row.history && (context == each.first || context == context_flag::automatic);
         });
}

bool reads(const recommend::filter_settings& filters, const events::event_kind& row) {
  const auto is_of = [&](events::history_type history) { return row.history == history; };
  return (is_of(events::history_type::owns) &&
          (filters.already_purchased != recommend::automatic_switch() || filters.top_sellers > 0)) ||
         (is_of(events::history_type::consumed) && filters.already_consumed);
}

bool reads(const customer_settings& shop, const recommend::scenario& plan, const events::event_kind& row) {
  if (!plan.enabled) return false;
  const auto reads_in_stage = [&](const recommend::stage_model& part) {
    const auto* kind = kind_of_model(shop, part.model);
    return kind != nullptr && reads(*kind, part.context, row);
  };
  return reads(plan.filters, row) ||
         std::ranges::any_of(plan.stages, [&](const recommend::scenario_stage& stage) {
           return std::ranges::any_of(stage.models, reads_in_stage);
         });
}

// Of what models may learn from; the other kinds of events are for more than recommendations.
void doubt_events(const customer_settings& shop, const std::string& path, std::vector<std::string>& doubts) {
  std::string unread;
  for (const auto& row : events::event_kinds())
    if (row.for_models &&
        std::ranges::none_of(shop.scenarios, [&](const auto& plan) { return reads(shop, plan, row); }))
      unread.append(unread.empty() ? "" : ", ").append(row.name);
  if (!unread.empty() && !shop.scenarios.empty())
    doubts.push_back(fmt::format(
        "{}: nothing reads events of the kinds {}: no scenario has a model, context or filter about them",
        path, unread));
}

bool uses(const recommend::scenario& plan, std::string_view model) {
  return plan.enabled && std::ranges::any_of(plan.stages, [&](const recommend::scenario_stage& stage) {
           return std::ranges::find(stage.models, model, &recommend::stage_model::model) !=
                  stage.models.end();
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
      if (part.data == recommend::model_data::submodels && of->submodels.empty() &&
          of->user_attributes.empty())
        add("is asked for submodels and has none");
      if (part.scope_ms > 0 && of->type.find("UPHEAVAL") == std::string::npos)
        add("has no time scope: maximum_rating_age changes nothing");
    }
}

// A scenario of which all models need context, each only from what a page names.
void doubt_context(const customer_settings& shop, const recommend::scenario& plan, const std::string& path,
                   std::vector<std::string>& doubts) {
  const auto needs_item = [&](const recommend::stage_model& part) {
    const auto* kind = kind_of_model(shop, part.model);
    return kind != nullptr && kind->needs_context && part.context == recommend::context_flag::item;
  };
  const bool always = std::ranges::all_of(plan.stages, [&](const recommend::scenario_stage& stage) {
    return std::ranges::all_of(stage.models, needs_item);
  });
  if (always && !plan.stages.empty())
    doubts.push_back(fmt::format(
        "{}: every model needs items that the request names; without contextitems there is no answer", path));
}

// Filters and boosts by what nobody tells.
void doubt_facts(const customer_settings& shop, bool has_feed, const recommend::scenario& plan,
                 const std::string& path, std::vector<std::string>& doubts) {
  if (has_feed) return;
  const auto add = [&](std::string_view what, std::string_view name) {
    doubts.push_back(
        fmt::format("{}: the {} {} looks at the catalogue, which no feed fills: it acts on "
                    "items that come by the interface only",
                    path, what, name));
  };
  for (const auto& row : recommend::filters()) {
    const bool by_category = std::ranges::find(filters_by_category, row.name) != filters_by_category.end();
    const bool blind = std::ranges::find(filters_by_catalogue, row.name) != filters_by_catalogue.end() ||
                       (by_category && !shop.click_categories);
    if (blind && recommend::is_enabled(row, plan.filters)) add("filter", row.name);
  }
  for (const auto& each : plan.boosts)
    if (each.by != "category" || !shop.click_categories) add("boost", each.by);
}

}  // namespace

std::vector<std::string> doubts_about(const application_settings& settings) {
  std::vector<std::string> doubts;
  for (const auto& shop : settings.customers) {
    const auto path = path_of_key("customers", shop.id);
    const auto catalogue = settings.catalogues.find(shop.id);
    const bool has_feed = catalogue != settings.catalogues.end() && !catalogue->second.feeds.empty();
    doubt_models(shop, path, doubts);
    doubt_events(shop, path, doubts);
    for (const auto& id : shop.file_scenarios) {
      const auto* plan = shop.find_scenario(id);
      if (plan == nullptr) continue;
      const auto plan_path = fmt::format("{}.scenarios: {}", path, id);
      doubt_parts(shop, *plan, plan_path, doubts);
      doubt_context(shop, *plan, plan_path, doubts);
      doubt_facts(shop, has_feed, *plan, plan_path, doubts);
    }
  }
  return doubts;
}

}  // namespace footfall::settings
