// Pulls the feeds of all customers when they are due, and makes them their catalogues.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/feeds/clicked_items.hpp"
#include "footfall/feeds/export_call.hpp"
#include "footfall/feeds/feed_run.hpp"
#include "footfall/feeds/feed_settings.hpp"
#include "footfall/store/event_log.hpp"
#include "footfall/tasks/task_table.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace footfall::feeds {

/// One thread, one feed at a time. What it knows of a feed is in the store, too; after a start each is pulled
/// once. Thread-safe, except that `run_due` is for one caller at a time and not after `start`.
class feed_puller {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer::customer_directory>()>;

  /// `reader` is the puller's own. `outside` is null where nothing may be asked for.
  feed_puller(catalogues settings, std::unique_ptr<outbound::client> outside, customers_source customers,
              store::event_log& log, std::unique_ptr<store::entity_reader> reader, const clock& time);
  ~feed_puller();
  feed_puller(const feed_puller&) = delete;
  feed_puller& operator=(const feed_puller&) = delete;

  void start();

  /// Ends the thread; a feed that is being pulled changes nothing any more. Idempotent.
  void stop();

  /// Takes over other settings; feeds that stay keep what is known of them.
  void settings_changed(catalogues settings, std::unique_ptr<outbound::client> outside);

  /// Has all feeds of a customer pulled as soon as possible, also those that are not due; with
  /// `may_shrink` however few items they have. Returns how many they are.
  std::size_t pull_now(std::string_view customer, bool may_shrink);

  /// Takes note of exports that a customer has announced, on disk; they are fetched one after the other.
  /// Waits for the disk. Errors: `too_many_requests` when 16 calls of this customer wait; `not_ready` where
  /// nothing may be asked for; those of the log.
  [[nodiscard]] result<void> add(const std::string& customer, export_call call);

  /// Takes note of what a click says of its item.
  void note_click(clicked_item click);

  /// Stores what clicks have said, and pulls what is due, one after the other. Errors: `io_failed` when one
  /// of them did not get through.
  result<void> run_due();

  /// The feeds of a customer with their runs, as a JSON object.
  [[nodiscard]] std::string status_of(std::string_view customer) const;

  /// Runs of one customer since the start, by outcome and in the order of `run_outcome`.
  using run_counts = std::array<std::uint64_t, 4>;
  [[nodiscard]] std::map<std::string, run_counts, std::less<>> figures() const;

  [[nodiscard]] const tasks::task& work() const noexcept { return work_; }

 private:
  using feed_name = std::pair<std::string, std::string>;  // customer and address
  struct job {
    feed_name name;
    pulled_feed feed;
    feed_state known;
    std::uint32_t shrink_percent = 0;
    std::shared_ptr<const outbound::client> outside;
  };

  struct waiting_export {
    std::string key;  // of the entity that has it
    export_call call;
  };
  using transactions = std::map<std::string, std::string, std::less<>>;

  void run();
  [[nodiscard]] std::int64_t next_due_ns() const;
  [[nodiscard]] bool take_due(job& next);
  [[nodiscard]] result<void> do_job(job& next);
  [[nodiscard]] bool take_export(std::string& customer, waiting_export& next);
  [[nodiscard]] result<void> do_export(const std::string& customer, const waiting_export& next);
  [[nodiscard]] result<void> do_events(const std::string& customer, customer::customer& owner,
                                       const export_call& call);
  void recall_exports();
  void recall_exports_of(const std::string& customer, const customer::customer& owner);
  void note(const std::string& customer, feed_run&& made);
  void recall();
  void remember(customer_number customer, const feed_name& feed, const std::string& memory);

  const customers_source customers_;
  store::event_log& log_;
  const std::unique_ptr<store::entity_reader> reader_;
  const clock& time_;
  tasks::task work_{"feeds"};
  std::atomic<bool> stopping_{false};
  clicked_items clicks_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  catalogues settings_;
  std::shared_ptr<const outbound::client> outside_;
  std::map<feed_name, feed_state> feeds_;
  std::map<std::string, run_counts, std::less<>> counts_;
  bool is_new_ = true;  // the store was not asked yet what waits
  std::uint64_t last_export_ = 0;
  std::map<std::string, std::deque<waiting_export>, std::less<>> exports_;  // that wait
  std::map<std::string, std::deque<feed_run>, std::less<>> export_runs_;    // the newest first
  std::string last_export_of_;                                              // whose turn it was
  /// By customer, those whose exports of the store are here, with the transaction of the last full export of
  /// each type and language. Of the thread.
  std::map<std::string, transactions, std::less<>> transactions_;
  std::thread thread_;
};

}  // namespace footfall::feeds
