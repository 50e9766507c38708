#include "footfall/api/metrics.hpp"

#include "footfall/events/event_kinds.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <vector>

namespace footfall::api {
namespace {

using prometheus::Histogram;

const Histogram::BucketBoundaries request_seconds{5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4,
                                                  1e-3, 5e-3, 2.5e-2, 0.1,  1,    10};
const Histogram::BucketBoundaries commit_seconds{1e-4,   2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2,
                                                 2.5e-2, 5e-2,   0.1,  0.5,  1,      5};

/// Resident memory of this process in bytes; 0 where /proc does not tell.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// Gauges of this very moment; a registry of its own, so that models that are gone leave nothing behind.
void add_model_gauges(const endpoint_context& context, prometheus::Registry& registry) {
  auto& age = prometheus::BuildGauge()
                  .Name("footfall_model_age_seconds")
                  .Help("Time since the model was built")
                  .Register(registry);
  auto& bytes =
      prometheus::BuildGauge().Name("footfall_model_bytes").Help("Memory of the model").Register(registry);
  auto& items =
      prometheus::BuildGauge().Name("footfall_model_items").Help("Items in the model").Register(registry);
  auto& users = prometheus::BuildGauge()
                    .Name("footfall_users_in_memory")
                    .Help("Users with a history in memory")
                    .Register(registry);
  auto& links = prometheus::BuildGauge()
                    .Name("footfall_user_links")
                    .Help("Logins that link a user id with an account")
                    .Register(registry);
  auto& unlinked = prometheus::BuildGauge()
                       .Name("footfall_users_not_linked")
                       .Help("User ids that are not linked: placeholders, and those with too many others")
                       .Register(registry);
  const auto now_ms = context.time.wall_ms();
  for (const auto& [id, owner] : context.customers.load()->by_id()) {
    users.Add({{"customer", id}}).Set(static_cast<double>(owner->profiles.size()));
    links.Add({{"customer", id}}).Set(static_cast<double>(owner->profiles.links()));
    unlinked.Add({{"customer", id}}).Set(static_cast<double>(owner->profiles.unlinked_count()));
    const auto models = owner->models.load();
    if (!models) continue;
    for (const auto& each : models->models) {
      if (!each.content) continue;
      const auto& record = each.content->record();
      const prometheus::Labels labels{{"customer", id}, {"model", each.definition.id}};
      age.Add(labels).Set(static_cast<double>(now_ms - record.built_at_ms) / 1e3);
      bytes.Add(labels).Set(static_cast<double>(record.memory_bytes));
      items.Add(labels).Set(static_cast<double>(record.items));
    }
  }
}

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
  add("footfall_resident_memory_bytes", "Resident memory of the process", resident_bytes());
  add("footfall_ready", "1 when all requests can be answered",
      context.state.replayed && context.builder.first_round_done() && !context.state.stopping ? 1 : 0);
}

/// Place of a route's figures: 0 for requests that no route fitted.
std::size_t place_of(const route* row) {
  return row == nullptr ? 0 : static_cast<std::size_t>(row - routes().data()) + 1;
}

constexpr std::size_t status_classes = 5;  // 1xx to 5xx

/// Figures of one route.
struct route_figures {
  Histogram* duration = nullptr;
  std::array<prometheus::Counter*, status_classes> answers{};
};

}  // namespace

struct metrics::families {
  prometheus::Registry registry;
  std::vector<route_figures> by_route;       // at place_of(route)
  std::vector<prometheus::Counter*> stored;  // by number of the event type
  prometheus::Counter* repeated = nullptr;
  prometheus::Counter* refused = nullptr;
  prometheus::Counter* failed_commits = nullptr;
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
                       .Help("Events by kind and outcome")
                       .Register(registry);
    for (const auto& kind : events::event_kinds()) {
      const auto number = static_cast<std::size_t>(kind.type);
      if (stored.size() <= number) stored.resize(number + 1);
      stored[number] = &events.Add({{"event", std::string(kind.name)}, {"outcome", "stored"}});
    }
    repeated = &events.Add({{"event", "any"}, {"outcome", "repeated"}});
    refused = &events.Add({{"event", "any"}, {"outcome", "refused"}});
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
  for (const auto& each : report.events) families_->stored[static_cast<std::size_t>(each.type)]->Increment();
}

void metrics::refused_event() { families_->refused->Increment(); }

std::string metrics::text(const endpoint_context& context) {
  prometheus::Registry momentary;
  add_process_gauges(context, momentary);
  add_model_gauges(context, momentary);
  auto all = families_->registry.Collect();
  for (auto& family : momentary.Collect()) all.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace footfall::api
