#include "api/request_parts.hpp"

#include "footfall/api/import_line.hpp"
#include "footfall/identity/credentials.hpp"
#include "footfall/settings/server_settings.hpp"

#include <fmt/format.h>

namespace footfall::api {
namespace {

bool is_license_of(const customer::customer_settings& owner, const identity::credentials& given) {
  return !owner.license_key.empty() && identity::equal_in_constant_time(owner.license_key, given.password);
}

}  // namespace

result<void> check_solution(const endpoint_context& context, std::string_view segment) {
  // The usual one needs no look at the settings.
  if (segment == "api" || events::names_solution(context.settings.load()->solution_ids, segment)) return {};
  return failure{error::not_found, "no such path: the first segment is no solution id such as api"};
}

result<customer::customer_directory::pointer> find_customer(const endpoint_context& context,
                                                            std::string_view customer_id) {
  const auto customers = context.customers.load();
  auto found = customers->find(customer_id);
  if (!found) {
    constexpr std::size_t shown = 64;
    if (customers->is_joining(customer_id))
      return failure{error::not_ready, fmt::format("customer: {} is new: its state comes back from the store",
                                                   customer_id.substr(0, shown))};
    return failure{error::unknown_customer,
                   fmt::format("customer: {} is unknown", customer_id.substr(0, shown))};
  }
  return found;
}

result<customer::customer_directory::pointer> only_customer(const endpoint_context& context) {
  const auto customers = context.customers.load();
  if (customers->by_id().size() != 1)
    return failure{error::not_found,
                   "no such path: a link without customer is for a server with one customer only"};
  return customers->by_id().begin()->second;
}

result<void> check_license(const endpoint_context& context, const customer::customer_settings& owner,
                           const http::request& question) {
  const auto given = identity::read_basic(question.field("Authorization"));
  if (!given)
    return failure{error::unauthorized,
                   "credentials: HTTP Basic with customer id and license key is required"};
  const auto customers = context.customers.load();
  const auto claimed = customers->find(given->user);
  if (!claimed || !is_license_of(*claimed->settings.load(), *given))
    return failure{error::unauthorized, "credentials: customer id or license key is wrong"};
  if (claimed->settings.load()->id != owner.id)
    return failure{error::forbidden, "credentials: they belong to another customer than the path"};
  return {};
}

result<void> take_request(const endpoint_context& context, customer::customer& owner,
                          const customer::customer_settings& settings) {
  const auto& limit = settings.requests;
  if (limit.per_second == 0 || owner.requests.take(limit, context.time.steady_ns())) return {};
  return failure{error::too_many_requests,
                 fmt::format("requests: more than {} a second for this customer", limit.per_second)};
}

std::string_view event_host_of(const endpoint_settings& settings, const http::request& question) {
  if (!settings.public_event_host.empty()) return settings.public_event_host;
  const auto host = question.field("Host");
  return settings::is_host(host) ? host : std::string_view("localhost");
}

events::reading_context reading_context_of(const endpoint_context& context, const customer::customer& owner,
                                           const customer::customer_settings& settings) {
  return reading_context_of(settings, owner.number, context.hasher);
}

}  // namespace footfall::api
