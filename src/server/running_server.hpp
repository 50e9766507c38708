// All parts of a running server, in the order in which they depend on each other.
#pragma once

#include "customers_at_work.hpp"
#include "footfall/api/endpoint_context.hpp"
#include "footfall/api/health.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/api/service.hpp"
#include "footfall/core/clock_guard.hpp"
#include "footfall/core/patient_clock.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_purge.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "footfall/customer/state_saver.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "footfall/server/application.hpp"
#include "io_thread.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace footfall::server {

/// What endpoints get of the settings of the server.
[[nodiscard]] boost::shared_ptr<const api::endpoint_settings> endpoint_settings_of(
    const settings::application_settings& all, std::int64_t now_ms);

/// What asks others. Errors: `bad_configuration`.
[[nodiscard]] result<std::unique_ptr<outbound::client>> client_of(
    const outbound::outbound_settings& settings);

/// Members are destroyed in reverse order, so each may use those above it.
class running_server {
 public:
  /// Opens the store and makes everything, starts nothing. Errors: see `serve`.
  [[nodiscard]] static result<std::unique_ptr<running_server>> make(start_options options);
  ~running_server();

  /// Opens the listeners and starts the threads; the state comes back from the log in the background.
  /// Errors: `bad_configuration`.
  [[nodiscard]] result<void> start();

  /// Asks for a reload, which comes when the start and reloads before it are done; returns at once.
  /// Thread-safe.
  void ask_for_reload();

  /// The thread that has been at one thing for too long, if there is one. Thread-safe.
  [[nodiscard]] std::optional<tasks::stalled_thread> stalled() const;

  /// Looks whether the wall clock has leapt; to be called once a minute, by one thread at a time.
  void watch_clock();

  /// Hands what requests have asked for lately to the store; to be called once a minute, and waits for
  /// nothing.
  void save_asked_keys();

  /// Stops in order and returns when all is down.
  void stop();

 private:
  running_server(start_options options, const traffic::gate_settings& gate, const identity::secret_key& key,
                 std::unique_ptr<store::event_store> store, const std::optional<clock_mark>& mark,
                 std::unique_ptr<store::event_reader> replay_log,
                 std::unique_ptr<store::event_reader> builder_log,
                 std::unique_ptr<store::event_reader> purge_log, std::unique_ptr<store::entity_reader> items,
                 std::unique_ptr<store::entity_reader> feed_items, std::unique_ptr<outbound::client> outside,
                 boost::shared_ptr<const customer::customer_directory> customers,
                 std::unique_ptr<customer::history_keeper> histories);
  result<void> open_listeners();
  result<void> open_everywhere(const std::vector<std::string>& addresses, std::string_view what,
                               const published<tls_identity>* secret);
  void use_identity(const tls_identity::pointer& fresh);
  void bring_state_back();
  void reload_when_asked();
  void report_reload();
  [[nodiscard]] result<void> reload();
  void warn_of_restart(const settings::server_settings& fresh) const;
  [[nodiscard]] bool bring_newcomers();
  [[nodiscard]] result<void> read_entities(const customer::customer_directory& newcomers) const;
  void end_reloads();
  [[nodiscard]] bool restore_customers();
  void note_purge(const customer::purge_report& report);
  [[nodiscard]] customer::purge_followers purge_followers();
  void fold_and_wake(const store::commit_report& report);

  const start_options options_;  // without customers
  traffic::gate gate_;
  const system_clock real_clock_;
  patient_clock clock_{real_clock_};
  clock_guard guard_{clock_};  // of all that ages
  bool clock_trusted_ = true;  // when it was last looked at
  const identity::user_hasher hasher_;
  const std::unique_ptr<store::event_store> store_;
  const std::unique_ptr<store::event_reader> replay_log_;
  const std::unique_ptr<customer::history_keeper> histories_;
  published<customer::customer_directory> customers_;
  customer::catalogue_keeper catalogues_;
  published<api::endpoint_settings> endpoint_settings_;
  published<tls_identity> tls_identity_;  // null without a TLS listener
  api::readiness readiness_;
  api::metrics metrics_;
  customer::model_builder builder_;
  customer::event_purge purge_;
  customer::state_saver saver_;
  worker_pools workers_;
  http::body_budget bodies_;
  traffic::connection_counts open_connections_;
  traffic::connection_counts admin_connections_;  // a reserve of its own: the operator gets in
  std::deque<io_thread> io_threads_;
  store::event_log log_;
  feeds::feed_puller puller_;
  std::mutex settings_changes_;  // held while they change, by whomever
  const api::endpoint_context context_;
  const api::service open_service_;
  const api::service admin_service_;
  std::thread starter_;                   // brings the state back, then reloads when asked
  std::optional<customer_plan> joining_;  // of that thread: the last plan, until its newcomers are there

  std::mutex reload_mutex_;  // guards `reload_wanted_`
  std::condition_variable reload_wake_;
  bool reload_wanted_ = false;
};

}  // namespace footfall::server
