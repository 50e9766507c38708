// Requests that wait: on threads of their own, and each kind on its own.
#include "server/worker_pool.hpp"

#include "http/conversation.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <future>
#include <thread>

namespace footfall::test {
namespace {

using server::asio::io_context;

/// Notes the thread that answers, and waits until it may.
class watched_service final : public http::service {
 public:
  [[nodiscard]] http::plan plan_for(const http::request&) const override {
    return {.route = this, .where = http::work::disk};
  }
  void answer(const http::plan&, const http::request&, http::response& out) const override {
    answered_by.set_value(std::this_thread::get_id());
    may_end.get_future().wait();
    out.content_type = "text/plain";
    out.body = "done";
  }
  void refuse(const failure&, const http::request&, http::response& out) const override { out.status = 400; }

  mutable std::promise<std::thread::id> answered_by;
  mutable std::promise<void> may_end;
};

/// A request whose head and body are complete.
http::exchange asked(const http::service& application) {
  http::exchange exchange(application, {}, "192.0.2.1");
  exchange.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(exchange.advance(today), http::exchange::step::slow);
  return exchange;
}

/// Runs it on the pool; `back` is the thread on which it goes on.
void spawn(io_context& context, server::worker_pool& pool, http::exchange& exchange, std::thread::id& back) {
  const auto body = [](server::worker_pool* on, http::exchange* which, io_context* home,
                       std::thread::id* into) -> server::task<> {
    co_await on->run_slow(*which, std::string(today), home->get_executor());
    *into = std::this_thread::get_id();
  };
  server::asio::co_spawn(context, body(&pool, &exchange, &context, &back), server::asio::detached);
}

TEST(worker_pool, a_request_that_waits_is_answered_elsewhere_and_goes_on_where_it_was) {
  watched_service application;
  application.may_end.set_value();
  auto exchange = asked(application);
  server::worker_pools pools;
  io_context context{1};
  std::thread::id back;
  spawn(context, pools.of(http::work::disk), exchange, back);
  context.run();
  EXPECT_EQ(back, std::this_thread::get_id());
  EXPECT_NE(application.answered_by.get_future().get(), std::this_thread::get_id());
  static_cast<void>(exchange.advance(today));
  EXPECT_TRUE(exchange.output().ends_with("done"));
}

TEST(worker_pool, no_kind_of_work_waits_for_another) {
  watched_service builds;
  watched_service lookups;
  lookups.may_end.set_value();
  auto building = asked(builds);
  auto looking_up = asked(lookups);
  server::worker_pools pools;
  io_context context{1};
  std::thread::id built;
  std::thread::id looked_up;
  spawn(context, pools.of(http::work::build), building, built);
  spawn(context, pools.of(http::work::archive), looking_up, looked_up);
  while (looked_up == std::thread::id()) context.run_one();
  EXPECT_EQ(built, std::thread::id()) << "it has not ended";
  builds.may_end.set_value();
  context.run();
  EXPECT_EQ(built, std::this_thread::get_id());
}

}  // namespace
}  // namespace footfall::test
