#include "richrelevance_keys.hpp"

#include "json_document.hpp"
#include "text_form.hpp"

#include "footfall/text/nearest_name.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace footfall::settings {

namespace {

using enum value_kind;

richrelevance_settings& part_of(const destination& to) {
  return to.application->richrelevance[to.customer->id];
}

void check_placements(const customer::customer_settings& shop, const richrelevance_settings& from,
                      const std::string& path, mistakes& found) {
  std::vector<std::string_view> ids;
  for (const auto& each : shop.scenarios) ids.push_back(each.id);
  for (const auto& [name, placement] : from.placements) {
    if (placement.scenario.empty() || shop.find_scenario(placement.scenario) != nullptr) continue;
    const auto near = text::nearest_name(placement.scenario, ids);
    found.add(path_of_key(path + ".placements", name) + ".scenario",
              fmt::format("\"{}\"", placement.scenario),
              near ? fmt::format("the id of a scenario; did you mean \"{}\"?", *near)
                   : "the id of a scenario of this customer");
  }
}

}  // namespace

std::vector<setting> richrelevance_keys() {
  return {
      {.name = "api_key",
       .kind = text,
       .description = "Says which customer a call is of, `apiKey`; empty: nobody can call",
       .form = &license_key_form,
       .secret = true,
       .keep = [](const destination& to) { return &part_of(to).api_key; }},
      {.name = "secure_links",
       .kind = boolean,
       .description = "Links in answers begin with https://, else with http://",
       .keep = [](const destination& to) { return &part_of(to).secure_links; }},
      {.name = "click_hosts",
       .kind = text_list,
       .description = "Hosts that clicks may lead to, besides the link of the item in the catalogue",
       .form = &host_form,
       .keep = [](const destination& to) { return &part_of(to).click_hosts; }},
      {.name = "applications",
       .kind = map,
       .description = "Who may call, each under its `apiClientKey`",
       .form = &client_key_form,
       .clear = [](const destination& to) { part_of(to).applications.clear(); },
       .add = [](destination& to, std::string_view name,
                 const nlohmann::json&) { to.client = &part_of(to).applications[std::string(name)]; }},
      {.name = "placements",
       .kind = map,
       .description = "Scenarios of placements, `PAGE_TYPE.NAME` or `PAGE_TYPE.*`; a text is the scenario",
       .form = &placement_form,
       .clear = [](const destination& to) { part_of(to).placements.clear(); },
       .add = [](destination& to, std::string_view name,
                 const nlohmann::json&) { to.placement = &part_of(to).placements[std::string(name)]; },
       .text_stands_for = "scenario"},
      {.name = "messages",
       .kind = map,
       .description = "Headlines of boxes, by `SCENARIO` or `SCENARIO.LANGUAGE`; a text is the headline",
       .form = &message_form,
       .clear = [](const destination& to) { part_of(to).messages.clear(); },
       .add = [](destination& to, std::string_view name,
                 const nlohmann::json&) { to.message = &part_of(to).messages[std::string(name)]; },
       .text_stands_for = "text"},
  };
}

std::vector<setting> richrelevance_application_keys() {
  return {
      {.name = "name",
       .kind = text,
       .description = "What people call it",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.client->name; }},
      {.name = "environment",
       .kind = text,
       .description = "Which of several installations it belongs to, for people",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.client->environment; }},
      {.name = "secret",
       .kind = text,
       .description = "Signs what reads profiles of users (OAuth 1.0); empty: this application cannot",
       .form = &license_key_form,
       .secret = true,
       .keep = [](const destination& to) { return &to.client->secret; }},
  };
}

std::vector<setting> richrelevance_placement_keys() {
  return {{.name = "scenario",
           .kind = text,
           .description = "Id of a scenario of this customer",
           .form = &reference_code_form,
           .required = true,
           .keep = [](const destination& to) { return &to.placement->scenario; }}};
}

std::vector<setting> richrelevance_message_keys() {
  return {{.name = "text",
           .kind = text,
           .description = "What stands above the box, `strategyMessage`",
           .form = &any_text_form,
           .required = true,
           .keep = [](const destination& to) { return &to.message->text; }}};
}

void check_richrelevance(const application_settings& settings, mistakes& found) {
  std::map<std::string_view, std::string_view> owners;
  for (const auto& shop : settings.customers) {
    const auto own = settings.richrelevance.find(shop.id);
    if (own == settings.richrelevance.end()) continue;
    const auto path = path_of_key("customers", shop.id) + ".richrelevance";
    check_placements(shop, own->second, path, found);
    if (own->second.api_key.empty()) continue;
    const auto [other, is_new] = owners.emplace(own->second.api_key, shop.id);
    if (!is_new)
      found.add(path + ".api_key", fmt::format("that of customer {}", other->second), "a key of its own");
  }
}

}  // namespace footfall::settings
