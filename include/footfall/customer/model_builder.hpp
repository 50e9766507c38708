// The background thread that turns committed events into published models.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/published.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/store/event_store.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace footfall::customer {

/// How the builder works.
struct builder_settings {
  std::int64_t rebuild_interval_ms = 60'000;  ///< 1s..1d
  unsigned threads = 2;                       ///< for one build; 1..64
};

/// Reads new events from the log and rebuilds the models of the customers that have some.
class model_builder {
 public:
  using customers_source = std::function<boost::shared_ptr<const customer_directory>()>;

  /// `log` is the builder's own reader.
  model_builder(builder_settings settings, customers_source customers, std::unique_ptr<store::event_reader> log,
                const clock& time);
  ~model_builder();

  /// Starts the thread; the first build runs at once.
  void start();

  /// Ends the thread; a build in progress is completed. Idempotent.
  void stop();

  /// One round: reads what is new and rebuilds the customers with news (all of them when `even_without_news`).
  /// Returns the number of customers rebuilt. Errors: those of the reader. One caller at a time; `start`ed
  /// builders are driven by their own thread.
  result<std::size_t> run_once(bool even_without_news);

  /// Asks for a rebuild of one customer that includes all events committed before the call, and waits until its
  /// models serve. For worker threads. Errors: those of the reader; `not_ready` after `stop`.
  [[nodiscard]] result<void> build_now(customer_number which);

  /// Settings changed: rebuild everything soon.
  void settings_changed(builder_settings settings);

  /// True when every customer has published models once.
  [[nodiscard]] bool first_round_done() const noexcept;

 private:
  struct progress;  // what was read of each customer
  void run();

  builder_settings settings_;
  const customers_source customers_;
  std::unique_ptr<store::event_reader> log_;
  const clock& time_;
  std::unique_ptr<progress> progress_;

  mutable std::mutex mutex_;  // guards the requests below
  std::condition_variable wake_;
  std::condition_variable done_;
  std::uint64_t requested_round_ = 0;
  std::uint64_t finished_round_ = 0;
  std::optional<failure> last_failure_;
  bool rebuild_all_ = false;
  bool stopping_ = false;
  bool first_round_done_ = false;
  std::thread thread_;
};

}  // namespace footfall::customer
