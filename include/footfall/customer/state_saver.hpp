// The background thread that writes the live state to its file now and then, and the way back from there.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "footfall/customer/model_builder.hpp"
#include "footfall/customer/saved_state.hpp"
#include "footfall/store/event_log.hpp"
#include "footfall/store/event_store.hpp"
#include "footfall/tasks/task_table.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace footfall::customer {

/// How the state came back.
struct restored_state {
  boost::shared_ptr<const customer_directory> customers;  ///< the state is in these
  saved_histories histories;                              ///< of this log, for the builder
  store::log_mark end;                                    ///< up to which they have been folded
  std::size_t loaded_customers = 0;                       ///< whose state was in the file
  std::uint64_t loaded_bytes = 0;                         ///< of the file; 0 when it was not used
  std::int64_t loaded_saved_ms = 0;                       ///< when the file was written
  std::size_t events = 0;                                 ///< that were replayed
};

/// Brings the state of these customers back: from the file as far as it goes, the rest from the log. A file
/// that is not of this log, is damaged or cannot be read is not used, and the log says why. While it works
/// nothing may be appended; histories are kept within their budget. `go_on` is asked now and then; when it
/// says no, the state is incomplete and `not_ready` is returned. Errors besides: those of the reader.
[[nodiscard]] result<restored_state> restore(const std::filesystem::path& file,
                                             const boost::shared_ptr<const customer_directory>& customers,
                                             history_keeper& histories, store::event_store& store,
                                             store::event_reader& log, std::int64_t now_ms,
                                             const std::function<bool()>& go_on);

/// What is known of the file.
struct state_file_figures {
  std::int64_t saved_ms = 0;  ///< when it was written
  std::uint64_t bytes = 0;
  std::int64_t duration_ns = 0;  ///< of writing it; 0 when that was before the start
};

/// Writes the state of all customers every interval if anything was committed, and at the end. The writer
/// never waits for the disk: what it changes while the file is written is kept as it was. Thread-safe.
class state_saver {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer_directory>()>;
  using observer = std::function<void(const state_file_figures&)>;

  state_saver(std::int64_t interval_ms, std::filesystem::path file, customers_source customers,
              history_keeper& histories, const clock& time, observer report);
  ~state_saver();
  state_saver(const state_saver&) = delete;
  state_saver& operator=(const state_saver&) = delete;

  /// Has the histories of the builder written, too, and when they changed; both outlive the saver. To be
  /// called before anything is saved.
  void save_histories_of(model_builder& builder, store::event_store& store) {
    builder_ = &builder;
    store_ = &store;
  }

  /// Starts the thread; the state is complete from here on. To be called after the customers were published.
  void start(const restored_state& state);

  /// Ends the thread and writes the file once more if anything was committed since. For after the last event.
  /// Without `start`, which means that the state is not complete, it does nothing. Idempotent.
  void stop();

  /// Runs `apply` for what a commit reports; no cut is made meanwhile. For the writer thread.
  template <class Apply>
  void fold(const store::commit_report& report, const Apply& apply) {
    const std::lock_guard lock(fold_mutex_);
    apply();
    // Whether what failed is in the log is not known: a later mark would claim what was perhaps not applied.
    if (report.failed != nullptr)
      note_failed_commit();
    else
      folded_ = report.end;
  }

  /// Writes the file now if anything was committed or learned since it was written; true when it was.
  /// Errors: `io_failed`; the old file then stays.
  result<bool> save_if_changed() {
    return save_if_changed([] { return true; });
  }

  /// Has nothing in files that is derived from less than the log had before the call: writes the state file
  /// if need be, or takes it away where none is to be written. Thread-safe. Errors: `io_failed`,
  /// `store_failed`; the old file then stays.
  [[nodiscard]] result<void> renew_files();

  /// After a reload, with the customers that were published: notes newcomers, and what was folded with other
  /// settings before and is to be replayed at the next start.
  void customers_changed(const customer_directory& customers);

  /// Takes over the interval; 0: never, not at the end either.
  void interval_changed(std::int64_t interval_ms);

  /// Its writes of the file.
  [[nodiscard]] const tasks::task& work() const noexcept { return work_; }

 private:
  void run();
  [[nodiscard]] bool stopping() const;
  [[nodiscard]] result<void> remove_file();
  result<bool> save_if_changed(const std::function<bool()>& go_on);
  result<std::uint64_t> write(state_cut& cut, std::unique_lock<std::mutex> between_rounds,
                              std::int64_t now_ms, const std::function<bool()>& go_on) const;
  void note_failed_commit();

  const std::filesystem::path file_;
  const customers_source customers_;
  history_keeper& histories_;
  const clock& time_;
  const observer report_;
  model_builder* builder_ = nullptr;  // null: nobody's histories are saved
  store::event_store* store_ = nullptr;
  tasks::task work_{"checkpoint"};

  std::mutex save_mutex_;             // held while a file is written, taken before all others
  std::uint64_t saved_revision_ = 0;  // of the builder
  std::mutex fold_mutex_;             // guards down to `folded_with_`; held while a batch is applied
  bool complete_ = false;             // the state is what the log says up to `folded_`
  store::log_mark folded_;
  store::log_mark saved_;
  std::map<customer_number, std::uint64_t> folded_with_;  // digests of settings

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::int64_t interval_ms_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace footfall::customer
