#include "api/customer_figures.hpp"

#include "footfall/api/process_memory.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/model/sliced_rows.hpp"
#include "footfall/store/database_memory.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <utility>

namespace footfall::api {
namespace {

/// Memory of this process in bytes; 0 where /proc does not tell.
struct process_memory {
  std::size_t resident = 0;
  std::size_t of_files = 0;  // of these: the program, its libraries, the index of the write-ahead log
};

process_memory read_process_memory() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0;
  process_memory pages;
  statm >> total >> pages.resident >> pages.of_files;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return {pages.resident * page, pages.of_files * page};
}

/// Bytes by part, of all customers together.
using memory_by_part = std::map<std::string, std::size_t>;

/// What the derived states of one customer tell, or those of all together: then the labels name none.
class customer_figures final : public customer::figure_sink {
 public:
  customer_figures(prometheus::Registry& registry, prometheus::Labels labels, memory_by_part& memory)
      : registry_(registry), labels_(std::move(labels)), memory_(memory) {}

  void gauge(const char* name, const char* help, std::size_t value) override {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add(labels_).Increment(
        static_cast<double>(value));
  }
  void memory(const char* part, std::size_t bytes) override { memory_[part] += bytes; }

 private:
  prometheus::Registry& registry_;
  const prometheus::Labels labels_;
  memory_by_part& memory_;
};

/// Whether there are figures of each customer: not where that would be more than anybody reads.
bool tells_of_each_customer(const endpoint_context& context) {
  constexpr std::size_t customers_shown_max = 50;
  return context.customers.load()->by_id().size() <= customers_shown_max ||
         context.settings.load()->metrics_per_customer;
}

prometheus::Labels labels_of(const std::string& customer, bool each) {
  return each ? prometheus::Labels{{"customer", customer}} : prometheus::Labels{};
}

// What answers are made from, and what models keep for their next update.
void add_models(const model::model_set* models, memory_by_part& memory) {
  if (models == nullptr) return;
  for (const auto& each : models->models) {
    if (!each.content) continue;
    memory["models"] += each.content->record().memory_bytes;
    if (each.slices) memory["models"] += model::memory_bytes_of(*each.slices);
    memory["model_updates"] += each.content->record().state_bytes;
  }
}

void add_memory_gauges(const endpoint_context& context, memory_by_part& memory,
                       prometheus::Registry& registry) {
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id()) {
    memory["items"] += owner->items.bytes();
    add_models(owner->models.load().get(), memory);
    if (const auto catalogue = owner->catalogue.load()) memory["catalogues"] += catalogue->bytes();
    if (const auto suggestions = owner->suggestions.load())
      memory["suggestions"] += suggestions->memory_bytes();
    memory["user_attributes"] += owner->user_attributes.bytes();
  }
  memory["queue"] = context.log.figures().waiting_bytes;
  memory["sessions"] = context.builder.sessions_bytes();
  memory["start"] = context.state.memory_at_start;
  std::size_t known = 0;
  for (const auto& [part, bytes] : memory) known += bytes;
  memory["database"] = store::database_memory_bytes();
  const auto on_heap = allocated_memory();
  memory["other"] = on_heap - std::min(on_heap, known);
  const auto allocated = on_heap + memory["database"];
  const auto process = read_process_memory();
  memory["program"] = process.of_files;
  // Free, in pages that the allocator cannot give back yet.
  const auto held = process.of_files + allocated;
  memory["allocator"] = process.resident > held ? process.resident - held : 0;
  auto& family = prometheus::BuildGauge()
                     .Name("footfall_memory_bytes")
                     .Help("Memory by part, of all customers together")
                     .Register(registry);
  for (const auto& [part, bytes] : memory) family.Add({{"part", part}}).Set(static_cast<double>(bytes));
  const auto add = [&](const char* name, const char* help, double value) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
  };
  const auto resident = static_cast<double>(process.resident);
  add("footfall_resident_memory_bytes", "Resident memory of the process", resident);
  add("footfall_memory_explained_ratio", "Share of the resident memory that is not `other`",
      resident > 0 ? 1 - static_cast<double>(memory["other"]) / resident : 0);
}

void add_customer_gauges(const endpoint_context& context, bool each, memory_by_part& memory,
                         prometheus::Registry& registry) {
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id()) {
    auto labels = labels_of(id, each);
    customer_figures sink(registry, labels, memory);
    for (const auto& state : owner->states) state->figures(sink);
    sink.gauge("footfall_items", "Items that have a number", owner->items.known());
    labels.emplace("reason", "items_unknown_max");
    prometheus::BuildCounter()
        .Name("footfall_events_not_learned_total")
        .Help("Events that are stored but change nothing else")
        .Register(registry)
        .Add(labels)
        .Increment(static_cast<double>(owner->events_without_item));
  }
}

void add_answer_counts(const endpoint_context& context, bool each, prometheus::Registry& registry) {
  auto& family =
      prometheus::BuildCounter()
          .Name("footfall_recommendations_total")
          .Help("Recommendations by scenario: full, with items of later stages (fallback), too few, none")
          .Register(registry);
  const auto customers = context.customers.load();
  for (const auto& entry : customers->by_id())
    entry.second->answers.visit([&](const std::string& scenario, const customer::scenario_answers& counts) {
      auto labels = labels_of(entry.first, each);
      labels.emplace("scenario", each ? scenario : "any");
      const auto add = [&](const char* outcome, const std::atomic<std::uint64_t>& count) {
        labels["outcome"] = outcome;
        family.Add(labels).Increment(static_cast<double>(count));
      };
      add("full", counts.full);
      add("fallback", counts.fallback);
      add("few", counts.few);
      add("empty", counts.empty);
    });
}

