// THE table of routes. Adding an endpoint is adding one file and one row in `routes.cpp`.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"
#include "footfall/http/service.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace footfall::api {

/// Which listener serves a route.
enum class listener : std::uint8_t { open, admin };

/// What the answers of one family of endpoints have in common; the values are in `families.cpp`.
struct family {
  std::string_view name;
  listener where;
  /// Replaces `out` by the answer for a failure.
  void (*write_fault)(const failure& why, const http::request& question, http::response& out);
  bool any_origin;    ///< pages of all origins may send requests and read answers
  bool reads_events;  ///< answers depend on what the client has sent just before
  /// What else a refused request gets; null: nothing.
  void (*note_refusal)(const endpoint_context& context, const http::request& question, error why,
                       http::response& out) = nullptr;
};

extern const family tracking_family, events_family, recommendation_family, richrelevance_family,
    search_family, content_family, admin_family;

/// A request on its way to its endpoint, with what the service has found from its head.
struct endpoint_call {
  const endpoint_context& context;
  const http::request& question;
  /// Of rows that belong to a customer, with one snapshot of its settings; else null.
  customer::customer* owner = nullptr;
  const customer::customer_settings* settings = nullptr;
};

/// Fills the response, or returns the failure that the family turns into one.
using endpoint = result<void> (*)(const endpoint_call& call, http::response& out);

/// Who may ask.
enum class access : std::uint8_t {
  anybody,
  tracking,        ///< with the licence key where `tracking_authentication` is on
  recommendation,  ///< with the licence key where `recommendation_authentication` is on
  license,         ///< with the licence key
  admin,           ///< who may see the admin listener: `check_admin`
  admin_change     ///< the same, for what changes something
};

enum class body_kind : std::uint8_t {
  none,  ///< up to 64 KiB, passed over
  form,  ///< up to 64 KiB
  bulk   ///< up to `endpoint_settings::bulk_body_bytes`
};

/// One row. Rows are tried in their order: the first that fits method and path serves the request.
struct route {
  const family* of;
  http::method method;
  /// Pattern, see `http::router`. `{customer}` says which segment names the customer, `{solution}` that the
  /// first one is a solution id.
  std::string_view path;
  endpoint handler;
  std::string_view name;     ///< label in metrics
  std::string_view summary;  ///< one line for the reference
  access needs = access::anybody;
  body_kind body = body_kind::none;
  http::work where = http::work::at_once;
  /// Of a path that another row has, too: whether this one is meant. Null: yes.
  bool (*fits)(std::span<const std::string_view> segments) = nullptr;
  /// Of a row that is answered at once: whether this request has to wait for the archive. Null: never.
  bool (*waits)(const endpoint_call& head) = nullptr;
  bool of_only_customer = false;  ///< the path names no customer: the only one there is
};

/// All rows. Thread-safe.
[[nodiscard]] std::span<const route> routes() noexcept;

}  // namespace footfall::api
