// Figures for operators, in Prometheus' text format.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/customer/state_saver.hpp"
#include "footfall/events/event.hpp"
#include "footfall/events/fate.hpp"
#include "footfall/http/body_budget.hpp"
#include "footfall/store/event_log.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace footfall::api {

struct endpoint_context;

/// Counts and measures. Thread-safe.
class metrics {
 public:
  metrics();
  ~metrics();

  /// The memory of bodies, which outlives this. Before anything else.
  void watch(const http::body_budget& bodies) { bodies_ = &bodies; }

  /// An answered request; `row` is null when no route fitted.
  void answered(const route* row, int status, std::int64_t duration_ns);

  /// A commit or a failed attempt at one. For the writer thread.
  void committed(const store::commit_report& report);

  /// Events that were removed because of their age.
  void purged(std::uint64_t events);

  /// When the disk will be full; nothing while that is unknown, and the gauge is then absent.
  void days_until_full(std::optional<double> days);

  /// The state file was written, or read at the start.
  void state_saved(const customer::state_file_figures& figures);

  /// A tracking request that was answered with an error.
  void refused_event(error why);

  /// A request with a name that is nearly one that is known.
  void hinted();

  /// A tracking request that does not count; not for `fate::stored` and `fate::refused`.
  void ignored_event(events::fate why, events::event_type type);

  /// All figures in the text exposition format, with the gauges as of now.
  [[nodiscard]] std::string text(const endpoint_context& context);

 private:
  struct families;
  std::unique_ptr<families> families_;
  const http::body_budget* bodies_ = nullptr;
};

}  // namespace footfall::api