// All gauges are of this very moment, in a registry of its own: models that are gone leave nothing behind.
void add_model_gauges(const endpoint_context& context, prometheus::Registry& registry) {
  auto& age = prometheus::BuildGauge()
                  .Name("footfall_model_age_seconds")
                  .Help("Time since the model was built")
                  .Register(registry);
  auto& bytes =
      prometheus::BuildGauge().Name("footfall_model_bytes").Help("Memory of the model").Register(registry);
  auto& items =
      prometheus::BuildGauge().Name("footfall_model_items").Help("Items in the model").Register(registry);
  const auto now_ms = context.time.wall_ms();
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id()) {
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

void add_feed_counts(const endpoint_context& context, bool each, prometheus::Registry& registry) {
  auto& family = prometheus::BuildCounter()
                     .Name("footfall_feed_runs_total")
                     .Help("Runs of feeds: published, unchanged, refused, failed")
                     .Register(registry);
  for (const auto& [customer, counts] : context.puller.figures())
    for (std::size_t outcome = 0; outcome < counts.size(); ++outcome) {
      auto labels = labels_of(customer, each);
      labels.emplace("outcome", feeds::name_of(static_cast<feeds::run_outcome>(outcome)));
      family.Add(labels).Increment(static_cast<double>(counts[outcome]));
    }
}

// Of customers with a catalogue, as of the last round of the builder: the figures cost a look at every item.
void add_quality(const endpoint_context& context, bool each, prometheus::Registry& registry) {
  const auto gauges = [&](const char* name, const char* help) -> prometheus::Family<prometheus::Gauge>& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
  };
  auto& items = gauges("footfall_catalogue_items", "Items of which the customer has told");
  auto& without = gauges("footfall_catalogue_items_without", "Of these, those that lack something");
  auto& tracked = gauges("footfall_tracked_items", "Items that events have named in the last seven days");
  auto& known = gauges("footfall_tracked_items_known", "Of these, those of which the customer has told");
  auto& categories = gauges("footfall_catalogue_categories", "Categories of the catalogue");
  auto& empty =
      gauges("footfall_catalogue_categories_empty", "Of these, those in which no item is, nor below");
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id()) {
    const auto all = owner->quality.load();
    if (!all) continue;
    auto labels = labels_of(id, each);
    const auto add = [&](prometheus::Family<prometheus::Gauge>& to, std::size_t value) {
      to.Add(labels).Increment(static_cast<double>(value));
    };
    const auto& sum = all->items;
    add(items, sum.items);
    add(tracked, sum.tracked);
    add(known, sum.tracked_known);
    add(categories, all->categories.all);
    add(empty, all->categories.empty);
    for (std::size_t member = 0; member < catalog::told_members; ++member) {
      labels["member"] = catalog::name_of(static_cast<catalog::told_member>(member));
      add(without, sum.items - sum.told[member]);
    }
  }
}

void add_item_events(const endpoint_context& context, bool each, prometheus::Registry& registry) {
  auto& events =
      prometheus::BuildGauge()
          .Name("footfall_item_events")
          .Help("Events of the last day that named an item, and whether the customer had told of it")
          .Register(registry);
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id()) {
    const auto counts = owner->item_events.of_last_day(context.time.wall_ms());
    auto labels = labels_of(id, each);
    const auto add = [&](const char* which, std::uint64_t count) {
      labels["item"] = which;
      events.Add(labels).Increment(static_cast<double>(count));
    };
    add("known", counts.known);
    add("unknown", counts.events - counts.known);
  }
}

void add_kind_times(const endpoint_context& context, prometheus::Registry& registry) {
  auto& newest = prometheus::BuildGauge()
                     .Name("footfall_newest_event_seconds")
                     .Help("Unix time of the newest event of a kind; absent: none has come")
                     .Register(registry);
  const auto customers = context.customers.load();
  for (const auto& [id, owner] : customers->by_id())
    for (const auto& kind : events::event_kinds())
      if (const auto newest_s = owner->kinds.newest_s(kind.type); newest_s != 0)
        newest.Add({{"customer", id}, {"event", std::string(kind.name)}}).Set(newest_s);
}

}  // namespace

void add_customer_figures(const endpoint_context& context, const http::body_budget* connections,
                          prometheus::Registry& registry) {
  const bool each_customer = tells_of_each_customer(context);
  memory_by_part memory;
  if (connections != nullptr) {
    memory["connections"] = connections->buffers();
    memory["bodies"] = connections->taken();
  }
  add_customer_gauges(context, each_customer, memory, registry);
  add_memory_gauges(context, memory, registry);
  add_answer_counts(context, each_customer, registry);
  add_feed_counts(context, each_customer, registry);
  add_quality(context, each_customer, registry);
  add_item_events(context, each_customer, registry);
  if (!each_customer) return;
  add_model_gauges(context, registry);
  add_kind_times(context, registry);
}

}  // namespace footfall::api
