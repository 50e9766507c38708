// Reloads of a running server: all or nothing, and on no thread that anybody waits for.
#include "footfall/customer/event_fold.hpp"
#include "running_server.hpp"
#include "systemd_notifier.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace footfall::server {
namespace {

constexpr auto pause_after_failed_join = std::chrono::seconds(10);

}  // namespace

void running_server::ask_for_reload() {
  {
    const std::lock_guard lock(reload_mutex_);
    reload_wanted_ = true;
  }
  reload_wake_.notify_all();
}

void running_server::end_reloads() {
  // Empty: whoever looked before the flag was set waits by now, and is woken.
  { const std::lock_guard lock(reload_mutex_); }
  reload_wake_.notify_all();
}

void running_server::reload_when_asked() {
  std::unique_lock lock(reload_mutex_);
  const auto called = [this] { return reload_wanted_ || readiness_.stopping; };
  while (!readiness_.stopping) {
    if (joining_)
      reload_wake_.wait_for(lock, pause_after_failed_join, called);
    else
      reload_wake_.wait(lock, called);
    if (readiness_.stopping) return;
    const bool wanted = std::exchange(reload_wanted_, false);
    lock.unlock();
    if (wanted)
      report_reload();
    else if (bring_newcomers())
      joining_.reset();
    lock.lock();
  }
}

void running_server::report_reload() {
  notify_reloading();
  const auto reloaded = reload();
  notify_ready();
  if (!reloaded) {
    ++readiness_.failed_reloads;
    spdlog::error("configuration not reloaded, the old one stays in force: {}", reloaded.error().detail());
    return;
  }
  if (bring_newcomers()) joining_.reset();
  spdlog::info("configuration reloaded");
}

result<void> running_server::reload() {
  // First what can fail. Nothing is changed by it.
  if (!readiness_.replayed) return failure{error::not_ready, "the state could not be read back"};
  const auto fresh = options_.read_settings_again();
  if (!fresh) return fresh.error();
  const bool secret = tls_identity_.load() != nullptr && !fresh->server.tls.listen.empty();
  result<tls_identity::pointer> identity;
  if (secret) identity = tls_identity::load(fresh->server.tls.certificate, fresh->server.tls.key);
  if (!identity) return identity.error();
  auto outside = client_of(fresh->outbound);
  if (!outside) return outside.error();
  // An edit of a scenario is in what is read now, or it is made on what comes of it.
  const std::lock_guard alone(settings_changes_);
  auto plan = customer_plan::make(fresh->customers, customers_.load().get(), *store_, histories_->bounds());
  if (!plan) return plan.error();
  // From here on nothing fails.
  if (secret) use_identity(*identity);
  const auto directory = plan->put_in_force();
  customers_.publish(directory);
  endpoint_settings_.publish(endpoint_settings_of(*fresh, clock_.wall_ms()));
  saver_.customers_changed(*directory);
  saver_.interval_changed(fresh->store.state_interval_ms);
  builder_.settings_changed(fresh->models);
  histories_->settings_changed(fresh->histories);
  purge_.settings_changed(fresh->store);
  puller_.settings_changed(fresh->catalogues, std::move(*outside));
  joining_ = std::move(*plan);
  warn_of_restart(fresh->server);
  return {};
}

void running_server::warn_of_restart(const settings::server_settings& fresh) const {
  const auto& started = options_.settings.server;
  if (fresh.listen != started.listen || fresh.admin_listen != started.admin_listen ||
      fresh.tls.listen != started.tls.listen)
    spdlog::warn("changed listen addresses take effect after a restart");
}

bool running_server::bring_newcomers() {
  if (!joining_->has_newcomers()) return true;
  // They may have a past in the log; nothing new comes in for them before they are published. What an attempt
  // that failed has applied goes with its customers.
  const auto newcomers = joining_->make_newcomers();
  for (const auto& [id, each] : newcomers.by_id()) histories_->clear(each->number);
  const auto replayed = customer::replay(newcomers, *replay_log_, [&](std::size_t) {
    histories_->keep_budget(newcomers);
    return !readiness_.stopping.load();
  });
  if (readiness_.stopping) return false;
  const auto read = replayed ? read_entities(newcomers) : result<void>(replayed.error());
  if (!read) {
    spdlog::error("new customers are not served yet, their state could not be read back: {}",
                  read.error().detail());
    return false;
  }
  const auto all = joined(*customers_.load(), newcomers);
  customers_.publish(all);
  saver_.customers_changed(*all);
  builder_.ask_for_round();
  return true;
}

result<void> running_server::read_entities(const customer::customer_directory& newcomers) const {
  // With a reader of its own: that of `catalogues_` belongs to the writer thread by now.
  auto reader = store_->make_entity_reader();
  if (!reader) return reader.error();
  const auto items = customer::catalogue_keeper(std::move(*reader)).load(newcomers, clock_.wall_ms());
  if (!items) return items.error();
  if (*items > 0) spdlog::info("catalogues of {} items read for new customers", *items);
  return {};
}

}  // namespace footfall::server
