// Health, readiness, figures, tasks and the index, on the admin listener.
#include "footfall/api/health.hpp"

#include "api/endpoints.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace footfall::api {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";
constexpr std::int64_t ns_per_s = 1'000'000'000;

result<void> check_readiness(const endpoint_context& context) {
  if (context.state.stopping) return failure{error::not_ready, "stopping"};
  if (!context.state.replayed)
    return failure{error::not_ready, "starting: the state comes back from the store"};
  if (!context.builder.is_ready()) return failure{error::not_ready, "starting: models are being built"};
  if (const auto log = context.log.figures(); log.failing)
    return failure{error::not_ready, "the store cannot be written: " + log.why};
  return {};
}

std::string_view words_of(const tasks::task_status& task) {
  if (task.failing) return "failed: ";
  return task.running ? "running" : "ok";
}

/// One line for each part, for people.
void append_parts(const endpoint_context& context, std::string& out) {
  const auto ready = check_readiness(context);
  const auto log = context.log.figures();
  auto to = std::back_inserter(out);
  fmt::format_to(to, "version: {}\n", FOOTFALL_VERSION);
  fmt::format_to(to, "ready: {}\n", ready ? "yes" : ready.error().detail());
  fmt::format_to(to, "store: {}, {} events wait\n", log.failing ? "cannot write" : "ok", log.waiting_events);
  fmt::format_to(to, "clock: {}\n", context.guard.trusts() ? "ok" : "has leapt, nothing ages by it");
  for (const auto& each : context.state.tasks.all())
    fmt::format_to(to, "task {}: {}{}\n", each.name, words_of(each), each.failing ? each.last_failure : "");
}

bool wants_more(const http::request& question) {
  return std::ranges::any_of(question.target.parameters(),
                             [](const http::parameter& each) { return each.name == "verbose"; });
}

}  // namespace

std::optional<tasks::stalled_thread> stalled_thread_of(const endpoint_context& context) {
  const auto now_ns = context.time.steady_ns();
  const auto since_ns = context.log.figures().working_since_ns;
  if (since_ns != 0 && now_ns - since_ns > tasks::heartbeats::silence_max_ns)
    return tasks::stalled_thread{"writer", now_ns - since_ns};
  return context.state.threads.stalled(now_ns);
}

result<void> health(const endpoint_call& call, http::response& out) {
  const auto& context = call.context;
  if (const auto stalled = stalled_thread_of(context))
    return failure{error::not_ready, fmt::format("the thread {} has been at one thing for {} s",
                                                 stalled->thread, stalled->silent_ns / ns_per_s)};
  out.content_type = plain_text;
  const auto log = context.log.figures();
  out.body = log.failing ? "ok, but the store cannot be written: " + log.why + "\n" : "ok\n";
  if (wants_more(call.question)) append_parts(context, out.body);
  return {};
}

result<void> ready(const endpoint_call& call, http::response& out) {
  if (auto is_ready = check_readiness(call.context); !is_ready) return is_ready;
  out.content_type = plain_text;
  out.body = "ready\n";
  return {};
}

result<void> show_metrics(const endpoint_call& call, http::response& out) {
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = call.context.figures.text(call.context);
  return {};
}

result<void> show_index(const endpoint_call&, http::response& out) {
  out.content_type = plain_text;
  out.body = fmt::format("footfall {}\n\n", FOOTFALL_VERSION);
  for (const auto& row : routes())
    if (row.of->where == listener::admin)
      fmt::format_to(std::back_inserter(out.body), "{:<6} {}  {}\n", http::name_of(row.method), row.path,
                     row.summary);
  return {};
}

result<void> list_tasks(const endpoint_call& call, http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("tasks");
  json.open_array();
  for (const auto& each : call.context.state.tasks.all()) {
    json.open_object();
    json.field("task", each.name);
    json.field("state", each.running ? "running" : "waiting");
    json.field("runs", each.runs);
    json.field("failures", each.failures);
    if (each.begun_ms != 0) {
      json.field("lastRun", text::to_iso_time(each.begun_ms));
      json.field("durationMs", each.duration_ns / ns_per_ms);
    }
    if (each.last_failure_ms != 0) {
      json.field("lastFailure", text::to_iso_time(each.last_failure_ms));
      json.field("lastFailureReason", each.last_failure);
    }
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return {};
}

}  // namespace footfall::api
