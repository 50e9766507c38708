#include "footfall/customer/state_saver.hpp"

#include "footfall/core/thread_name.hpp"
#include "footfall/customer/event_fold.hpp"

#include <spdlog/spdlog.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace footfall::customer {
namespace {

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1048576.0; }

double seconds(std::int64_t duration_ns) { return static_cast<double>(duration_ns) / 1e9; }

/// What the file has that is of use; nothing when it is not, and then the log says why.
std::optional<loaded_state> load_if_usable(const std::filesystem::path& file,
                                           const customer_directory& customers, history_keeper& histories,
                                           store::event_store& store, std::int64_t now_ms) {
  const auto is_held = [&](const store::log_mark& mark, const store::archive_mark& archive) -> result<void> {
    const auto held = store.holds(mark);
    if (!held) return held.error();
    if (!*held)
      return failure{error::io_failed,
                     file.string() + " is not of this store, or of a time after its backup"};
    // A state without an archive needs nothing of what is there.
    if (histories.go_back(archive) || archive == store::archive_mark{}) return {};
    return failure{error::io_failed, file.string() + " does not fit the archive of histories beside it"};
  };
  auto loaded = load_state(file, customers, now_ms, is_held);
  if (loaded) return std::move(*loaded);
  if (loaded.error().code() == error::not_found)
    spdlog::info("there is no state file {}: the state comes back from the log", file.string());
  else
    spdlog::warn("{}: it is not used, the state comes back from the log", loaded.error().detail());
  (void)histories.go_back({});
  return std::nullopt;
}

result<std::size_t> replay_unless_stopped(const customer_directory& customers, store::event_reader& log,
                                          const std::function<bool()>& go_on, store::cursor from) {
  bool ended = false;
  auto replayed = replay(
      customers, log, [&](std::size_t) { return !(ended = ended || !go_on()); }, from);
  if (replayed && ended) return failure{error::not_ready, "the server is stopping"};
  return replayed;
}

}  // namespace

result<restored_state> restore(const std::filesystem::path& file,
                               const boost::shared_ptr<const customer_directory>& customers,
                               history_keeper& histories, store::event_store& store, store::event_reader& log,
                               std::int64_t now_ms, const std::function<bool()>& go_on) {
  restored_state state;
  auto loaded = load_if_usable(file, *customers, histories, store, now_ms);
  auto all = boost::make_shared<customer_directory>();
  customer_directory known;
  customer_directory unknown;
  if (loaded) {
    for (auto& each : loaded->customers) known.add(std::move(each));
    state.loaded_customers = known.by_id().size();
    state.loaded_bytes = loaded->bytes;
    state.loaded_saved_ms = loaded->saved_ms;
    state.histories = std::move(loaded->histories);
    state.histories.keep_held([&](const store::log_mark& mark) { return store.holds(mark); });
  }
  for (const auto& [id, each] : customers->by_id()) {
    auto found = known.find(each->number);
    if (!found) {
      unknown.add(each);
      histories.clear(each->number);
    }
    all->add(found ? std::move(found) : each);
  }
  for (const auto& [some, from] : {std::pair(&unknown, store::cursor{}),
                                   std::pair(&known, loaded ? loaded->mark.place : store::cursor{})}) {
    if (some->by_id().empty()) continue;
    // A log is mostly older than the window of viewers: such clicks need not be taken at all.
    for (const auto& [id, each] : some->by_id())
      expire_viewers(*each, now_ms, std::numeric_limits<std::size_t>::max());
    const auto keeps_going = [&] {
      histories.keep_budget(*all);
      return go_on();
    };
    const auto replayed = replay_unless_stopped(*some, log, keeps_going, from);
    if (!replayed) return replayed.error();
    state.events += *replayed;
  }
  const auto end = store.end();
  if (!end) return end.error();
  state.end = *end;
  state.customers = std::move(all);
  return state;
}

state_saver::state_saver(std::int64_t interval_ms, std::filesystem::path file, customers_source customers,
                         history_keeper& histories, const clock& time, observer report)
    : file_(std::move(file)),
      customers_(std::move(customers)),
      histories_(histories),
      time_(time),
      report_(std::move(report)),
      interval_ms_(interval_ms) {}

state_saver::~state_saver() { stop(); }

void state_saver::start(const restored_state& state) {
  {
    const std::lock_guard lock(fold_mutex_);
    complete_ = true;
    folded_ = state.end;
    // Nothing to write when nothing came after the file; also when some of it had to be replayed.
    if (state.events == 0 && state.loaded_bytes != 0) saved_ = state.end;
  }
  customers_changed(*state.customers);
  if (state.loaded_bytes != 0) report_({state.loaded_saved_ms, state.loaded_bytes, 0});
  const std::lock_guard lock(mutex_);
  if (!stopping_)
    thread_ = std::thread([this] {
      name_thread("state saver");
      run();
    });
}

void state_saver::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (const auto done = save_if_changed(); !done)
    spdlog::error("the state could not be written, the next start reads more of the log: {}",
                  done.error().detail());
}

