#include "running_server.hpp"

#include "footfall/api/process_memory.hpp"
#include "footfall/core/thread_name.hpp"
#include "footfall/customer/admission.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/store/clock_mark.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/store/user_key_file.hpp"
#include "footfall/traffic/known_bots.hpp"
#include "systemd_notifier.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <utility>

namespace footfall::server {
namespace {

constexpr traffic::connection_bounds admin_connections{64, 64};
constexpr std::int64_t stop_grace_ms = 7'000;
constexpr std::int64_t store_recover_interval_ms = 1'000;

unsigned thread_count(unsigned wanted) {
  return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

traffic::connection_bounds connection_bounds_of(const settings::limit_settings& limits) {
  const auto quarter = std::max<std::size_t>(limits.connections / 4, 1);
  return {limits.connections, limits.connections_per_address == 0 ? quarter : limits.connections_per_address};
}

std::filesystem::path state_file_of(const start_options& options) {
  return options.data_directory / (options.settings.store.file + ".state");
}

std::filesystem::path archive_file_of(const start_options& options) {
  return options.data_directory / (options.settings.store.file + ".histories");
}

/// Errors: `bad_configuration` for a network that is not one.
result<traffic::gate_settings> gate_settings_of(const settings::server_settings& from) {
  traffic::gate_settings gate{
      {}, {from.limits.requests_per_second_per_address, from.limits.requests_burst_per_address}};
  for (const auto& text : from.trusted_proxies) {
    const auto read = traffic::read_network(text);
    if (!read) return read.error();
    gate.trusted_proxies.push_back(*read);
  }
  return gate;
}

}  // namespace

boost::shared_ptr<const api::endpoint_settings> endpoint_settings_of(
    const settings::application_settings& all, std::int64_t now_ms) {
  const auto& from = all.server;
  return boost::make_shared<const api::endpoint_settings>(api::endpoint_settings{
      from.public_event_host, from.limits.body_bytes, from.solution_ids, now_ms, from.admin_token,
      from.admin_hosts, all.richrelevance, from.request_log, from.metrics_per_customer});
}

result<std::unique_ptr<outbound::client>> client_of(const outbound::outbound_settings& settings) {
  static const system_clock time;  // outlives them all
  return outbound::client::make(settings, time);
}

result<std::unique_ptr<running_server>> running_server::make(start_options options) {
  std::error_code failed;
  std::filesystem::create_directories(options.data_directory, failed);
  if (failed)
    return failure{error::io_failed, "cannot make the data directory " + options.data_directory.string() +
                                         ": " + failed.message()};
  auto store = store::open_store(options.settings.store, options.data_directory);
  if (!store) return store.error();
  const auto key = store::open_user_key(**store, options.data_directory / "user.key");
  if (!key) return key.error();
  auto replay_log = (*store)->make_reader();
  if (!replay_log) return replay_log.error();
  auto builder_log = (*store)->make_reader();
  if (!builder_log) return builder_log.error();
  auto purge_log = (*store)->make_reader();
  if (!purge_log) return purge_log.error();
  auto items = (*store)->make_entity_reader();
  if (!items) return items.error();
  auto feed_items = (*store)->make_entity_reader();
  if (!feed_items) return feed_items.error();
  auto outside = client_of(options.settings.outbound);
  if (!outside) return outside.error();
  const auto mark = store::read_clock_mark(**items);
  if (!mark) return mark.error();
  auto histories =
      std::make_unique<customer::history_keeper>(options.settings.histories, archive_file_of(options));
  auto customers = customer_plan::make(options.settings.customers, nullptr, **store, histories->bounds());
  if (!customers) return customers.error();
  auto gate = gate_settings_of(options.settings.server);
  if (!gate) return gate.error();
  options.settings.customers = {};  // the plan has those that are in force
  spdlog::info("{} bots are known by the {}", traffic::known_bots().size(), traffic::known_bots_origin());
  return std::unique_ptr<running_server>(new running_server(
      std::move(options), *gate, *key, std::move(*store), *mark, std::move(*replay_log),
      std::move(*builder_log), std::move(*purge_log), std::move(*items), std::move(*feed_items),
      std::move(*outside), joined(customers->make_newcomers(), {}), std::move(histories)));
}

running_server::running_server(
    start_options options, const traffic::gate_settings& gate, const identity::secret_key& key,
    std::unique_ptr<store::event_store> store, const std::optional<clock_mark>& mark,
    std::unique_ptr<store::event_reader> replay_log, std::unique_ptr<store::event_reader> builder_log,
    std::unique_ptr<store::event_reader> purge_log, std::unique_ptr<store::entity_reader> items,
    std::unique_ptr<store::entity_reader> feed_items, std::unique_ptr<outbound::client> outside,
    boost::shared_ptr<const customer::customer_directory> customers,
    std::unique_ptr<customer::history_keeper> histories)
    : options_(std::move(options)),
      gate_(gate),
      hasher_(key),
      store_(std::move(store)),
      replay_log_(std::move(replay_log)),
      histories_(std::move(histories)),
      customers_(std::move(customers)),
      catalogues_(std::move(items)),
      endpoint_settings_(endpoint_settings_of(options_.settings, clock_.wall_ms())),
      builder_(
          options_.settings.models, [this] { return customers_.load(); }, std::move(builder_log), guard_),
      purge_(
          options_.settings.store, [this] { return customers_.load(); }, *store_, std::move(purge_log),
          options_.data_directory, guard_,
          [this](const customer::purge_report& report) { note_purge(report); }, purge_followers()),
      saver_(
          options_.settings.store.state_interval_ms, state_file_of(options_),
          [this] { return customers_.load(); }, *histories_, guard_,
          [this](const customer::state_file_figures& figures) { metrics_.state_saved(figures); }),
      bodies_(options_.settings.server.limits.body_memory_bytes),
      open_connections_(connection_bounds_of(options_.settings.server.limits)),
      admin_connections_(admin_connections),
      log_(
          *store_, options_.settings.store.queue_events, options_.settings.store.queue_bytes,
          [this](const store::commit_report& report) { fold_and_wake(report); }, store_recover_interval_ms,
          [this](std::span<events::event> batch) { return customer::admit(*customers_.load(), batch); }),
      puller_(
          options_.settings.catalogues, std::move(outside), [this] { return customers_.load(); }, log_,
          std::move(feed_items), clock_),
      context_{clock_,     endpoint_settings_, customers_, hasher_,     log_,   *store_, builder_,
               readiness_, metrics_,           gate_,      *histories_, guard_, puller_, settings_changes_},
      open_service_(context_, api::listener::open),
      admin_service_(context_, api::listener::admin) {
  if (mark) guard_.begin_with(*mark);
  saver_.save_histories_of(builder_, *store_);
  metrics_.watch(bodies_);
  readiness_.lost_log_lines = options_.lost_log_lines;
  for (const auto* each :
       {&builder_.work(), &purge_.work(), &saver_.work(), &histories_->work(), &puller_.work()})
    readiness_.tasks.add(*each);
  for (unsigned index = 0; index < thread_count(options_.settings.server.threads); ++index)
    io_threads_.emplace_back(clock_, options_.settings.server.limits, workers_, bodies_, gate_,
                             readiness_.threads.add(fmt::format("io {}", index)));
  readiness_.memory_at_start = api::allocated_memory();
}

running_server::~running_server() { stop(); }

void running_server::note_purge(const customer::purge_report& report) {
  metrics_.purged(report.removed);
  metrics_.days_until_full(report.days_until_full);
}

customer::purge_followers running_server::purge_followers() {
  return {.renew_files = [this]() -> result<void> {
            // What the builder learns from may be behind what histories are folded from.
            if (auto learned = builder_.build_now({}); !learned) return learned;
            return saver_.renew_files();
          },
          .write = [this](store::entity_write write) -> result<void> {
            std::vector<events::event> none;
            std::vector<store::entity_write> one;
            one.push_back(std::move(write));
            const auto written = log_.append_and_wait(none, one);
            return written ? result<void>{} : result<void>(written.error());
          },
          .forget_before =
              [this](customer_number which, std::int64_t before_ms) {
                builder_.forget_before(
                    which, static_cast<std::uint32_t>(std::max<std::int64_t>(before_ms, 0) / 1000));
              }};
}

void running_server::fold_and_wake(const store::commit_report& report) {
  const auto customers = customers_.load();
  if (report.failed != nullptr) {
    // What was refused may be sent again at once and is then no repeat.
    for (const auto& [id, each] : customers->by_id()) each->duplicates.clear();
  }
  const auto now_ms = guard_.wall_ms();
  saver_.fold(report, [&] {
    customer_number last_number{};
    customer::customer_directory::pointer owner;
    std::size_t applied = 0;
    // Twice as many as have come: so they never pile up where nobody asks for recommendations.
    const auto expire = [&] {
      if (owner) customer::expire_viewers(*owner, now_ms, 2 * std::exchange(applied, 0));
    };
    for (const auto& each : report.events) {
      if (each.customer != last_number) {
        expire();
        last_number = each.customer;
        owner = customers->find(last_number);
      }
      if (!owner) continue;
      customer::apply(*owner, each);
      customer::note_changes(*owner, each, clock_);
      ++applied;
    }
    expire();
  });
  catalogues_.fold(report, *customers, clock_);
  metrics_.committed(report);
  for (auto& each : io_threads_) each.resolve(report);
}

result<void> running_server::open_everywhere(const std::vector<std::string>& addresses, std::string_view what,
                                             const published<tls_identity>* secret) {
  for (const auto& text : addresses) {
    auto address = read_address(text);
    if (!address) return address.error();
    auto turn = listener_turn::first;
    for (auto& each : io_threads_) {
      // With port 0 the first listener gets a free port, and the others take the same.
      address = each.listen(*address, open_service_, open_connections_, turn, secret);
      if (!address) return address.error();
      turn = listener_turn::further;
    }
    spdlog::info("{} {}", what, to_text(*address));
  }
  return {};
}

void running_server::use_identity(const tls_identity::pointer& fresh) {
  tls_identity_.publish(fresh);
  readiness_.certificate_until_s = fresh->valid_until_s();
  spdlog::info("the certificate {} is valid until {}", fresh->file(), fresh->valid_until());
}

result<void> running_server::open_listeners() {
  const auto& server = options_.settings.server;
  if (auto opened = open_everywhere(server.listen, "listening on", nullptr); !opened) return opened;
  if (!server.tls.listen.empty()) {
    const auto identity = tls_identity::load(server.tls.certificate, server.tls.key);
    if (!identity) return identity.error();
    use_identity(*identity);
    if (auto opened = open_everywhere(server.tls.listen, "listening with TLS on", &tls_identity_); !opened)
      return opened;
  }
  auto address = read_address(server.admin_listen);
  if (address && !address->address().is_loopback() && server.admin_token.empty())
    return failure{
        error::bad_configuration,
        "server.admin_token: is required, since server.admin_listen is reachable from other machines"};
  if (address)
    address = io_threads_.front().listen(*address, admin_service_, admin_connections_, listener_turn::first);
  if (!address) return address.error();
  spdlog::info("admin listening on {}", to_text(*address));
  return {};
}

bool running_server::restore_customers() {
  const auto begin_ns = clock_.steady_ns();
  auto restored =
      customer::restore(state_file_of(options_), customers_.load(), *histories_, *store_, *replay_log_,
                        guard_.wall_ms(), [this] { return !readiness_.stopping.load(); });
  if (!restored) {
    if (!readiness_.stopping)
      spdlog::critical("the state could not be read back from the store: {}", restored.error().detail());
    return false;
  }
  customers_.publish(restored->customers);
  const auto items = catalogues_.load(*restored->customers, clock_.wall_ms());
  if (!items) {
    spdlog::critical("the catalogue could not be read from the store: {}", items.error().detail());
    return false;
  }
  if (*items > 0) spdlog::info("catalogues of {} items read", *items);
  histories_->start([this] { return customers_.load(); }, guard_);
  builder_.begin_with(std::move(restored->histories));
  saver_.start(*restored);
  const auto took_s = static_cast<double>(clock_.steady_ns() - begin_ns) / 1e9;
  if (restored->loaded_bytes != 0)
    spdlog::info("state of {} customers read from {}, written {} s ago", restored->loaded_customers,
                 state_file_of(options_).string(), (clock_.wall_ms() - restored->loaded_saved_ms) / 1000);
  spdlog::info("state of {} events read back in {:.3f} s", restored->events, took_s);
  return true;
}

void running_server::bring_state_back() {
  if (!restore_customers()) return;
  readiness_.replayed = true;
  const auto customers = customers_.load();
  const auto served = [](const auto& entry) { return entry.second->models.load() != nullptr; };
  if (std::ranges::all_of(customers->by_id(), served))
    builder_.note_loaded_models();  // those of the state file serve until the first round has its own
  else if (const auto built = builder_.run_once({}, [this] { return !readiness_.stopping.load(); });
           !built && built.error().code() != error::not_ready)
    spdlog::error("models could not be built: {}", built.error().detail());
  if (readiness_.stopping) return;
  malloc_trim(0);  // the configuration and the state file took much on their way
  builder_.start();
  purge_.start();
  puller_.start();
  spdlog::info("ready");
  notify_ready();
}

result<void> running_server::start() {
  const auto newest_ms = store_->newest_time_ms();
  if (!newest_ms) return newest_ms.error();
  clock_.begin_with(*newest_ms);
  if (auto opened = open_listeners(); !opened) return opened;
  watch_clock();
  for (auto& each : io_threads_) each.start();
  starter_ = std::thread([this] {
    name_thread("starter");
    bring_state_back();
    reload_when_asked();
  });
  return {};
}

void running_server::save_asked_keys() {
  std::vector<events::event> none;
  const auto customers = customers_.load();
  for (const auto& [id, each] : customers->by_id()) {
    auto writes = each->parts_asked_for.unsaved(each->number, guard_.wall_ms());
    // What the store does not take now it is asked to take again.
    if (!writes.empty()) static_cast<void>(log_.append(none, writes));
  }
}

std::optional<tasks::stalled_thread> running_server::stalled() const {
  return api::stalled_thread_of(context_);
}

void running_server::stop() {
  readiness_.stopping = true;
  end_reloads();
  for (auto& each : io_threads_) each.stop(stop_grace_ms);
  for (auto& each : io_threads_) each.join();
  if (starter_.joinable()) starter_.join();
  puller_.stop();
  purge_.stop();
  save_asked_keys();
  log_.stop();
  builder_.stop();
  histories_->stop();
  saver_.stop();
}

}  // namespace footfall::server
