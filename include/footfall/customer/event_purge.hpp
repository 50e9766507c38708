// The background thread that removes events that have outlived the retention of their customer.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/store/growth_estimate.hpp"
#include "footfall/tasks/task_table.hpp"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace footfall::customer {

class forgotten_rows;

/// Events by number, before and after a round.
struct purge_counts {
  std::uint64_t before = 0;           ///< that were there
  std::uint64_t expired = 0;          ///< of these, too old
  std::uint64_t removed = 0;          ///< what the store says that it removed
  std::uint64_t after = 0;            ///< counted again behind it; includes what came in meanwhile
  std::uint64_t expired_after = 0;    ///< 0, or something is wrong
  std::uint64_t removed_imports = 0;  ///< import ids
  std::uint64_t erased = 0;           ///< of users who were forgotten, whatever their age
};

/// What the purge has to say to metrics.
struct purge_report {
  std::uint64_t removed = 0;              ///< events since the last report
  std::optional<double> days_until_full;  ///< as last observed; nothing while it is unknown
};

/// What others do when the purge has removed something. Without `renew_files` and `write` events of users who
/// were forgotten stay as long as those of anybody.
struct purge_followers {
  /// Has all that was committed before the call applied, learned and, where it is in files, saved. Errors:
  /// whatever stood in the way; files may then still know of a user.
  std::function<result<void>()> renew_files;
  /// Makes a write of an entity durable.
  std::function<result<void>(store::entity_write)> write;
  /// Forgets what a customer's events before this time have said.
  std::function<void(customer_number, std::int64_t before_ms)> forget_before;
};

/// Walks through the log in steps of a thousand events with a pause as long as the step after each, so that
/// it takes at most half of a core, and a commit waits for one short removal at the most. Events that say who
/// somebody is or what he wants (links of users, opting out and in) stay for ever. What there is of users who
/// were forgotten goes in the same steps, and the records of that at last. Thread-safe, except that
/// `run_once` is for one caller at a time and not after `start`.
class event_purge {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer_directory>()>;
  using observer = std::function<void(const purge_report&)>;

  /// `log` is the purge's own reader; `directory` is where the store is, for the free space of its disk.
  event_purge(const store::store_settings& settings, customers_source customers, store::event_store& store,
              std::unique_ptr<store::event_reader> log, std::filesystem::path directory, const clock& time,
              observer report, purge_followers followers = {});
  ~event_purge();
  event_purge(const event_purge&) = delete;
  event_purge& operator=(const event_purge&) = delete;

  /// Starts the thread. The first round begins ten minutes later, or after the interval if that is shorter: a
  /// clock that was wrong at the start of the machine has been set by then.
  void start();

  /// Ends the thread; a round in progress ends after its step. Idempotent.
  void stop();

  /// One round over the whole log; returns the counts of all customers together and logs those of each that
  /// lost events. Errors: those of the store.
  result<purge_counts> run_once();

  /// Notes the size of the store and reports the estimate. To be called about once an hour.
  void observe_growth();

  /// Takes over retention and interval.
  void settings_changed(const store::store_settings& settings);

  /// Its rounds.
  [[nodiscard]] const tasks::task& work() const noexcept { return work_; }

 private:
  using counts_by_customer = std::map<customer_number, purge_counts>;
  void run();
  [[nodiscard]] store::age_limit limit_of(const customer_directory& customers, customer_number which) const;
  result<void> remove_events(const customer_directory& customers, counts_by_customer& counts,
                             forgotten_rows& forgotten);
  result<void> count_again(const customer_directory& customers, counts_by_customer& counts);
  result<void> remove_imports(const customer_directory& customers, counts_by_customer& counts);
  result<void> shrink();
  /// Rests as long as the step took that began then; false when the purge is to stop.
  [[nodiscard]] bool rest_after(std::int64_t step_begin_ns);

  const customers_source customers_;
  store::event_store& store_;
  const std::unique_ptr<store::event_reader> log_;
  const std::filesystem::path directory_;
  const clock& time_;
  const observer report_;
  const purge_followers followers_;
  std::optional<double> days_until_full_;  // of the thread, or of the caller before `start`, as what follows
  store::growth_estimate growth_;          // of the thread, or of the caller before `start`
  std::int64_t round_ms_ = 0;              // wall time at which the round began: its limits do not move
  std::int64_t round_retention_ms_ = 0;
  tasks::task work_{"purge"};

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  store::store_settings settings_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace footfall::customer
