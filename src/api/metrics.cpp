#include "footfall/api/metrics.hpp"

#include "api/customer_figures.hpp"
#include "api/process_figures.hpp"
#include "footfall/core/published.hpp"
#include "footfall/events/event_kinds.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

namespace footfall::api {
namespace {

using prometheus::Histogram;

const Histogram::BucketBoundaries request_seconds{5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4,
                                                  1e-3, 5e-3, 2.5e-2, 0.1,  1,    10};
const Histogram::BucketBoundaries commit_seconds{1e-4,   2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2,
                                                 2.5e-2, 5e-2,   0.1,  0.5,  1,      5};

void add_process_gauges(const endpoint_context& context, prometheus::Registry& registry) {
  const auto add = [&](const char* name, const char* help, double value) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
  };
  const auto log = context.log.figures();
  add("footfall_event_queue_events", "Events that wait for the disk",
      static_cast<double>(log.waiting_events));
  add("footfall_event_queue_bytes", "Bytes that wait for the disk", static_cast<double>(log.waiting_bytes));
  add("footfall_event_store_failing", "1 while the event store cannot write", log.failing ? 1 : 0);
  add("footfall_event_store_bytes", "Size of the event store on disk",
      static_cast<double>(context.store.size_bytes()));
  add("footfall_untrusted_proxy",
      "1 when all traffic of late came through one address that is not in server.trusted_proxies",
      context.gate.suspects_proxy(context.time.steady_ns()) ? 1 : 0);
  add("footfall_ready", "1 when all requests can be answered",
      context.state.replayed && context.builder.is_ready() && !context.state.stopping ? 1 : 0);
}

/// Place of a route's figures: 0 for requests that no route fitted.
std::size_t place_of(const route* row) {
  return row == nullptr ? 0 : static_cast<std::size_t>(row - routes().data()) + 1;
}

/// Of the state file, when there is one.
void add_state_gauges(const customer::state_file_figures& figures, std::int64_t now_ms,
                      prometheus::Registry& registry) {
  const auto add = [&](const char* name, const char* help, double value) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
  };
  add("footfall_state_file_age_seconds", "Time since the state file was written",
      static_cast<double>(now_ms - figures.saved_ms) / 1e3);
  add("footfall_state_file_bytes", "Size of the state file", static_cast<double>(figures.bytes));
  add("footfall_state_save_seconds", "Time that the last write of the state file took; 0 before the first",
      static_cast<double>(figures.duration_ns) / 1e9);
}

void add_history_figures(const customer::history_keeper& histories, prometheus::Registry& registry) {
  const auto& budget = histories.budget();
  const auto gauge = [&](const char* name, const char* help, double value) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
  };
  const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
    prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(
        static_cast<double>(value));
  };
  gauge("footfall_history_budget_bytes", "Memory that histories may take; 0: no bound",
        static_cast<double>(budget.limit()));
  gauge("footfall_history_archive_bytes", "Size of the archive of histories on disk",
        static_cast<double>(histories.archive_bytes()));
  counter("footfall_history_archive_failures_total", "Times that the archive could not be used any more",
          histories.failures());
  gauge("footfall_history_archive_failing", "1 when idle users are forgotten: the archive cannot be used",
        histories.failing() ? 1 : 0);
  counter("footfall_history_evictions_total", "Users that went to the archive", budget.evicted);
  counter("footfall_history_read_backs_total", "Users that came back from the archive", budget.read_back);
  counter("footfall_history_expired_total", "Users that the archive dropped since all was too old",
          budget.expired);
  counter("footfall_history_forgotten_total", "Users that went without being archived", budget.forgotten);
}

void add_body_figures(const http::body_budget& bodies, prometheus::Registry& registry) {
  prometheus::BuildGauge()
      .Name("footfall_body_bytes")
      .Help("Memory of bodies that are being received or worked on, beyond what each connection has")
      .Register(registry)
      .Add({})
      .Set(static_cast<double>(bodies.taken()));
  prometheus::BuildCounter()
      .Name("footfall_bodies_refused_total")
      .Help("Bodies that there was no memory for")
      .Register(registry)
      .Add({})
      .Increment(static_cast<double>(bodies.refused()));
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t status_classes = 5;  // 1xx to 5xx

/// Figures of one route.
struct route_figures {
  Histogram* duration = nullptr;
  std::array<prometheus::Counter*, status_classes> answers{};
};

}  // namespace

struct metrics::families {
  prometheus::Registry registry;
  std::vector<route_figures> by_route;                     // at place_of(route)
  std::vector<prometheus::Counter*> stored;                // by number of the event type
  std::vector<std::vector<prometheus::Counter*>> ignored;  // by fate, then as `stored`
  std::vector<prometheus::Counter*> refused;               // by number of the error
  prometheus::Counter* repeated = nullptr;
  prometheus::Counter* hints = nullptr;
  prometheus::Counter* failed_commits = nullptr;
  prometheus::Counter* purged = nullptr;
  std::atomic<double> days_until_full{unknown};
  published<customer::state_file_figures> state_file;  // null without a file
  Histogram* commits = nullptr;

  families() {
    add_request_families();
    add_event_families();
  }

