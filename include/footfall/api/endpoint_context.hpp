// What endpoints may use, and nothing else.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/clock_guard.hpp"
#include "footfall/core/published.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "footfall/customer/model_builder.hpp"
#include "footfall/events/tracking_path.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "footfall/identity/user_hasher.hpp"
#include "footfall/settings/richrelevance_settings.hpp"
#include "footfall/store/event_log.hpp"
#include "footfall/tasks/heartbeats.hpp"
#include "footfall/tasks/task_table.hpp"
#include "footfall/traffic/gate.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace footfall::api {

class metrics;

/// Settings of the endpoints themselves; published anew by a reload.
struct endpoint_settings {
  std::string public_event_host{};        ///< host of the links in answers; empty: the request's
  std::size_t bulk_body_bytes = 8388608;  ///< largest body of the bulk interface
  std::vector<std::string> solution_ids = events::default_solution_ids();  ///< first segments of paths
  std::int64_t read_at_ms = 0;             ///< when they were read, and the scenarios with them; wall clock
  std::string admin_token{};               ///< of the admin listener; empty: none is asked for
  std::vector<std::string> admin_hosts{};  ///< names that `Host` may have there, besides addresses
  /// Customers whose pages call the endpoints of RichRelevance, by id.
  std::map<std::string, settings::richrelevance_settings, std::less<>> richrelevance{};
  bool request_log = false;           ///< each request is a line of the log
  bool metrics_per_customer = false;  ///< however many customers there are
};

/// How the process is: where it stands between start and stop, and what works in it. Thread-safe.
struct readiness {
  std::atomic<bool> replayed{false};  ///< the live state is back from the log
  std::atomic<bool> stopping{false};
  tasks::task_table tasks;    ///< work in the background
  tasks::heartbeats threads;  ///< of those that requests depend on, but for the log's writer
  std::atomic<std::uint64_t> failed_reloads{0};
  std::atomic<std::int64_t> certificate_until_s{0};  ///< Unix time at which it ends; 0: there is none
  std::uint64_t (*lost_log_lines)() = nullptr;       ///< null: nobody counts
  /// `allocated_memory` before the state of the first customer: patterns of bots, certificates, settings ...
  std::size_t memory_at_start = 0;
};

/// Everything outlives the endpoints' calls. Thread-safe.
struct endpoint_context {
  const clock& time;
  const published<endpoint_settings>& settings;
  const published<customer::customer_directory>& customers;
  const identity::user_hasher& hasher;
  store::event_log& log;
  store::event_store& store;
  customer::model_builder& builder;
  const readiness& state;
  metrics& figures;
  traffic::gate& gate;
  customer::history_keeper& histories;
  clock_guard& guard;  ///< of all that ages
  feeds::feed_puller& puller;
  std::mutex& settings_changes;  ///< held from reading settings or documents until what follows is in force
};

}  // namespace footfall::api
