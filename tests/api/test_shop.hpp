// The endpoints with a store in memory and a clock that stands still: no socket, no process.
#pragma once

#include "footfall/api/metrics.hpp"
#include "footfall/api/service.hpp"
#include "footfall/customer/admission.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_fold.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

using fields = std::vector<std::pair<std::string, std::string>>;

/// The value of a header field of an answer; empty when it is absent.
std::string field_of(const http::response& answer, std::string_view name);

/// One customer, `00000`, with the licence key of the documents.
class test_shop {
 public:
  /// With a file for the archive of histories `drop_users` puts all users there.
  explicit test_shop(customer::customer_settings settings = {}, const std::filesystem::path& archive = {});
  ~test_shop();

  http::response get(std::string_view target) { return send(http::method::get, target, "", {}); }
  http::response post(std::string_view target, std::string_view body, const fields& headers = {});
  http::response admin(http::method method, std::string_view target, std::string_view body = {});

  http::response ask_admin(http::method method, std::string_view target, const fields& headers);

  http::response send(http::method method, std::string_view target, std::string_view body,
                      const fields& headers);

  /// What is decided on a request before it is answered.
  http::plan plan_for(std::string_view target, http::method method = http::method::get,
                      const fields& headers = {});

  void drop_users() { histories.keep_budget(*customers.load()); }

  /// What is stored once all answers that were given may leave.
  std::vector<events::event> events();

  std::string remote_address = "127.0.0.1";  ///< of the next requests
  manual_clock time;
  memory_event_store store;
  identity::user_hasher hasher{identity::secret_key{1, 2, 3}};
  published<api::endpoint_settings> endpoint_settings;
  published<customer::customer_directory> customers;
  customer::customer_directory::pointer owner;
  api::readiness state;
  api::metrics figures;
  traffic::gate gate{traffic::gate_settings{{*traffic::read_network("127.0.0.1")}, {}}};
  customer::history_keeper histories;
  customer::catalogue_keeper catalogues{*store.make_entity_reader()};
  clock_guard guard{time};
  customer::model_builder builder{{}, [this] { return customers.load(); }, *store.make_reader(), time};

 private:
  http::response answer(const api::service& application, http::method method, std::string_view target,
                        std::string_view body, const fields& headers);

  void on_commit(const store::commit_report& report);

  std::mutex mutex_;  // guards the three below
  std::condition_variable changed_;
  std::vector<events::event> stored_;
  store::ticket resolved_ = 0;
  store::ticket last_ticket_ = 0;

 public:
  store::event_log log{store,
                       1000,
                       1'000'000,
                       [this](const store::commit_report& report) { on_commit(report); },
                       1000,
                       [this](std::span<events::event> batch) {
                         return customer::admit(*customers.load(), batch); }};
  std::mutex settings_changes;
  feeds::feed_puller puller{
      {}, nullptr, [this] { return customers.load(); }, log, *store.make_entity_reader(), time};
  api::endpoint_context context{
      time,  endpoint_settings, customers, hasher,    log,   store,  builder,
      state, figures,           gate,      histories, guard, puller, settings_changes};
  api::service open_service{context, api::listener::open};
  api::service admin_service{context, api::listener::admin};
};

}  // namespace footfall::test