bool state_saver::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void state_saver::run() {
  std::unique_lock lock(mutex_);
  auto last = std::chrono::steady_clock::now();
  while (!stopping_) {
    if (interval_ms_ == 0) {
      wake_.wait(lock);
      continue;
    }
    const auto due = last + std::chrono::milliseconds(interval_ms_);
    if (std::chrono::steady_clock::now() < due) {
      wake_.wait_until(lock, due);
      continue;
    }
    lock.unlock();
    const auto done = work_.run(time_, [this] { return save_if_changed([this] { return !stopping(); }); });
    if (!done && done.error().code() != error::not_ready)
      spdlog::error("the state could not be written: {}", done.error().detail());
    lock.lock();
    last = std::chrono::steady_clock::now();
  }
}

void state_saver::note_failed_commit() {
  if (std::exchange(complete_, false))
    spdlog::warn("the state file {} is not written any more until the next start: a commit failed",
                 file_.string());
}

result<void> state_saver::renew_files() {
  const bool none_is_written = [this] {
    const std::lock_guard lock(mutex_);
    return interval_ms_ == 0;
  }();
  if (none_is_written) return remove_file();
  if (const auto saved = save_if_changed(); !saved) return saved.error();
  const std::lock_guard lock(fold_mutex_);
  if (complete_) return {};
  return failure{error::store_failed, "a commit failed, so that no state is written until the next start"};
}

/// An old file would bring back what is not in the log any more.
result<void> state_saver::remove_file() {
  const std::lock_guard one_at_a_time(save_mutex_);
  const auto no_evictions = histories_.pause();
  const auto no_returns = histories_.hold_still();
  if (auto erased = histories_.erase_forgotten(*customers_()); !erased) return erased;
  std::error_code failed;
  std::filesystem::remove(file_, failed);
  if (failed) return failure{error::io_failed, file_.string() + " cannot be removed: " + failed.message()};
  return {};
}

result<bool> state_saver::save_if_changed(const std::function<bool()>& go_on) {
  const std::lock_guard one_at_a_time(save_mutex_);
  {
    const std::lock_guard lock(mutex_);
    if (interval_ms_ == 0) return false;
  }
  // Before anybody is held up: a round may take long.
  auto between_rounds = builder_ == nullptr ? std::unique_lock<std::mutex>{} : builder_->pause();
  const auto revision = builder_ == nullptr ? saved_revision_ : builder_->revision();
  const auto begin_ns = time_.steady_ns();
  std::optional<state_cut> cut;
  store::log_mark mark;
  std::int64_t cut_ns = 0;
  store::archive_mark archive;
  const auto no_evictions = histories_.pause();
  {
    const auto no_returns = histories_.hold_still();
    const std::lock_guard lock(fold_mutex_);
    if (!complete_ || (folded_ == saved_ && revision == saved_revision_)) return false;
    mark = folded_;
    const auto cut_begin_ns = time_.steady_ns();
    const auto customers = customers_();
    if (auto erased = histories_.erase_forgotten(*customers); !erased) return erased.error();
    archive = histories_.begin_generation();
    cut.emplace(customers, mark, folded_with_, archive);
    cut_ns = time_.steady_ns() - cut_begin_ns;
  }
  const auto now_ms = time_.wall_ms();
  if (auto flushed = histories_.flush(); !flushed) return flushed.error();
  const auto bytes = write(*cut, std::move(between_rounds), now_ms, go_on);
  if (!bytes) return bytes.error();
  histories_.confirm(archive);
  {
    const std::lock_guard lock(fold_mutex_);
    saved_ = mark;
  }
  saved_revision_ = revision;
  const auto duration_ns = time_.steady_ns() - begin_ns;
  spdlog::info(
      "state of {} customers written to {}: {:.1f} MiB in {:.3f} s, of which commits waited {:.1f} ms",
      cut->size(), file_.string(), mebibytes(*bytes), seconds(duration_ns), seconds(cut_ns) * 1e3);
  report_({now_ms, *bytes, duration_ns});
  return true;
}

result<std::uint64_t> state_saver::write(state_cut& cut, std::unique_lock<std::mutex> between_rounds,
                                         std::int64_t now_ms, const std::function<bool()>& go_on) const {
  if (builder_ == nullptr) return cut.write(file_, now_ms, go_on);
  // The builder may have read what has not been applied yet: this mark is behind that, too.
  const auto log_end = store_->end();
  if (!log_end) return log_end.error();
  return cut.write(file_, now_ms, go_on, [&](state::state_writer& to) {
    builder_->write_histories(to, cut.customers(), *log_end, go_on);
    between_rounds.unlock();
  });
}

void state_saver::customers_changed(const customer_directory& customers) {
  const std::lock_guard lock(fold_mutex_);
  std::erase_if(folded_with_, [&](const auto& each) { return !customers.find(each.first); });
  for (const auto& [id, each] : customers.by_id()) {
    const auto now = settings_digest(*each);
    const auto known = folded_with_.try_emplace(each->number, now);
    // No customer has such settings, so that the next start replays it.
    if (!known.second && known.first->second != now) known.first->second = 0;
  }
}

void state_saver::interval_changed(std::int64_t interval_ms) {
  {
    const std::lock_guard lock(mutex_);
    interval_ms_ = interval_ms;
  }
  wake_.notify_all();
}

}  // namespace footfall::customer