  void add_request_families() {
    auto& requests = prometheus::BuildCounter()
                         .Name("footfall_http_requests_total")
                         .Help("Answered requests by route and class of status")
                         .Register(registry);
    auto& durations = prometheus::BuildHistogram()
                          .Name("footfall_http_request_seconds")
                          .Help("Time to answer, without waiting for the disk or the network")
                          .Register(registry);
    by_route.resize(routes().size() + 1);
    const auto add = [&](std::size_t place, const std::string& name) {
      by_route[place].duration = &durations.Add({{"route", name}}, request_seconds);
      for (std::size_t index = 0; index < status_classes; ++index)
        by_route[place].answers[index] =
            &requests.Add({{"route", name}, {"status", std::to_string(index + 1) + "xx"}});
    };
    add(0, "none");
    for (const auto& row : routes()) add(place_of(&row), std::string(row.name));
  }

  void add_event_families() {
    auto& events = prometheus::BuildCounter()
                       .Name("footfall_events_total")
                       .Help("Events by kind and outcome; ignored and refused: tracking requests by reason")
                       .Register(registry);
    stored = by_kind(events, {{"outcome", "stored"}});
    for (const auto& row : events::fates())
      ignored.push_back(row.reason.empty()
                            ? std::vector<prometheus::Counter*>{}
                            : by_kind(events, {{"outcome", "ignored"}, {"reason", std::string(row.reason)}}));
    repeated = &events.Add({{"event", "any"}, {"outcome", "repeated"}});
    refused.resize(static_cast<std::size_t>(error::internal) + 1);
    for (std::size_t number = 1; number < refused.size(); ++number)
      refused[number] = &events.Add({{"event", "any"},
                                     {"outcome", "refused"},
                                     {"reason", std::string(name_of(static_cast<error>(number)))}});
    add_commit_families();
  }

  /// A counter for each kind of event, at the number of its type.
  static std::vector<prometheus::Counter*> by_kind(prometheus::Family<prometheus::Counter>& family,
                                                   prometheus::Labels labels) {
    std::vector<prometheus::Counter*> counters;
    for (const auto& kind : events::event_kinds()) {
      const auto number = static_cast<std::size_t>(kind.type);
      if (counters.size() <= number) counters.resize(number + 1);
      labels["event"] = kind.name;
      counters[number] = &family.Add(labels);
    }
    return counters;
  }

  void add_commit_families() {
    hints = &prometheus::BuildCounter()
                 .Name("footfall_hints_total")
                 .Help("Requests with a name that is nearly one that is known: X-Footfall-Hint")
                 .Register(registry)
                 .Add({});
    purged = &prometheus::BuildCounter()
                  .Name("footfall_purged_events_total")
                  .Help("Events that were removed because of their age")
                  .Register(registry)
                  .Add({});
    failed_commits = &prometheus::BuildCounter()
                          .Name("footfall_failed_commits_total")
                          .Help("Groups of events that could not be stored")
                          .Register(registry)
                          .Add({});
    commits = &prometheus::BuildHistogram()
                   .Name("footfall_commit_seconds")
                   .Help("Duration of a commit")
                   .Register(registry)
                   .Add({}, commit_seconds);
  }
};

metrics::metrics() : families_(std::make_unique<families>()) {}
metrics::~metrics() = default;

void metrics::answered(const route* row, int status, std::int64_t duration_ns) {
  const auto& figures = families_->by_route[place_of(row)];
  figures.answers[static_cast<std::size_t>(status / 100 - 1)]->Increment();
  figures.duration->Observe(static_cast<double>(duration_ns) / 1e9);
}

void metrics::committed(const store::commit_report& report) {
  if (report.failed != nullptr) {
    families_->failed_commits->Increment();
    return;
  }
  families_->commits->Observe(static_cast<double>(report.duration_ns) / 1e9);
  if (report.repeated > 0) families_->repeated->Increment(static_cast<double>(report.repeated));
  for (const auto& each : report.events) {
    const auto number = static_cast<std::size_t>(each.type);
    if (each.counts() && number < families_->stored.size()) families_->stored[number]->Increment();
  }
}

void metrics::purged(std::uint64_t events) { families_->purged->Increment(static_cast<double>(events)); }

void metrics::days_until_full(std::optional<double> days) {
  families_->days_until_full = days.value_or(unknown);
}

void metrics::state_saved(const customer::state_file_figures& figures) {
  families_->state_file.publish(boost::make_shared<const customer::state_file_figures>(figures));
}

void metrics::refused_event(error why) { families_->refused[static_cast<std::size_t>(why)]->Increment(); }

void metrics::hinted() { families_->hints->Increment(); }

void metrics::ignored_event(events::fate why, events::event_type type) {
  families_->ignored[static_cast<std::size_t>(why)][static_cast<std::size_t>(type)]->Increment();
}

std::string metrics::text(const endpoint_context& context) {
  prometheus::Registry momentary;
  add_customer_figures(context, bodies_, momentary);
  if (const auto state = families_->state_file.load())
    add_state_gauges(*state, context.time.wall_ms(), momentary);
  add_process_gauges(context, momentary);
  if (bodies_ != nullptr) add_body_figures(*bodies_, momentary);
  add_process_figures(context, momentary);
  add_history_figures(context.histories, momentary);
  if (const auto days = families_->days_until_full.load(); !std::isnan(days))
    prometheus::BuildGauge()
        .Name("footfall_days_until_full")
        .Help("Days until the disk of the store is full, at the growth of the last days")
        .Register(momentary)
        .Add({})
        .Set(days);
  auto all = families_->registry.Collect();
  for (auto& family : momentary.Collect()) all.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace footfall::api
