#include "footfall/api/service.hpp"

#include "error_answers.hpp"
#include "footfall/api/metrics.hpp"

#include <spdlog/spdlog.h>

#include <exception>

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

}  // namespace

service::service(const endpoint_context& context, listener where)
    : context_(context), where_(where), rows_(rows_of(where)), router_(patterns_of(rows_)) {}

http::plan service::plan_for(const http::request& head) const {
  const auto index = router_.find(head.method, head.target.segments());
  if (index == http::router::no_row) return {nullptr, form_bytes, false};
  const auto* row = rows_[index];
  const auto bytes = row->body == body_size::bulk ? context_.settings.load()->bulk_body_bytes : form_bytes;
  return {row, bytes, row->slow};
}

result<void> service::answer_without_route(const http::request& question, http::response& out) const {
  auto allowed = router_.allowed_methods(question.target.segments());
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

result<void> service::call(const route* row, const http::request& question, http::response& out) const {
  if (row == nullptr) return answer_without_route(question, out);
  if (where_ == listener::open && !context_.state.replayed)
    return failure{error::not_ready, "the server is starting: its state comes back from the store"};
  return row->handler(context_, question, out);
}

void service::answer(const http::plan& how, const http::request& question, http::response& out) const {
  const auto begin_ns = context_.time.steady_ns();
  const auto* row = static_cast<const route*>(how.route);
  try {
    if (const auto done = call(row, question, out); !done) {
      const auto why = done.error();
      write_failure(why, question, where_ == listener::admin, out);
      if (why.code() == error::method_not_allowed)
        out.set("Allow", router_.allowed_methods(question.target.segments()));
    }
  } catch (const std::exception& broken) {
    spdlog::error("a request to {} failed: {}", row == nullptr ? "no route" : row->name, broken.what());
    write_failure({error::internal, "an unexpected error, see the server's log"}, question, false, out);
  }
  if (where_ == listener::open) out.set("Access-Control-Allow-Origin", "*");
  context_.figures.answered(row, out.status, context_.time.steady_ns() - begin_ns);
}

void service::refuse(const failure& why, const http::request& question, http::response& out) const {
  write_failure(why, question, where_ == listener::admin, out);
  if (where_ == listener::open) out.set("Access-Control-Allow-Origin", "*");
  context_.figures.answered(nullptr, out.status, 0);
}

}  // namespace footfall::api
