#include "worker_pool.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <utility>

namespace footfall::server {

void worker_pool::enqueue(handler resume, worker_pool* self, http::exchange* exchange, std::string date,
                          executor back) {
  // The tracked executor keeps the io thread running until the answer is back.
  auto tracked = asio::prefer(back, asio::execution::outstanding_work.tracked);
  asio::post(self->pool_, [resume = std::move(resume), exchange, date = std::move(date), tracked]() mutable {
    exchange->run_slow(date);
    asio::post(tracked, std::move(resume));
  });
}

task<> worker_pool::run_slow(http::exchange& exchange, std::string date, executor back) {
  co_await asio::async_initiate<const asio::use_awaitable_t<executor>, void()>(
      &worker_pool::enqueue, asio::use_awaitable_t<executor>{}, this, &exchange, std::move(date), back);
}

}  // namespace footfall::server
