// Keeps the histories of all customers within their memory: idle users go to the archive and come back.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/profile/memory_budget.hpp"
#include "footfall/store/history_archive.hpp"
#include "footfall/tasks/task_table.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace footfall::customer {

/// Bounds of the histories.
struct history_settings {
  /// Memory of the histories of all customers; 0: no bound. At most 16 TiB
  std::size_t memory_budget_bytes = 1'073'741'824;
};

/// Moves users that have been idle between memory and archive. Thread-safe; the writer and the io threads
/// never wait for it.
///
/// Between two looks, a tenth of a second apart, the histories may be above their budget by what came in.
/// From a quarter of it and 16 MiB above it on, or while the archive cannot be written, newcomers take the
/// place of users that have been idle: those are forgotten, which is counted and logged. An archive that
/// could not be used is tried again after a pause.
class history_keeper {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer_directory>()>;
  using archive_opener = std::function<result<std::unique_ptr<store::history_archive>>()>;

  /// Opens the archive; without a file, or a way to open one, there is none. One that cannot be opened is
  /// logged, and idle users are forgotten until it can.
  history_keeper(const history_settings& settings, archive_opener open);
  history_keeper(const history_settings& settings, const std::filesystem::path& file);
  /// Without an archive and without a bound.
  history_keeper() : history_keeper({.memory_budget_bytes = 0}, archive_opener()) {}
  ~history_keeper();
  history_keeper(const history_keeper&) = delete;
  history_keeper& operator=(const history_keeper&) = delete;

  /// For the tables of customers.
  [[nodiscard]] profile::profile_settings bounds() const {
    return {.users_max = users_max, .budget = budget_};
  }

  /// Starts the thread that keeps the budget and tends the archive.
  void start(customers_source customers, const clock& time);
  /// Ends it. Idempotent.
  void stop();
  /// Takes over the budget.
  void settings_changed(const history_settings& settings);

  /// False when reading the history of this person needs the archive, and so a thread that may wait.
  [[nodiscard]] static bool is_at_hand(const customer& owner, const user_key& user) {
    return owner.profiles.is_at_hand(user);
  }

  /// False while nobody is in the archive.
  [[nodiscard]] bool holds_archived() const { return budget_->archived != 0; }

  /// As `linked_profiles::read`, with what the archive has. Of an archive that cannot be read nothing is
  /// known: the history is what has come in since.
  void read(customer& owner, const user_key& user, std::vector<profile::history_entry>& out);

  /// Does what logins of archived users, and the forgetting of such, left to be done.
  void finish_moves(const customer_directory& customers);

  /// Does that and brings the histories of these customers within the budget. For the thread, the replay, and
  /// tests.
  void keep_budget(const customer_directory& customers);

  /// Does a bounded piece of what keeps the archive small and at work: drops users whose last event is older
  /// than the retention, and those of customers that are no more, gives free space back, and tries an archive
  /// again that has failed. For the thread and tests.
  void tend_archive(const customer_directory& customers, const clock& time);

  /// Nobody is dropped while this is held: for saving tables.
  [[nodiscard]] std::unique_lock<std::mutex> pause() { return std::unique_lock(round_mutex_); }

  /// Nobody comes back while this is held: for the moment that is saved. Taken after `pause`.
  [[nodiscard]] std::unique_lock<std::mutex> hold_still() { return std::unique_lock(archive_mutex_); }

  /// Erases users that were forgotten; what is saved afterwards knows nothing of them. While `pause` and
  /// `hold_still` are held. Errors: those of the archive.
  [[nodiscard]] result<void> erase_forgotten(const customer_directory& customers);

  /// The archive at the moment that is saved; while `pause` and `hold_still` are held. What goes there later
  /// does not change what that moment had.
  [[nodiscard]] store::archive_mark begin_generation();
  /// Makes the archive durable, before the saved moment is.
  [[nodiscard]] result<void> flush();
  /// The saved moment is durable.
  void confirm(const store::archive_mark& moment);

  /// Whether the archive is at this moment now, with the histories of then; otherwise it is empty. Without a
  /// moment it is emptied. To be called before anything is replayed.
  [[nodiscard]] bool go_back(const store::archive_mark& moment);
  /// Forgets what the archive has of a customer, before it is replayed.
  void clear(customer_number customer);

  /// Its looks after the budget.
  [[nodiscard]] const tasks::task& work() const noexcept { return work_; }

  [[nodiscard]] const profile::memory_budget& budget() const { return *budget_; }
  [[nodiscard]] std::uint64_t archive_bytes() const;
  [[nodiscard]] bool failing() const { return failing_; }
  /// How often an archive that was at work, or was to be opened, could not be used.
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

 private:
  static constexpr std::size_t users_max = std::numeric_limits<std::uint32_t>::max();

  void run();
  std::span<const profile::history_entry> find_older(const customer& owner, const user_key& user);
  void bring_back(customer& owner, const user_key& user);
  void finish_moves(customer& owner);
  result<void> erase_forgotten(customer& owner);
  std::size_t evict_share(const customer_directory& customers);
  std::size_t evict_some(customer& owner, std::size_t part, std::size_t count);
  void forget_archive(const failure& why);
  void sweep(const customer_directory& customers, const clock& time);
  void try_again(std::int64_t now_ns);
  result<void> use_archive_again();

  const std::shared_ptr<profile::memory_budget> budget_;
  const archive_opener open_;                        // null: there is to be no archive
  std::mutex round_mutex_;                           // held by whoever drops users, and by whoever saves them
  mutable std::mutex archive_mutex_;                 // guards what follows; taken after the other
  std::unique_ptr<store::history_archive> archive_;  // null: there is none, or none yet
  std::string content_;
  std::vector<profile::history_entry> older_;
  std::int64_t next_sweep_ns_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t retry_pause_ns_ = 0;
  std::optional<std::int64_t> retry_ns_;          // null: no failure has been seen yet
  std::optional<std::int64_t> working_since_ns_;  // null: from the beginning
  std::atomic<bool> failing_{false};
  std::atomic<std::uint64_t> failures_{0};

  customers_source customers_;
  const clock* time_ = nullptr;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  bool stopping_ = false;
  tasks::task work_{"histories"};
  std::thread thread_;
};

}  // namespace footfall::customer
