// THE table of configuration keys. Adding a key is adding a row here.
#include "settings_keys.hpp"

#include "documented_model.hpp"
#include "feed_keys.hpp"
#include "model_keys.hpp"
#include "richrelevance_keys.hpp"
#include "scenario_keys.hpp"
#include "server_keys.hpp"
#include "text_form.hpp"
#include "units.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <iterator>
#include <stdexcept>

namespace footfall::settings {

namespace {

using enum value_kind;

std::vector<setting> root_keys() {
  return {
      {.name = "$schema",
       .kind = text,
       .description = "Where an editor finds the schema of this file; means nothing to footfall",
       .form = &any_text_form,
       .keep = [](const destination&) { return member{}; }},
      {.name = "server",
       .kind = object,
       .description = "Listeners and their limits; a change needs a restart"},
      {.name = "store",
       .kind = object,
       .description = "Where events are kept and how long; a change of where needs a restart"},
      {.name = "models", .kind = object, .description = "How models are built"},
      {.name = "outbound", .kind = object, .description = "Requests to others, such as for feeds"},
      {.name = "customers",
       .kind = map,
       .description =
           "The shops and sites that are served, each under its id; {} serves one with all defaults",
       .form = &customer_id_form,
       .clear = [](const destination& to) { to.application->customers.clear(); },
       .add =
           [](destination& to, std::string_view name, const nlohmann::json&) {
             to.customer = &to.application->customers.emplace_back();
             to.customer->id = name;
             // What is given gathers here; the library comes under it at the end.
             to.customer->models.clear();
             to.customer->scenarios.clear();
           }},
  };
}

std::vector<setting> store_keys() {
  return {
      {.name = "engine",
       .kind = text,
       .description = "What keeps the events",
       .form = &engine_form,
       .keep = [](const destination& to) { return &to.application->store.engine; }},
      {.name = "file",
       .kind = text,
       .description = "File of the store in the data directory",
       .form = &file_form,
       .keep = [](const destination& to) { return &to.application->store.file; }},
      {.name = "queue_events",
       .kind = whole_number,
       .description = "Events that may wait for the disk; further ones are answered with 503",
       .least = 10'000,
       .most = 1e7,
       .keep = [](const destination& to) { return &to.application->store.queue_events; }},
      {.name = "queue_bytes",
       .kind = whole_number,
       .description = "Bytes that may wait for the disk; further ones are answered with 503",
       .least = mebibyte,
       .most = 16 * gibibyte,
       .keep = [](const destination& to) { return &to.application->store.queue_bytes; }},
      {.name = "retention",
       .kind = duration,
       .description = "Events older than this are removed",
       .least = day,
       .most = 36500 * day,
       .keep = [](const destination& to) { return &to.application->store.retention_ms; }},
      {.name = "purge_interval",
       .kind = duration,
       .description = "How often events that are too old are looked for",
       .least = second,
       .most = 30 * day,
       .keep = [](const destination& to) { return &to.application->store.purge_interval_ms; }},
      {.name = "state_interval",
       .kind = duration,
       .description =
           "The state is written to a file beside the store this often and at the end, so that the next "
           "start is quick; 0s: never",
       .least = 0,
       .most = day,
       .keep = [](const destination& to) { return &to.application->store.state_interval_ms; }},
  };
}

std::vector<setting> builder_keys() {
  return {
      {.name = "rebuild_interval",
       .kind = duration,
       .description = "Models are brought up to date after this time when there are new events",
       .least = second,
       .most = day,
       .keep = [](const destination& to) { return &to.application->models.rebuild_interval_ms; }},
      {.name = "processor_share",
       .kind = decimal,
       .description = "Share of one core for building models; the pause between builds grows with the work",
       .least = 0.01,
       .most = 64,
       .keep = [](const destination& to) { return &to.application->models.processor_share; }},
      {.name = "threads",
       .kind = whole_number,
       .description = "Threads for one build",
       .least = 1,
       .most = 64,
       .keep = [](const destination& to) { return &to.application->models.threads; }},
      {.name = "choice_interval",
       .kind = duration,
       .description = "Time between two choices of the weights of a customer",
       .least = hour,
       .most = 365 * day,
       .keep = [](const destination& to) { return &to.application->models.choice_interval_ms; }},
      {.name = "choice_budget",
       .kind = duration,
       .description = "Processor time of one choice; what is not asked by then is left out",
       .least = 100,
       .most = hour,
       .keep = [](const destination& to) { return &to.application->models.choice_budget_ms; }},
      {.name = "memory_budget",
       .kind = whole_number,
       .description = "Bytes of memory for users' histories, of all customers together; users that have been "
                      "idle go to a file beside the store; 0: no bound",
       .least = 0,
       .most = 16'384 * gibibyte,
       .keep = [](const destination& to) { return &to.application->histories.memory_budget_bytes; }},
  };
}

setting customer_switch(std::string_view name, std::string_view description,
                        bool customer::customer_settings::*which) {
  return {.name = name, .kind = boolean, .description = description, .keep = [which](const destination& to) {
            return &(to.customer->*which);
          }};
}

// Who may ask, and who is counted.
std::vector<setting> access_keys() {
  return {
      customer_switch("tracking_authentication", "Tracking needs HTTP Basic: customer id and licence key",
                      &customer::customer_settings::tracking_authentication),
      customer_switch(
          "recommendation_authentication",
          "Recommendations need HTTP Basic: customer id and licence key; JSONP is then impossible",
          &customer::customer_settings::recommendation_authentication),
      customer_switch("count_bots", "Events of known bots count like those of visitors",
                      &customer::customer_settings::count_bots),
      customer_switch("honour_do_not_track", "Events with DNT: 1 or Sec-GPC: 1 are not stored",
                      &customer::customer_settings::honour_do_not_track),
      {.name = "duplicate_window",
       .kind = duration,
       .description = "The same event of the same user within this time is stored once; 0s: always",
       .least = 0,
       .most = 10 * minute,
       .keep = [](const destination& to) { return &to.customer->duplicate_window_ms; }},
      {.name = "requests_per_second",
       .kind = whole_number,
       .description = "Requests in the long run; more are answered with 429; 0: no limit",
       .least = 0,
       .most = 1e6,
       .keep = [](const destination& to) { return &to.customer->requests.per_second; }},
      {.name = "requests_burst",
       .kind = whole_number,
       .description = "Requests at once; 0: those of a second",
       .least = 0,
       .most = 1e6,
       .keep = [](const destination& to) { return &to.customer->requests.burst; }},
  };
}

// How items are known, with a catalogue and without.
std::vector<setting> item_keys() {
  return {
      {.name = "unknown_items",
       .kind = text,
       .description = "Items of which the customer has told nothing: show them, hide them, or (automatic) "
                      "hide them where "
                      "all items of their type were imported",
       .form = &unknown_items_form,
       .keep = [](const destination& to) { return &to.customer->unknown_items; }},
      customer_switch("click_categories", "Category paths of clicks say in which categories an item is",
                      &customer::customer_settings::click_categories),
      {.name = "click_categories_keep",
       .kind = duration,
       .description = "An item is in the category of a click for so long after it was last clicked there",
       .least = hour,
       .most = 3650 * day,
       .keep = [](const destination& to) { return &to.customer->click_categories_keep_ms; }},
      {.name = "segment_inactive_after",
       .kind = duration,
       .description = "A segment that events carry is none any more when none has carried it for so long",
       .least = hour,
       .most = 3650 * day,
       .keep = [](const destination& to) { return &to.customer->segment_inactive_after_ms; }},
      customer_switch("click_items",
                      "Title, address, image and price within clicks fill what no import has told of an item",
                      &customer::customer_settings::click_items),
      {.name = "click_item_hosts",
       .kind = text_list,
       .description = "Hosts of addresses and images that clicks may tell; of others they are left out",
       .form = &host_form,
       .keep = [](const destination& to) { return &to.customer->click_item_hosts; }},
  };
}

std::vector<setting> joined(std::vector<setting> first, std::vector<setting> rest) {
  first.insert(first.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  return first;
}

std::vector<setting> customer_keys() {
  return {
      {.name = "license_key",
       .kind = text,
       .description = "Password of the bulk interface; empty: the interface is closed",
       .form = &license_key_form,
       .secret = true,
       .keep = [](const destination& to) { return &to.customer->license_key; }},
      customer_switch("alphanumeric_items", "Item ids are texts; otherwise whole numbers in 1..2147483647",
                      &customer::customer_settings::alphanumeric_items),
      {.name = "currency",
       .kind = text,
       .description = "ISO 4217 code of prices that come without one",
       .form = &currency_form,
       .keep = [](const destination& to) { return &to.customer->currency; }},
      {.name = "time_zone",
       .kind = text,
       .description = "IANA name of the zone of times that come without one; needs the package tzdata",
       .form = &time_zone_form,
       .keep = [](const destination& to) { return &to.customer->time_zone; }},
      customer_switch("lenient_tracking",
                      "Clicks on recommendations count also when they do not name a scenario",
                      &customer::customer_settings::lenient_tracking),
  };
}

// What is known of users, and for how long.
std::vector<setting> user_keys() {
  return {
      {.name = "linked_users_max",
       .kind = whole_number,
       .description = "A user id that logins link with more others within a week is not linked with any: a "
                      "shared device",
       .least = 2,
       .most = 200,
       .keep = [](const destination& to) { return &to.customer->linked_users_max; }},
      {.name = "history_items",
       .kind = whole_number,
       .description =
           "Newest items that are kept of a user for each kind of event; of purchases and of what is "
           "blacklisted four times as many, of what was shown twice as many",
       .least = profile::history_items_least,
       .most = profile::history_items_most,
       .keep = [](const destination& to) { return &to.customer->history_items; }},
      {.name = "items_unknown_max",
       .kind = whole_number,
       .description =
           "Items that may become known because events name them; what comes with others is stored, "
           "but nothing is learned from it",
       .least = 1,
       .most = 10'000'000,
       .keep = [](const destination& to) { return &to.customer->items_unknown_max; }},
      {.name = "session_minutes",
       .kind = whole_number,
       .description = "A longer pause begins a new session; also the window of `viewers`",
       .least = 1,
       .most = 1440,
       .keep = [](const destination& to) { return &to.customer->session_minutes; }},
      {.name = "retention",
       .kind = duration,
       .description = "Events of this customer older than this are removed; without it: store.retention",
       .least = day,
       .most = 36500 * day,
       .keep = [](const destination& to) { return &to.customer->retention_ms; }},
  };
}

std::vector<setting> library_keys() {
  return {
      customer_switch(
          "choose_weights",
          "The builder chooses from the customer's own log how lists are mixed and how far models look back",
          &customer::customer_settings::choose_weights),
      customer_switch("search_suggestions",
                      "Titles of the catalogue, categories and vendors can be searched while somebody types; "
                      "some 80 bytes an item",
                      &customer::customer_settings::search_suggestions),
      customer_switch("library",
                      "The built-in models and scenarios are there, too; one that is given under the id of a "
                      "built-in one takes its place",
                      &customer::customer_settings::library),
      {.name = "managed_by",
       .kind = text,
       .description = "Who has the say about the models and scenarios that this file gives: the file, or the "
                      "store, which then only begins with them",
       .form = &managed_by_form,
       .keep = [](const destination& to) { return &to.customer->managed_by; }},
      customer_switch("dynamic_submodels",
                      "Requests may ask for parts of models by attributes of items with up to 50 values that "
                      "nobody has configured, as `*color=lime`",
                      &customer::customer_settings::dynamic_submodels),
      {.name = "time_slots",
       .kind = list,
       .description = "Hours of the day, by the clocks of the time zone; requests may prefer what is popular "
                      "at these",
       .clear = [](const destination& to) { to.customer->time_slots.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.time_slot = &to.customer->time_slots.emplace_back(); }},
      {.name = "models",
       .kind = list,
       .description = "Models beside those of the library, or in the place of some",
       .clear = [](const destination& to) { to.customer->models.clear(); },
       .add = add_model,
       .translate = with_our_words},
      {.name = "scenarios",
       .kind = list,
       .description = "Scenarios beside those of the library, or in the place of some",
       .clear = [](const destination& to) { to.customer->scenarios.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.scenario = &to.customer->scenarios.edit().emplace_back(); }},
  };
}

// Other families of endpoints that the pages of a customer may call.
std::vector<setting> family_keys() {
  return {{.name = "catalogue", .kind = object, .description = "Where the items come from"},
          {.name = "richrelevance",
           .kind = object,
           .description = "Keys and placements of pages that call the endpoints of RichRelevance"}};
}

}  // namespace

std::span<const key_group> settings_keys() {
  static const std::array<key_group, 30> table{{
      {"", root_keys()},
      {"server", server_keys()},
      {"server.tls", tls_keys()},
      {"server.limits", limit_keys()},
      {"store", store_keys()},
      {"models", builder_keys()},
      {"outbound", outbound_keys()},
      {"customers.*", joined(joined(joined(customer_keys(), user_keys()), library_keys()),
                             joined(joined(item_keys(), access_keys()), family_keys()))},
      {"customers.*.catalogue", catalogue_keys()},
      {"customers.*.catalogue.feeds[]", feed_keys()},
      {"customers.*.catalogue.feeds[].map.*", feed_text_keys()},
      {"customers.*.catalogue.feeds[].languages.*", feed_text_keys()},
      {"customers.*.catalogue.feeds[].tax_rates.*", feed_text_keys()},
      {"customers.*.richrelevance", richrelevance_keys()},
      {"customers.*.richrelevance.applications.*", richrelevance_application_keys()},
      {"customers.*.richrelevance.placements.*", richrelevance_placement_keys()},
      {"customers.*.richrelevance.messages.*", richrelevance_message_keys()},
      {"customers.*.models[]", model_keys()},
      {"customers.*.models[].attributes[]", compared_attribute_keys()},
      {"customers.*.models[].submodels[]", submodel_keys()},
      {"customers.*.models[].submodels[].groups[]", value_group_keys()},
      {"customers.*.models[].submodels[].intervals[]", number_interval_keys()},
      {"customers.*.models[].segment_groups[]", segment_group_keys()},
      {"customers.*.models[].segment_groups[].parts[]", segment_choice_keys()},
      {"customers.*.time_slots[]", time_slot_keys()},
      {"customers.*.scenarios[]", scenario_keys()},
      {"customers.*.scenarios[].stages[]", stage_keys()},
      {"customers.*.scenarios[].stages[].models[]", stage_model_keys()},
      {"customers.*.scenarios[].filters", filter_keys()},
      {"customers.*.scenarios[].boosts[]", boost_keys()},
  }};
  return table;
}

const key_group& keys_of(std::string_view path) {
  for (const auto& group : settings_keys())
    if (group.path == path) return group;
  throw std::logic_error("no keys of this object: " + std::string(path));
}

}  // namespace footfall::settings
