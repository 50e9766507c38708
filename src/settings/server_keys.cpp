// The rows of the configuration's table about listeners and clients.
#include "server_keys.hpp"

#include "text_form.hpp"
#include "units.hpp"

namespace footfall::settings {
namespace {

using enum value_kind;

setting byte_limit(std::string_view name, std::string_view description, double least, double most,
                   std::size_t limit_settings::*which) {
  return {.name = name,
          .kind = whole_number,
          .description = description,
          .least = least,
          .most = most,
          .keep = [which](const destination& to) { return &(to.application->server.limits.*which); }};
}

setting address_limit(std::string_view name, std::string_view description,
                      std::uint32_t limit_settings::*which) {
  return {.name = name,
          .kind = whole_number,
          .description = description,
          .least = 0,
          .most = 1e6,
          .keep = [which](const destination& to) { return &(to.application->server.limits.*which); }};
}

setting server_switch(std::string_view name, std::string_view description, bool server_settings::*which) {
  return {.name = name, .kind = boolean, .description = description, .keep = [which](const destination& to) {
            return &(to.application->server.*which);
          }};
}

}  // namespace

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
      {.name = "admin_token",
       .kind = text,
       .description = "Wanted by the admin listener as Authorization: Bearer; required beyond loopback",
       .form = &license_key_form,
       .keep = [](const destination& to) { return &to.application->server.admin_token; }},
      {.name = "admin_hosts",
       .kind = text_list,
       .description = "Names that requests to the admin listener may have as Host, besides addresses",
       .form = &host_form,
       .keep = [](const destination& to) { return &to.application->server.admin_hosts; }},
      {.name = "threads",
       .kind = whole_number,
       .description = "Threads that serve connections; 0: one per core",
       .least = 0,
       .most = 256,
       .keep = [](const destination& to) { return &to.application->server.threads; }},
      {.name = "public_event_host",
       .kind = text,
       .description = "Host of the links in answers, //HOST/api/; empty: the host that the request came to",
       .form = &event_host_form,
       .keep = [](const destination& to) { return &to.application->server.public_event_host; }},
      {.name = "solution_ids",
       .kind = text_list,
       .description = "First segments of paths that mean footfall; all mean the same, and api counts always",
       .form = &solution_id_form,
       .keep = [](const destination& to) { return &to.application->server.solution_ids; },
       .filled = true},
      {.name = "trusted_proxies",
       .kind = text_list,
       .description = "Networks whose forwarded client addresses are believed",
       .form = &network_form,
       .keep = [](const destination& to) { return &to.application->server.trusted_proxies; }},
      server_switch(
          "request_log",
          "Each request is a line of the log, with route, status, time and request id, without what "
          "it asked for; takes effect at a reload",
          &server_settings::request_log),
      server_switch("metrics_per_customer",
                    "/metrics tells of each customer also where there are more than 50; else of all together "
                    "then; takes effect at a reload",
                    &server_settings::metrics_per_customer),
      {.name = "tls",
       .kind = object,
       .description = "Listeners that speak TLS; certificate and key are read again by a reload"},
      {.name = "limits", .kind = object, .description = "Bounds on what clients can take up"},
  };
}

std::vector<setting> tls_keys() {
  return {
      {.name = "listen",
       .kind = text_list,
       .description = "Addresses for tracking and recommendations over TLS; empty: none",
       .form = &listen_address_form,
       .keep = [](const destination& to) { return &to.application->server.tls.listen; }},
      {.name = "certificate",
       .kind = text,
       .description = "File with the chain of certificates, the server's own first (PEM)",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.application->server.tls.certificate; }},
      {.name = "key",
       .kind = text,
       .description = "File with the key of the certificate, without passphrase (PEM)",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.application->server.tls.key; }},
  };
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
      byte_limit("body_memory_bytes",
                 "Memory of all bodies that are being received; a body beyond it is answered with 503",
                 1024 * kibibyte, 64 * gibibyte, &limit_settings::body_memory_bytes),
      {.name = "body_bytes_per_second",
       .kind = whole_number,
       .description =
           "Least rate of a body: what has come so far gives the request its size over this in time beside "
           "request_timeout; 0: none",
       .least = 0,
       .most = 1e9,
       .keep = [](const destination& to) { return &to.application->server.limits.body_bytes_per_second; }},
      byte_limit("connections",
                 "Most connections open at once; the longest idle ones give way to further ones", 1, 1e6,
                 &limit_settings::connections),
      byte_limit("connections_per_address",
                 "Most connections of one client address, trusted proxies excepted; 0: a quarter of all", 0,
                 1e6, &limit_settings::connections_per_address),
      address_limit("requests_per_second_per_address",
                    "Requests of one client address in the long run; more are answered with 429; 0: no limit",
                    &limit_settings::requests_per_second_per_address),
      address_limit("requests_burst_per_address",
                    "Requests of one client address at once; 0: those of a second",
                    &limit_settings::requests_burst_per_address),
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

}  // namespace footfall::settings
