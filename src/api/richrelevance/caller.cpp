#include "api/richrelevance/caller.hpp"

#include "api/request_parts.hpp"
#include "footfall/identity/credentials.hpp"

namespace footfall::api::richrelevance {
namespace {

// Looks at all keys, so that the time says nothing about them.
std::string_view find_application(const settings::richrelevance_settings& keys, std::string_view sent) {
  std::string_view found;
  for (const auto& [key, application] : keys.applications)
    if (identity::equal_in_constant_time(key, sent)) found = key;
  return found;
}

result<caller> complete(const endpoint_context& context, caller found, std::string_view customer_id,
                        std::string_view application) {
  found.application = find_application(*found.keys, application);
  if (found.application.empty() && !application.empty())
    return failure{error::unauthorized, "apiClientKey: is unknown"};
  auto owner = find_customer(context, customer_id);
  if (!owner) return owner.error();
  found.owner = std::move(*owner);
  found.settings = found.owner->settings.load();
  if (auto taken = take_request(context, *found.owner, *found.settings); !taken) return taken.error();
  return found;
}

}  // namespace

const std::string* customer_of(const endpoint_settings& endpoints, std::string_view api_key) {
  const std::string* found = nullptr;
  for (const auto& [id, keys] : endpoints.richrelevance)
    if (!keys.api_key.empty() && identity::equal_in_constant_time(keys.api_key, api_key)) found = &id;
  return found;
}

result<caller> find_caller(const endpoint_context& context, const call_parameters& sent,
                           application_key application) {
  const auto key = sent.require("apiKey");
  if (!key) return key.error();
  if (application == application_key::required)
    if (auto given = sent.require("apiClientKey"); !given) return given.error();
  caller found{.endpoints = context.settings.load()};
  const auto* const id = customer_of(*found.endpoints, *key);
  if (id == nullptr) return failure{error::unauthorized, "apiKey: is unknown"};
  found.keys = &found.endpoints->richrelevance.at(*id);
  return complete(context, std::move(found), *id, sent.find("apiClientKey"));
}

result<caller> find_clicked(const endpoint_context& context, const call_parameters& sent) {
  const auto id = sent.require("a");
  if (!id) return id.error();
  const auto application = sent.require("cak");
  if (!application) return application.error();
  caller found{.endpoints = context.settings.load()};
  const auto known = found.endpoints->richrelevance.find(*id);
  if (known == found.endpoints->richrelevance.end()) return failure{error::unknown_customer, "a: is unknown"};
  found.keys = &known->second;
  return complete(context, std::move(found), *id, *application);
}

}  // namespace footfall::api::richrelevance
