// Checks across keys: what no key can get wrong alone.
#include "check_references.hpp"

#include "footfall/model/type_codes.hpp"
#include "footfall/text/nearest_name.hpp"
#include "footfall/text/time.hpp"
#include "json_document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

namespace footfall::settings {

namespace {

using customer::customer_settings;

void check_unique_ids(const customer_settings& shop, const std::string& path, mistakes& found) {
  std::set<std::string_view> models;
  for (std::size_t index = 0; index < shop.models.size(); ++index)
    if (!shop.models[index].id.empty() && !models.insert(shop.models[index].id).second)
      found.add(fmt::format("{}.models[{}].id", path, index),
                fmt::format("\"{}\" again", shop.models[index].id), "an id of its own");
  std::set<std::string_view> scenarios;
  for (std::size_t index = 0; index < shop.scenarios.size(); ++index)
    if (!shop.scenarios[index].id.empty() && !scenarios.insert(shop.scenarios[index].id).second)
      found.add(fmt::format("{}.scenarios[{}].id", path, index),
                fmt::format("\"{}\" again", shop.scenarios[index].id), "an id of its own");
}

std::string expected_model(const customer_settings& shop, std::string_view wanted) {
  std::vector<std::string_view> ids;
  for (const auto& definition : shop.models) ids.push_back(definition.id);
  const auto near = text::nearest_name(wanted, ids);
  return near ? fmt::format("the id of a model of this customer; did you mean \"{}\"?", *near)
              : "the id of a model of this customer";
}

void check_stage_model(const customer_settings& shop, const recommend::stage_model& share,
                       const std::string& path, mistakes& found) {
  if (share.model.empty()) return;  // reported as missing or malformed already
  const auto definition = std::find_if(shop.models.begin(), shop.models.end(),
                                       [&](const auto& candidate) { return candidate.id == share.model; });
  if (definition == shop.models.end()) {
    found.add(path + ".model", fmt::format("\"{}\"", share.model), expected_model(shop, share.model));
    return;
  }
  const auto* kind = model::find_model_kind(definition->type);
  if (kind != nullptr && kind->needs_context && share.context == recommend::context_flag::none)
    found.add(path + ".context", "\"none\"",
              fmt::format("another context, since models of the type {} score nothing without", kind->type));
}

// How far back a box may look over a model with a time scope (protocol I1).
constexpr std::array scopes_in_days{1, 7, 14, 30, 45, 60, 90, 180, 320, 365};

void check_scope(std::int64_t scope_ms, const std::string& path, mistakes& found) {
  constexpr std::int64_t ms_per_day = 86'400'000;
  const bool known =
      std::ranges::any_of(scopes_in_days, [&](int days) { return days * ms_per_day == scope_ms; });
  if (!known)
    found.add(path + ".maximum_rating_age", fmt::format("\"{}\"", text::to_duration(scope_ms)),
              fmt::format("one of {}d", fmt::join(scopes_in_days, "d, ")));
}

// What a model with context says is about its context only.
void check_everywhere(const customer_settings& shop, const recommend::stage_model& share,
                      const std::string& path, mistakes& found) {
  const auto definition = std::find_if(shop.models.begin(), shop.models.end(),
                                       [&](const auto& candidate) { return candidate.id == share.model; });
  if (!share.everywhere || definition == shop.models.end()) return;
  const auto* kind = model::find_model_kind(definition->type);
  if (kind != nullptr && kind->needs_context)
    found.add(path + ".everywhere", "true",
              fmt::format("false, since models of the type {} need context", kind->type));
}

// Whether a model can be used as the share of a stage says.
void check_share(const customer_settings& shop, const recommend::stage_model& share, const std::string& path,
                 mistakes& found) {
  check_stage_model(shop, share, path, found);
  check_everywhere(shop, share, path, found);
}

std::string path_of_share(const std::string& path, std::size_t stage, std::size_t share) {
  return fmt::format("{}.stages[{}].models[{}]", path, stage, share);
}

// Groups of stereotypes were made from the first attribute once; it would silently mean nothing now.
void check_stereotypes(const model::model_definition& definition, const std::string& path, mistakes& found) {
  if (!definition.type.starts_with("STEREOTYPES_") || definition.attributes.empty()) return;
  const auto& key = definition.attributes.front().key;
  found.add(path + ".attributes", fmt::format("\"{}\"", key),
            fmt::format("none, since groups of {} are made from \"source\": \"{}\"", definition.type, key));
}

void check_intervals(const model::submodel& of, const std::string& path, mistakes& found) {
  for (std::size_t index = 0; index < of.intervals.size(); ++index) {
    const auto& each = of.intervals[index];
    const bool begins_late = index == 0 || of.intervals[index - 1].to <= each.from;
    if (each.from > each.to || !begins_late)
      found.add(fmt::format("{}.intervals[{}]", path, index), fmt::format("{} to {}", each.from, each.to),
                "an interval that does not end before it begins, behind the one before");
  }
}

void check_time_slots(const customer_settings& shop, const std::string& path, mistakes& found) {
  const auto& slots = shop.time_slots;
  for (std::size_t index = 0; index < slots.size(); ++index) {
    const auto& slot = slots[index];
    const auto overlaps = [&](const model::time_slot& other) {
      return other.from < slot.to && slot.from < other.to;
    };
    if (slot.from >= slot.to ||
        std::any_of(slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(index), overlaps))
      found.add(fmt::format("{}.time_slots[{}]", path, index), model::name_of(slot),
                "hours of one day that no other slot has");
  }
}

// PHP clients send `00000` as `0`, so that two customers may not differ in leading zeros only (protocol A4).
void check_customer_numbers(const application_settings& settings, mistakes& found) {
  std::map<std::string, std::string_view> by_number;
  for (const auto& shop : settings.customers) {
    // An empty id is a mistake that has been told.
    if (shop.id.empty() || shop.id.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto first_digit = std::min(shop.id.find_first_not_of('0'), shop.id.size() - 1);
    const auto [other, is_new] = by_number.emplace(shop.id.substr(first_digit), shop.id);
    if (!is_new)
      found.add(path_of_key("customers", shop.id),
                fmt::format("the same number as customer {}", other->second),
                "an id that differs in more than leading zeros");
  }
}

void check_tls(const tls_settings& tls, mistakes& found) {
  if (tls.listen.empty()) return;
  if (tls.certificate.empty())
    found.add("server.tls.certificate", "nothing",
              "the file of a certificate, since server.tls.listen is given");
  if (tls.key.empty())
    found.add("server.tls.key", "nothing", "the file of a key, since server.tls.listen is given");
}

}  // namespace

void check_references(const application_settings& settings, mistakes& found) {
  check_tls(settings.server.tls, found);
  check_customer_numbers(settings, found);
  for (const auto& shop : settings.customers) {
    check_unique_ids(shop, path_of_key("customers", shop.id), found);
    for (std::size_t index = 0; index < shop.models.size(); ++index)
      check_model(shop.models[index], fmt::format("{}.models[{}]", path_of_key("customers", shop.id), index),
                  found);
    check_time_slots(shop, path_of_key("customers", shop.id), found);
  }
}

void check_model(const model::model_definition& definition, const std::string& path, mistakes& found) {
  const auto* kind = model::find_model_kind(definition.type);
  for (const auto& each : definition.options)
    if (each.key == "maximum_rating_age") check_scope(static_cast<std::int64_t>(each.value), path, found);
  check_stereotypes(definition, path, found);
  for (std::size_t part = 0; part < definition.submodels.size(); ++part) {
    const auto part_path = fmt::format("{}.submodels[{}]", path, part);
    const auto& submodel = definition.submodels[part];
    if (kind != nullptr && !model::has_parts(*kind))
      found.add(part_path, "a submodel", fmt::format("none, since {} has no parts", kind->type));
    if (submodel.groups.empty() && submodel.intervals.empty())
      found.add(part_path, "neither groups nor intervals", "one of them");
    check_intervals(submodel, part_path, found);
  }
}

void check_scenario(const customer_settings& shop, const recommend::scenario& plan, const std::string& path,
                    mistakes& found) {
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    for (std::size_t share = 0; share < plan.stages[stage].models.size(); ++share) {
      const auto share_path = path_of_share(path, stage, share);
      check_share(shop, plan.stages[stage].models[share], share_path, found);
      if (const auto scope_ms = plan.stages[stage].models[share].scope_ms; scope_ms != 0)
        check_scope(scope_ms, share_path, found);
    }
}

void check_use(const customer_settings& shop, const recommend::scenario& plan, std::string_view model,
               const std::string& path, mistakes& found) {
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    for (std::size_t share = 0; share < plan.stages[stage].models.size(); ++share)
      if (const auto& each = plan.stages[stage].models[share]; each.model == model)
        check_share(shop, each, path_of_share(path, stage, share), found);
}

}  // namespace footfall::settings
