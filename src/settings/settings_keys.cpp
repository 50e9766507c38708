// THE table of configuration keys. Adding a key is adding a row here.
#include "settings_keys.hpp"

#include "model_keys.hpp"
#include "text_form.hpp"

#include "footfall/recommend/filters.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>

namespace footfall::settings {

namespace {

using enum value_kind;

constexpr double second = 1000;
constexpr double minute = 60 * second;
constexpr double hour = 60 * minute;
constexpr double day = 24 * hour;
constexpr double kibibyte = 1024;
constexpr double mebibyte = 1024 * kibibyte;
constexpr double gibibyte = 1024 * mebibyte;

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
      {.name = "store", .kind = object, .description = "Where events are kept; a change needs a restart"},
      {.name = "models", .kind = object, .description = "How models are built"},
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
           }},
  };
}

std::vector<setting> server_keys() {
  return {
      {.name = "listen",
       .kind = text_list,
       .description = "Addresses for tracking and recommendations; port 0 takes a free one",
       .form = &listen_address_form,
       .keep = [](const destination& to) { return &to.application->server.listen; },
       .filled = true},
      {.name = "admin_listen",
       .kind = text,
       .description = "Address for health, readiness, metrics and model status; never public",
       .form = &listen_address_form,
       .keep = [](const destination& to) { return &to.application->server.admin_listen; }},
      {.name = "threads",
       .kind = whole_number,
       .description = "Threads that serve connections; 0: one per core",
       .least = 0,
       .most = 256,
       .keep = [](const destination& to) { return &to.application->server.threads; }},
      {.name = "public_event_host",
       .kind = text,
       .description = "Host of the links in answers: //HOST/api/",
       .form = &host_form,
       .keep = [](const destination& to) { return &to.application->server.public_event_host; }},
      {.name = "trusted_proxies",
       .kind = text_list,
       .description = "Networks whose forwarded client addresses are believed",
       .form = &network_form,
       .keep = [](const destination& to) { return &to.application->server.trusted_proxies; }},
      {.name = "limits", .kind = object, .description = "Bounds on what clients can take up"},
  };
}

setting byte_limit(std::string_view name, std::string_view description, double least, double most,
                   std::size_t limit_settings::*which) {
  return {.name = name,
          .kind = whole_number,
          .description = description,
          .least = least,
          .most = most,
          .keep = [which](const destination& to) { return &(to.application->server.limits.*which); }};
}

std::vector<setting> limit_keys() {
  return {
      byte_limit("request_line_bytes", "Longest request line; longer ones are answered with 414", kibibyte,
                 64 * kibibyte, &limit_settings::request_line_bytes),
      byte_limit("header_bytes",
                 "Longest request line and headers together; longer ones are answered with 431", 2 * kibibyte,
                 256 * kibibyte, &limit_settings::header_bytes),
      byte_limit("body_bytes", "Longest body of a bulk request; longer ones are answered with 413", kibibyte,
                 gibibyte, &limit_settings::body_bytes),
      byte_limit("connections", "Most connections open at once; further ones are closed", 1, 1e6,
                 &limit_settings::connections),
      {.name = "idle_timeout",
       .kind = duration,
       .description = "Longest pause between two requests of a connection",
       .least = second,
       .most = hour,
       .keep = [](const destination& to) { return &to.application->server.limits.idle_timeout_ms; }},
      {.name = "request_timeout",
       .kind = duration,
       .description = "Longest time from the first byte of a request to its last",
       .least = second,
       .most = 10 * minute,
       .keep = [](const destination& to) { return &to.application->server.limits.request_timeout_ms; }},
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
  };
}

std::vector<setting> builder_keys() {
  return {
      {.name = "rebuild_interval",
       .kind = duration,
       .description = "Models are built again after this time when there are new events",
       .least = second,
       .most = day,
       .keep = [](const destination& to) { return &to.application->models.rebuild_interval_ms; }},
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
  };
}

void add_model(destination& to, std::string_view, const nlohmann::json& content) {
  to.model = &to.customer->models.emplace_back();
  // The defaults of the other keys depend on the type, so that it is looked at first.
  const auto type = content.find("type");
  if (type != content.end() && type->is_string() &&
      model_type_form.matches(type->get_ref<const std::string&>()))
    *to.model = model::default_definition("", type->get_ref<const std::string&>());
}

