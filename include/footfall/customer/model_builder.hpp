// The background thread that turns committed events into published models.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/published.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/saved_histories.hpp"
#include "footfall/state/state_writer.hpp"
#include "footfall/store/event_store.hpp"
#include "footfall/tasks/task_table.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace footfall::customer {

/// How the builder works.
struct builder_settings {
  std::int64_t rebuild_interval_ms = 10'000;     ///< from the end of a round to the next; 1s..1d
  double processor_share = 0.25;                 ///< of one core, that rounds take at the most; 0.01..64
  unsigned threads = 2;                          ///< for one build; 1..64
  std::int64_t choice_interval_ms = 86'400'000;  ///< between two choices of a customer's weights; 1h..365d
  std::int64_t choice_budget_ms = 20'000;        ///< processor time of one choice; 100ms..1h
};

/// The pause after a round that took `built_ns` on all its threads: the interval, or longer, so that rounds
/// take their share of a core and no more. Thread-safe.
[[nodiscard]] std::int64_t pause_after(const builder_settings& settings, std::int64_t built_ns) noexcept;

/// Reads new events from the log and rebuilds the models of the customers that have some. Thread-safe, except
/// that `run_once` is for one caller at a time and not after `start`.
class model_builder {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer_directory>()>;

  /// `log` is the builder's own reader.
  model_builder(const builder_settings& settings, customers_source customers,
                std::unique_ptr<store::event_reader> log, const clock& time);
  ~model_builder();
  model_builder(const model_builder&) = delete;
  model_builder& operator=(const model_builder&) = delete;

  /// Starts the thread: a round every `rebuild_interval_ms`, the first at once unless `run_once` was one.
  void start();

  /// Ends the thread. A round in progress is completed unless it is still reading the log; where the log has
  /// been read, a last round takes what has been committed until now. Idempotent.
  void stop();

  /// One round: reads what is new, then rebuilds each customer that has new events or settings, no models
  /// yet, or its number in `forced`. Returns how many were rebuilt. `go_on` is asked now and then while it
  /// reads. Errors: those of the reader; `not_ready` when it was not to go on, and nothing was rebuilt.
  result<std::size_t> run_once(
      std::span<const customer_number> forced = {}, const std::function<bool()>& go_on = [] { return true; });

  /// Goes on with the choices of weights that rounds have begun, for about `slice_ns`; for the caller of
  /// `run_once`. Returns false when none is left. Customers whose choice is made are in the next round.
  bool advance_choices(std::int64_t slice_ns);

  /// Asks for a round soon, since there are other customers; does not wait.
  void ask_for_round();

  /// Asks for a rebuild of one customer soon; does not wait.
  void ask_for(customer_number which);

  /// Rebuilds one customer with all events committed before the call and waits until its models serve. For
  /// worker threads. Errors: those of the reader; `not_ready` before `start` and after `stop`.
  [[nodiscard]] result<void> build_now(customer_number which);

  /// Says that the log has nothing of a customer any more from before this time; the next round forgets it,
  /// too.
  void forget_before(customer_number which, std::uint32_t time_s);

  /// Takes over new settings; a round follows soon, which rebuilds customers with changed settings.
  void settings_changed(const builder_settings& settings);

  /// Begins with the histories of a state file, each read when the first round needs it. For those that are
  /// not there the log is read from its beginning. To be called before the first round.
  void begin_with(saved_histories from);

  /// No round while this is held; waits for the end of one. For what follows.
  [[nodiscard]] std::unique_lock<std::mutex> pause() { return std::unique_lock(rounds_mutex_); }

  /// Grows with what a state file would have that an earlier one has not. While `pause` is held.
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }

  /// Writes the histories of these customers, as far as they have been learned; `log` is a mark at or behind
  /// all that has been read, so it is made while `pause` is held, as this is called. `go_on` is asked now and
  /// then.
  void write_histories(state::state_writer& to, const customer_directory& customers,
                       const store::log_mark& log, const std::function<bool()>& go_on);

  /// Says that every customer has models from before: nobody has to wait for the first round.
  void note_loaded_models() noexcept { first_round_done_ = true; }

  /// True when every customer has models, of a completed round or loaded, and a build can be asked for:
  /// before `start`, `build_now` would refuse.
  [[nodiscard]] bool is_ready() const noexcept { return first_round_done_ && started_; }

  /// Memory of the sessions of all customers, as of the last round.
  [[nodiscard]] std::size_t sessions_bytes() const noexcept { return sessions_bytes_.load(); }

  /// Its rounds.
  [[nodiscard]] const tasks::task& work() const noexcept { return work_; }

  /// True while a round is at work.
  [[nodiscard]] bool building() const noexcept { return building_.load(); }

 private:
  struct source;  // what was read of one customer's log
  using sources = std::map<customer_number, std::unique_ptr<source>>;
  void run();
  void round(std::unique_lock<std::mutex>& lock, const std::function<bool()>& go_on);
  [[nodiscard]] bool stopping() const;
  result<void> read_news(const customer_directory& customers, const std::function<bool()>& go_on);
  void match_sources(const customer_directory& customers);
  [[nodiscard]] std::unique_ptr<source> make_source(const customer_directory::pointer& of);
  void rebuild(customer& target, source& from, unsigned threads);
  /// Those of the catalogue as it is now, where they are not published yet.
  static void publish_suggestions(customer& target, source& from, const model::model_set& models);
  void begin_choices(const boost::shared_ptr<customer>& target, source& from,
                     const builder_settings& settings);
  void wait_for_round(std::unique_lock<std::mutex>& lock);
  void force(customer_number which);  // under `mutex_`

  const customers_source customers_;
  const std::unique_ptr<store::event_reader> log_;
  const clock& time_;

  std::mutex rounds_mutex_;  // guards down to `read_to_end_`; held during a round, taken before the other
  tasks::task work_{"models"};
  saved_histories saved_;  // until the first round has taken what it needs
  sources sources_;
  std::uint64_t revision_ = 0;
  std::atomic<bool> read_to_end_{false};  // by all that there are
  std::atomic<std::size_t> sessions_bytes_{0};

  mutable std::mutex mutex_;  // guards the requests below
  std::condition_variable wake_;
  std::condition_variable done_;
  builder_settings settings_;
  std::vector<customer_number> forced_;  // each once
  std::map<customer_number, std::uint32_t> gone_before_s_;
  bool wanted_ = false;
  std::int64_t pause_ms_ = 0;  // after the last round; none before the first
  std::atomic<bool> started_{false};
  bool stopping_ = false;
  std::uint64_t rounds_begun_ = 0;
  std::uint64_t rounds_done_ = 0;
  std::optional<failure> last_failure_;  // of the last round
  std::atomic<bool> first_round_done_{false};
  std::atomic<bool> building_{false};
  std::thread thread_;
};

}  // namespace footfall::customer
