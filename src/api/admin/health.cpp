// Health, readiness and figures, on the admin listener.
#include "api/endpoints.hpp"
#include "footfall/api/metrics.hpp"

namespace footfall::api {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";

}  // namespace

result<void> health(const endpoint_call& call, http::response& out) {
  out.content_type = plain_text;
  const auto log = call.context.log.figures();
  out.body = log.failing ? "ok, but the store cannot be written: " + log.why + "\n" : "ok\n";
  return {};
}

result<void> ready(const endpoint_call& call, http::response& out) {
  const auto& context = call.context;
  if (context.state.stopping) return failure{error::not_ready, "stopping"};
  if (!context.state.replayed)
    return failure{error::not_ready, "starting: the state comes back from the store"};
  if (!context.builder.first_round_done())
    return failure{error::not_ready, "starting: models are being built"};
  if (const auto log = call.context.log.figures(); log.failing)
    return failure{error::not_ready, "the store cannot be written: " + log.why};
  out.content_type = plain_text;
  out.body = "ready\n";
  return {};
}

result<void> show_metrics(const endpoint_call& call, http::response& out) {
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = call.context.figures.text(call.context);
  return {};
}

}  // namespace footfall::api
