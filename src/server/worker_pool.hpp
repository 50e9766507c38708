// A few threads for requests that take longer than an io thread may be held up.
#pragma once

#include "asio_types.hpp"
#include "footfall/http/exchange.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/thread_pool.hpp>

#include <string>

namespace footfall::server {

/// Thread-safe. Destroying it waits for the work in progress.
class worker_pool {
 public:
  explicit worker_pool(std::size_t threads) : pool_(threads) {}
  ~worker_pool() { pool_.join(); }

  /// Runs the slow request of `exchange` on a worker and completes on `back`. Not cancellable.
  [[nodiscard]] task<> run_slow(http::exchange& exchange, std::string date, executor back);

 private:
  using handler = asio::any_completion_handler<void()>;
  static void enqueue(handler resume, worker_pool* self, http::exchange* exchange, std::string date,
                      executor back);

  asio::thread_pool pool_;
};

/// One pool for each kind of work, so that none waits for another: neither a returning visitor for imports,
/// nor an import for a build.
struct worker_pools {
  worker_pool disk{2};
  worker_pool build{1};
  worker_pool archive{2};

  [[nodiscard]] worker_pool& of(http::work kind) noexcept {
    if (kind == http::work::build) return build;
    return kind == http::work::archive ? archive : disk;
  }
};

}  // namespace footfall::server
