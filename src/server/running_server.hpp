// All parts of a running server, in the order in which they depend on each other.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/api/metrics.hpp"
#include "footfall/api/service.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_purge.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "footfall/customer/state_saver.hpp"
#include "footfall/server/application.hpp"
#include "io_thread.hpp"

#include <atomic>
#include <deque>
#include <memory>
#include <thread>

namespace footfall::server {

/// Members are destroyed in reverse order, so each may use those above it.
class running_server {
 public:
  /// Opens the store and makes everything, starts nothing. Errors: see `serve`.
  [[nodiscard]] static result<std::unique_ptr<running_server>> make(const start_options& options);
  ~running_server();

  /// Opens the listeners and starts the threads; the state comes back from the log in the background.
  /// Errors: `bad_configuration`.
  [[nodiscard]] result<void> start();

  /// Takes over customers, models, scenarios and the event host. What needs a restart is only reported.
  /// Errors: those of reading the settings; everything stays as it was.
  [[nodiscard]] result<void> reload();

  /// Stops in order and returns when all is down.
  void stop();

 private:
  running_server(const start_options& options, const traffic::gate_settings& gate,
                 const identity::secret_key& key, std::unique_ptr<store::event_store> store,
                 std::unique_ptr<store::event_reader> replay_log,
                 std::unique_ptr<store::event_reader> builder_log,
                 std::unique_ptr<store::event_reader> purge_log, std::unique_ptr<store::entity_reader> items,
                 boost::shared_ptr<const customer::customer_directory> customers,
                 std::unique_ptr<customer::history_keeper> histories);
  result<void> open_listeners();
  result<void> open_everywhere(const std::vector<std::string>& addresses, std::string_view what,
                               const published<tls_identity>* secret);
  void bring_state_back();
  [[nodiscard]] bool restore_customers();
  void note_purge(const customer::purge_report& report);
  void fold_and_wake(const store::commit_report& report);

  const start_options options_;
  traffic::gate gate_;
  const system_clock clock_;
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
  worker_pool workers_;
  std::atomic<std::size_t> open_connections_{0};
  std::deque<io_thread> io_threads_;
  store::event_log log_;
  const api::endpoint_context context_;
  const api::service open_service_;
  const api::service admin_service_;
  std::thread starter_;
};

}  // namespace footfall::server
