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
inline std::string field_of(const http::response& answer, std::string_view name) {
  for (const auto& [field, value] : answer.fields)
    if (field == name) return value;
  return {};
}

/// One customer, `00000`, with the licence key of the documents.
class test_shop {
 public:
  /// With a file for the archive of histories `drop_users` puts all users there.
  explicit test_shop(customer::customer_settings settings = {}, const std::filesystem::path& archive = {})
      : histories({.memory_budget_bytes = archive.empty() ? 0U : 1U}, archive) {
    settings.id = "00000";
    if (settings.license_key.empty()) settings.license_key = "67890-1234-5678-90123-4567";
    const auto number = *store.number_of(settings.id);
    owner = boost::make_shared<customer::customer>(
        number, boost::make_shared<const customer::customer_settings>(std::move(settings)),
        histories.bounds());
    auto directory = boost::make_shared<customer::customer_directory>();
    directory->add(owner);
    customers.publish(std::move(directory));
    endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(
        api::endpoint_settings{.public_event_host = "event.example"}));
    state.replayed = true;
  }

  http::response get(std::string_view target) { return send(http::method::get, target, "", {}); }
  http::response post(std::string_view target, std::string_view body, const fields& headers = {}) {
    return send(http::method::post, target, body, headers);
  }
  http::response admin(http::method method, std::string_view target, std::string_view body = {}) {
    return answer(admin_service, method, target, body, {{"Content-Type", "application/json"}});
  }

  http::response ask_admin(http::method method, std::string_view target, const fields& headers) {
    return answer(admin_service, method, target, {}, headers);
  }

  http::response send(http::method method, std::string_view target, std::string_view body,
                      const fields& headers) {
    return answer(open_service, method, target, body, headers);
  }

  /// What is decided on a request before it is answered.
  http::plan plan_for(std::string_view target, http::method method = http::method::get,
                      const fields& headers = {}) {
    http::request question;
    question.method = method;
    question.raw_target = target;
    static_cast<void>(question.target.assign(target));
    for (const auto& [name, value] : headers) question.add_field(name, value);
    return open_service.plan_for(question);
  }

  void drop_users() { histories.keep_budget(*customers.load()); }

  /// What is stored once all answers that were given may leave.
  std::vector<events::event> events() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return resolved_ >= last_ticket_; });
    return stored_;
  }

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
                        std::string_view body, const fields& headers) {
    http::request question;
    question.method = method;
    question.method_text = http::name_of(method);
    question.raw_target = target;
    question.remote_address = remote_address;
    http::response out;
    if (const auto read = question.target.assign(target); !read) {
      application.refuse(read.error(), question, out);
      return out;
    }
    for (const auto& [name, value] : headers) question.add_field(name, value);
    question.body = body;
    application.answer(application.plan_for(question), question, out);
    last_ticket_ = std::max(last_ticket_, out.last_ticket);
    return out;
  }

  void on_commit(const store::commit_report& report) {
    for (const auto& each : report.events) customer::apply(*owner, each);
    catalogues.fold(report, *customers.load(), time.wall_ms());
    const std::lock_guard lock(mutex_);
    stored_.insert(stored_.end(), report.events.begin(), report.events.end());
    resolved_ = report.last;
    changed_.notify_all();
  }

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
  feeds::feed_puller puller{
      {}, nullptr, [this] { return customers.load(); }, log, *store.make_entity_reader(), time};
  api::endpoint_context context{time,  endpoint_settings, customers, hasher,    log,   store, builder,
                                state, figures,           gate,      histories, guard, puller};
  api::service open_service{context, api::listener::open};
  api::service admin_service{context, api::listener::admin};
};

}  // namespace footfall::test
