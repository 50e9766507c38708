#include "footfall/api/service.hpp"

#include "api/admin/guard.hpp"
#include "api/error_answers.hpp"
#include "api/request_log.hpp"
#include "api/request_parts.hpp"
#include "api/route_finder.hpp"
#include "footfall/api/metrics.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <exception>
#include <optional>
#include <string_view>

namespace footfall::api {
namespace {

constexpr std::size_t form_bytes = 65536;

endpoint_call call_of(const endpoint_context& context, const http::plan& how, const http::request& question) {
  return {context, question, static_cast<customer::customer*>(how.owner.get()),
          static_cast<const customer::customer_settings*>(how.settings.get())};
}

/// What a page may send: all that it asks for, since no field opens anything but `Authorization`.
std::string allowed_fields(const http::request& preflight) {
  constexpr std::size_t bytes_max = 1024;
  const auto asked = preflight.field("Access-Control-Request-Headers");
  const bool is_list = asked.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789-_., ") == asked.npos;
  return asked.empty() || asked.size() > bytes_max || !is_list ? "Authorization, Content-Type"
                                                               : std::string(asked);
}

bool needs_license(access needs, const customer::customer_settings& settings) {
  return needs == access::license || (needs == access::tracking && settings.tracking_authentication) ||
         (needs == access::recommendation && settings.recommendation_authentication);
}

}  // namespace

service::service(const endpoint_context& context, listener where)
    : context_(context), where_(where), routes_(std::make_unique<route_finder>(where)) {}
service::~service() = default;

http::plan service::plan_for(const http::request& head) const {
  http::plan how{.body_bytes_max = form_bytes};
  try {
    if (auto decided = decide(head, how); !decided) how.refusal = decided.error();
  } catch (const std::exception& broken) {
    spdlog::error("the head of a request failed: {}", broken.what());
    how.refusal = failure{error::internal, "an unexpected error, see the server's log"};
  }
  if (how.refusal) {
    how.keeps_body = false;
    how.body_bytes_max = form_bytes;
    how.where = http::work::at_once;
  }
  return how;
}

result<void> service::decide(const http::request& head, http::plan& how) const {
  const auto* found = routes_->find(head.method, head.target.segments());
  how.route = found == nullptr ? nullptr : found->row;
  if (where_ == listener::open) {
    if (auto admitted = admit(head); !admitted) return admitted;
  }
  if (found == nullptr) return {};
  const auto& row = *found->row;
  if (where_ == listener::admin && row.needs != access::anybody) {
    const auto settings = context_.settings.load();
    if (auto welcome = check_admin(*settings, row.needs == access::admin_change, head); !welcome)
      return welcome;
  }
  // What is stored while the state comes back would be applied twice, or to a customer that is replaced.
  const bool stores_nothing = where_ == listener::admin && row.method == http::method::get;
  if (!context_.state.replayed && !stores_nothing)
    return failure{error::not_ready, "the server is starting: its state comes back from the store"};
  if (auto known = find_owner(*found, head, how); !known) return known;
  if (auto allowed = check_access(row, head, how); !allowed) return allowed;
  how.keeps_body = row.body != body_kind::none;
  if (row.body == body_kind::bulk) how.body_bytes_max = context_.settings.load()->bulk_body_bytes;
  how.where = row.where;
  how.after_commits = row.of->reads_events;
  if (row.waits != nullptr && row.waits(call_of(context_, how, head))) how.where = http::work::archive;
  return {};
}

result<void> service::find_owner(const found_route& found, const http::request& head, http::plan& how) const {
  const auto path = head.target.segments();
  if (found.has_solution) {
    if (auto known = check_solution(context_, path[0]); !known) return known;
  }
  if (found.customer_at == found_route::nowhere && !found.row->of_only_customer) return {};
  auto owner = found.row->of_only_customer ? only_customer(context_)
                                           : find_customer(context_, path[found.customer_at]);
  if (!owner) return owner.error();
  how.settings = (*owner)->settings.load();
  how.owner = std::move(*owner);
  return {};
}

result<void> service::check_access(const route& row, const http::request& head, const http::plan& how) const {
  // Whose owner is not in the path finds out and checks by itself.
  if (where_ == listener::admin || how.owner == nullptr) return {};
  const auto call = call_of(context_, how, head);
  if (needs_license(row.needs, *call.settings)) {
    // Before the limit: what strangers send must not take from the customer.
    if (auto licensed = check_license(context_, *call.settings, head); !licensed) return licensed;
  }
  return take_request(context_, *call.owner, *call.settings);
}

result<void> service::admit(const http::request& question) const {
  thread_local std::string forwarded_for;
  forwarded_for.clear();
  question.append_fields("X-Forwarded-For", forwarded_for);
  const bool needs_time = !forwarded_for.empty() || context_.gate.limits_addresses();
  const auto now_ns = needs_time ? context_.time.steady_ns() : 0;
  const traffic::sender from{question.remote_address, forwarded_for};
  if (context_.gate.should_warn_of_proxy(from, now_ns))
    spdlog::warn(
        "all requests of late came from {}, which says that it forwards them: if it is your proxy, "
        "add it to server.trusted_proxies; until then all clients behind it count as one",
        question.remote_address);
  if (!context_.gate.admit(from, now_ns))
    return failure{error::too_many_requests, "requests: more than the limit for one address"};
  return {};
}

result<void> service::answer_without_route(const http::request& question, http::response& out) const {
  auto allowed = allowed_methods(question);
  if (allowed.empty()) return failure{error::not_found, "no such path"};
  if (question.method == http::method::options) {
    out.status = 204;
    out.set("Allow", allowed);
    if (where_ == listener::open) {
      out.set("Access-Control-Allow-Methods", std::move(allowed));
      out.set("Access-Control-Allow-Headers", allowed_fields(question));
      out.set("Access-Control-Max-Age", "86400");
    }
    return {};
  }
  return failure{error::method_not_allowed, "method: " + question.method_text + " is not one of " + allowed};
}

std::string service::allowed_methods(const http::request& question) const {
  constexpr std::array methods{http::method::get, http::method::head,  http::method::post,
                               http::method::put, http::method::patch, http::method::del};
  const auto path = question.target.segments();
  std::string allowed;
  for (const auto which : methods) {
    // Placeholders fit everything, but not everything stands for a solution.
    const auto* found = routes_->find(which, path);
    if (found == nullptr || (found->has_solution && !check_solution(context_, path[0]))) continue;
    allowed.append(http::name_of(which)).append(", ");
  }
  if (!allowed.empty()) allowed.append(http::name_of(http::method::options));
  return allowed;
}

result<void> service::call(const http::plan& how, const http::request& question, http::response& out) const {
  if (how.refusal) return *how.refusal;
  if (how.route == nullptr) return answer_without_route(question, out);
  return static_cast<const route*>(how.route)->handler(call_of(context_, how, question), out);
}

const family& service::family_of(const route* row) const noexcept {
  if (row != nullptr) return *row->of;
  return where_ == listener::admin ? admin_family : recommendation_family;
}

void service::write_refusal(const route* row, const failure& why, const http::request& question,
                            http::response& out) const {
  const auto& kind = family_of(row);
  kind.write_fault(why, question, out);
  if (why.code() == error::method_not_allowed) out.set("Allow", allowed_methods(question));
  if (kind.note_refusal != nullptr) kind.note_refusal(context_, question, why.code(), out);
}

void service::answer(const http::plan& how, const http::request& question, http::response& out) const {
  const auto begin_ns = context_.time.steady_ns();
  const auto* row = static_cast<const route*>(how.route);
  // Some families send faults as 200: operators see what they are.
  std::optional<error> refused;
  try {
    if (const auto done = call(how, question, out); !done) {
      const auto why = done.error();
      refused = why.code();
      write_refusal(row, why, question, out);
    }
  } catch (const std::exception& broken) {
    spdlog::error("a request to {} failed: {}", row == nullptr ? "no route" : row->name, broken.what());
    refused = error::internal;
    write_refusal(row, {error::internal, "an unexpected error, see the server's log"}, question, out);
  }
  if (family_of(row).any_origin) out.set("Access-Control-Allow-Origin", "*");
  const auto took_ns = context_.time.steady_ns() - begin_ns;
  const auto status = refused ? status_of(*refused) : out.status;
  context_.figures.answered(row, status, took_ns);
  if (context_.settings.load()->request_log) log_request(row, question, status, took_ns, out);
}

void service::refuse(const failure& why, const http::request& question, http::response& out) const {
  const auto* found = routes_->find(question.method, question.target.segments());
  const auto* row = found == nullptr ? nullptr : found->row;
  write_refusal(row, why, question, out);
  if (family_of(row).any_origin) out.set("Access-Control-Allow-Origin", "*");
  context_.figures.answered(nullptr, out.status, 0);
}

}  // namespace footfall::api