std::vector<setting> customer_keys() {
  return {
      {.name = "license_key",
       .kind = text,
       .description = "Password of the bulk interface; empty: the interface is closed",
       .form = &license_key_form,
       .secret = true,
       .keep = [](const destination& to) { return &to.customer->license_key; }},
      {.name = "alphanumeric_items",
       .kind = boolean,
       .description = "Item ids are texts; otherwise whole numbers in 1..2147483647",
       .keep = [](const destination& to) { return &to.customer->alphanumeric_items; }},
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
      {.name = "lenient_tracking",
       .kind = boolean,
       .description = "Clicks on recommendations count also when they do not name a scenario",
       .keep = [](const destination& to) { return &to.customer->lenient_tracking; }},
      {.name = "linked_users_max",
       .kind = whole_number,
       .description = "A user id that logins link with more others within a week is not linked with any: a "
                      "shared device",
       .least = 2,
       .most = 200,
       .keep = [](const destination& to) { return &to.customer->linked_users_max; }},
      {.name = "session_minutes",
       .kind = whole_number,
       .description = "A longer pause begins a new session; also the window of `viewers`",
       .least = 1,
       .most = 1440,
       .keep = [](const destination& to) { return &to.customer->session_minutes; }},
      {.name = "choose_weights",
       .kind = boolean,
       .description = "The builder chooses the weight of session kNN from the customer's own log",
       .keep = [](const destination& to) { return &to.customer->choose_weights; }},
      {.name = "models",
       .kind = list,
       .description = "Replaces the built-in library of models",
       .clear = [](const destination& to) { to.customer->models.clear(); },
       .add = add_model},
      {.name = "scenarios",
       .kind = list,
       .description = "Replaces the built-in library of scenarios",
       .clear = [](const destination& to) { to.customer->scenarios.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.scenario = &to.customer->scenarios.emplace_back(); }},
  };
}

std::vector<setting> scenario_keys() {
  return {
      {.name = "id",
       .kind = text,
       .description = "Name in the address of a recommendation",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.scenario->id; }},
      {.name = "enabled",
       .kind = boolean,
       .description = "A disabled scenario is answered like an unknown one",
       .keep = [](const destination& to) { return &to.scenario->enabled; }},
      {.name = "input_type",
       .kind = whole_number,
       .description = "Item type of context items",
       .least = 1,
       .most = item_number_max,
       .keep = [](const destination& to) { return &to.scenario->input_type; }},
      {.name = "output_types",
       .kind = item_type_list,
       .description = "Item types that are recommended; the first is the default",
       .least = 1,
       .most = item_number_max,
       .keep = [](const destination& to) { return &to.scenario->output_types; }},
      {.name = "stages",
       .kind = list,
       .description = "Asked one after the other until there are enough items",
       .required = true,
       .clear = [](const destination& to) { to.scenario->stages.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.stage = &to.scenario->stages.emplace_back(); },
       .filled = true},
      {.name = "filters", .kind = object, .description = "What is left out of the answer"},
  };
}

std::vector<setting> stage_keys() {
  return {
      {.name = "models",
       .kind = list,
       .description = "Models that answer together; a text is the id of a model with weight 1",
       .required = true,
       .clear = [](const destination& to) { to.stage->models.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.stage_model = &to.stage->models.emplace_back(); },
       .text_stands_for = "model",
       .filled = true},
      {.name = "chosen_weights",
       .kind = boolean,
       .description = "The weights of co-occurrence and session kNN are those chosen from the customer's log",
       .keep = [](const destination& to) { return &to.stage->chosen_weights; }},
  };
}

std::vector<setting> stage_model_keys() {
  return {
      {.name = "model",
       .kind = text,
       .description = "Id of a model of this customer",
       .form = &reference_code_form,
       .required = true,
       .keep = [](const destination& to) { return &to.stage_model->model; }},
      {.name = "weight",
       .kind = decimal,
       .description = "Share in the mixture of the stage",
       .least = 0.001,
       .most = 1000,
       .keep = [](const destination& to) { return &to.stage_model->weight; }},
      {.name = "context",
       .kind = text,
       .description = "Where context items come from: the request, or a history of the user",
       .form = &context_flag_form,
       .keep = [](const destination& to) { return &to.stage_model->context; }},
      {.name = "everywhere",
       .kind = boolean,
       .description = "The share of a model without context also reaches the items that the others name",
       .keep = [](const destination& to) { return &to.stage_model->everywhere; }},
  };
}

// The table of filters is the recommender's: a new filter there is a key here without another word.
std::vector<setting> filter_keys() {
  std::vector<setting> keys;
  for (const auto& row : recommend::filters())
    if (row.enabled != nullptr)
      keys.push_back(
          {.name = row.name,
           .kind = boolean,
           .description = "Items that the filter of this name finds are left out",
           .keep = [which = row.enabled](const destination& to) { return &(to.scenario->filters.*which); }});
  return keys;
}

}  // namespace

std::span<const key_group> settings_keys() {
  static const std::array<key_group, 11> table{{
      {"", root_keys()},
      {"server", server_keys()},
      {"server.limits", limit_keys()},
      {"store", store_keys()},
      {"models", builder_keys()},
      {"customers.*", customer_keys()},
      {"customers.*.models[]", model_keys()},
      {"customers.*.scenarios[]", scenario_keys()},
      {"customers.*.scenarios[].stages[]", stage_keys()},
      {"customers.*.scenarios[].stages[].models[]", stage_model_keys()},
      {"customers.*.scenarios[].filters", filter_keys()},
  }};
  return table;
}

const key_group& keys_of(std::string_view path) {
  for (const auto& group : settings_keys())
    if (group.path == path) return group;
  throw std::logic_error("no keys of this object: " + std::string(path));
}

}  // namespace footfall::settings
