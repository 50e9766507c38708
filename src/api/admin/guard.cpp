#include "api/admin/guard.hpp"

#include "api/error_answers.hpp"
#include "footfall/identity/credentials.hpp"
#include "footfall/text/number.hpp"
#include "footfall/traffic/client_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace footfall::api {
namespace {

constexpr std::size_t shown = 64;

/// Without a port.
std::string_view name_of_host(std::string_view host) {
  const auto colon = host.rfind(':');
  return colon == host.npos || host.ends_with(']') ? host : host.substr(0, colon);
}

bool is_own_name(const endpoint_settings& settings, std::string_view host) {
  const auto name = name_of_host(host);
  const auto is = [name](std::string_view known) { return text::equal_without_case(name, known); };
  return traffic::read_ip_address(name) || is("localhost") || std::ranges::any_of(settings.admin_hosts, is);
}

/// `https://` or `http://` and the host that the request came to.
bool is_own_origin(std::string_view origin, std::string_view host) {
  const auto end = origin.find("://");
  return end != origin.npos && text::equal_without_case(origin.substr(end + 3), host);
}

bool is_json(std::string_view type) {
  type = type.substr(0, type.find_first_of("; \t"));
  return text::equal_without_case(type, "application/json");
}

bool has_token(std::string_view authorization, std::string_view token) {
  constexpr std::string_view scheme = "Bearer ";
  return text::equal_without_case(authorization.substr(0, scheme.size()), scheme) &&
         identity::equal_in_constant_time(authorization.substr(scheme.size()), token);
}

}  // namespace

result<void> check_admin(const endpoint_settings& settings, bool changes, const http::request& head) {
  const auto host = head.field("Host");
  // Only programs leave it out: HTTP/1.0.
  if (head.has_field("Host") && !is_own_name(settings, host))
    return failure{
        error::forbidden,
        fmt::format("Host: {} is neither an address nor one of server.admin_hosts", host.substr(0, shown))};
  if (head.has_field("Origin") && !is_own_origin(head.field("Origin"), host))
    return failure{error::forbidden, "Origin: requests of other web pages are refused"};
  if (!settings.admin_token.empty() && !has_token(head.field("Authorization"), settings.admin_token))
    return failure{error::unauthorized, "credentials: Bearer with server.admin_token is required"};
  if (changes && !is_json(head.field("Content-Type")))
    return failure{error::forbidden,
                   "Content-Type: application/json is required for what changes something, body or not"};
  return {};
}

void write_admin_fault(const failure& why, const http::request& question, http::response& out) {
  write_json_fault(why, question, out);
  for (auto& [name, value] : out.fields)
    if (name == "WWW-Authenticate") value = "Bearer realm=\"footfall\"";
}

}  // namespace footfall::api
