#include "footfall/api/service.hpp"

#include "error_answers.hpp"
#include "footfall/api/metrics.hpp"
#include "receipts.hpp"
#include "request_parts.hpp"
#include "short_links.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <exception>
#include <span>
#include <string_view>

namespace footfall::api {
namespace {

constexpr std::size_t form_bytes = 65536;

std::vector<const route*> rows_of(listener where) {
  std::vector<const route*> rows;
  for (const auto& row : routes()) {
    if (row.where == where) rows.push_back(&row);
  }
  return rows;
}

std::vector<http::route_pattern> patterns_of(const std::vector<const route*>& rows) {
  std::vector<http::route_pattern> patterns;
  for (const auto* row : rows) patterns.push_back({row->method, row->path});
  return patterns;
}

/// `v2` and its like are not customers, so that recommendations and tracking never collide (protocol A2).
bool is_reserved(std::string_view customer_id) {
  return customer_id.size() > 1 && customer_id.front() == 'v' &&
         customer_id.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool names_reserved_customer(const route& row, std::span<const std::string_view> path) {
  return row.path.starts_with("/{solution}/{customer}") && is_reserved(path[1]);
}

/// Placeholders fit everything, but not everything stands for a solution or a customer.
bool may_mean(const endpoint_context& context, const route& row, std::span<const std::string_view> path) {
  return !row.path.starts_with("/{solution}") || is_short_link(path) ||
         (is_solution_id(context, path[0]) && !names_reserved_customer(row, path));
}

}  // namespace

service::service(const endpoint_context& context, listener where)
    : context_(context), where_(where), rows_(rows_of(where)), router_(patterns_of(rows_)) {}

http::plan service::plan_for(const http::request& head) const {
  const auto index = router_.find(head.method, head.target.segments());
  if (index == http::router::no_row || names_reserved_customer(*rows_[index], head.target.segments()))
    return {nullptr, form_bytes, false};
  const auto* row = rows_[index];
  const auto bytes = row->body == body_size::bulk ? context_.settings.load()->bulk_body_bytes : form_bytes;
  return {row, bytes, row->slow || (row->waits != nullptr && row->waits(context_, head))};
}

result<void> service::answer_without_route(const http::request& question, http::response& out) const {
  auto allowed = allowed_methods(question);
  if (allowed.empty()) return failure{error::not_found, "no such path"};
  if (question.method == http::method::options) {
    out.status = 204;
    out.set("Allow", allowed);
    if (where_ == listener::open) {
      out.set("Access-Control-Allow-Methods", std::move(allowed));
      out.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
      out.set("Access-Control-Max-Age", "86400");
    }
    return {};
  }
  return failure{error::method_not_allowed, "method: " + question.method_text + " is not one of " + allowed};
}

std::string service::allowed_methods(const http::request& question) const {
  constexpr std::array methods{http::method::get, http::method::head, http::method::post, http::method::put,
                               http::method::del};
  const auto path = question.target.segments();
  std::string allowed;
  for (const auto which : methods) {
    const auto index = router_.find(which, path);
    if (index == http::router::no_row || !may_mean(context_, *rows_[index], path)) continue;
    allowed.append(http::name_of(which)).append(", ");
  }
  if (!allowed.empty()) allowed.append(http::name_of(http::method::options));
  return allowed;
}

result<void> service::admit(const http::request& question, std::int64_t now_ns) const {
  thread_local std::string forwarded_for;
  forwarded_for.clear();
  question.append_fields("X-Forwarded-For", forwarded_for);
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

result<void> service::call(const route* row, const http::request& question, std::int64_t now_ns,
                           http::response& out) const {
  if (where_ == listener::open) {
    if (auto admitted = admit(question, now_ns); !admitted) return admitted;
  }
  if (row == nullptr) return answer_without_route(question, out);
  // What is stored while the state comes back would be applied twice, or to a customer that is replaced.
  const bool stores_nothing = where_ == listener::admin && row->method == http::method::get;
  if (!context_.state.replayed && !stores_nothing)
    return failure{error::not_ready, "the server is starting: its state comes back from the store"};
  return row->handler(context_, question, out);
}

void service::answer(const http::plan& how, const http::request& question, http::response& out) const {
  const auto begin_ns = context_.time.steady_ns();
  const auto* row = static_cast<const route*>(how.route);
  try {
    if (const auto done = call(row, question, begin_ns, out); !done) {
      const auto why = done.error();
      write_failure(why, question, where_ == listener::admin, out);
      if (why.code() == error::method_not_allowed) out.set("Allow", allowed_methods(question));
      if (is_tracking(row, question)) note_refusal(context_, question, why.code(), out);
    }
  } catch (const std::exception& broken) {
    spdlog::error("a request to {} failed: {}", row == nullptr ? "no route" : row->name, broken.what());
    write_failure({error::internal, "an unexpected error, see the server's log"}, question, false, out);
    if (is_tracking(row, question)) note_refusal(context_, question, error::internal, out);
  }
  if (where_ == listener::open) out.set("Access-Control-Allow-Origin", "*");
  context_.figures.answered(row, out.status, context_.time.steady_ns() - begin_ns);
}

void service::refuse(const failure& why, const http::request& question, http::response& out) const {
  write_failure(why, question, where_ == listener::admin, out);
  if (const auto index = router_.find(question.method, question.target.segments());
      index != http::router::no_row && is_tracking(rows_[index], question))
    note_refusal(context_, question, why.code(), out);
  if (where_ == listener::open) out.set("Access-Control-Allow-Origin", "*");
  context_.figures.answered(nullptr, out.status, 0);
}

}  // namespace footfall::api
