// Events per second that are committed, on the disk of the current directory, with 1, 16 and 256 clients of
// which each sends its next event when the last one is durable.
#include "footfall/store/engines.hpp"
#include "footfall/store/event_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>

namespace {

using namespace footfall;
using clock_type = std::chrono::steady_clock;

constexpr auto duration = std::chrono::seconds(3);

events::event next_click(std::uint64_t number) {
  events::event made;
  made.customer = {1};
  made.type = events::event_type::click;
  made.time_ms = 1'769'860'800'000 + static_cast<std::int64_t>(number);
  made.user = {{number * 0x9E3779B97F4A7C15ULL, ~number}};
  made.item = {1, static_cast<std::uint32_t>(1 + number % 20'000), {}};
  if (number % 5 == 0) made.details = "c=Shoes/Children";
  return made;
}

/// What came of a run.
struct figures {
  std::uint64_t events = 0;
  std::uint64_t commits = 0;
  std::vector<std::int64_t> waits_us;  // of every event, from append to the report
};

class closed_loop {
 public:
  closed_loop(store::event_store& store, std::size_t clients)
      : clients_(clients),
        log_(store, 65536, 64U << 20U, [this](const auto& report) { committed(report); }) {}

  figures run() {
    const auto end = clock_type::now() + duration;
    std::vector<events::event> one;
    std::uint64_t number = 0;
    while (clock_type::now() < end) {
      {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return sent_.size() < clients_; });
        sent_.push_back(clock_type::now());
      }
      one.assign(1, next_click(number++));
      if (!log_.append(one)) std::abort();
    }
    log_.stop();
    return figures_;
  }

 private:
  void committed(const store::commit_report& report) {
    if (report.failed != nullptr) std::abort();
    const auto now = clock_type::now();
    const std::lock_guard guard(mutex_);
    ++figures_.commits;
    for (auto ticket = report.first; ticket <= report.last; ++ticket) {
      figures_.waits_us.push_back(
          std::chrono::duration_cast<std::chrono::microseconds>(now - sent_.front()).count());
      sent_.pop_front();
      ++figures_.events;
    }
    room_.notify_one();
  }

  const std::size_t clients_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable room_;
  std::deque<clock_type::time_point> sent_;
  figures figures_;
  store::event_log log_;
};

std::int64_t percentile(std::vector<std::int64_t>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main() {
  const auto folder = std::filesystem::current_path() / "event_log_benchmark.data";
  for (const std::size_t clients : {1U, 16U, 256U}) {
    std::filesystem::remove_all(folder);
    auto store = store::open_store({}, folder);
    if (!store) return fmt::print(stderr, "{}\n", store.error().detail()), 1;
    auto found = closed_loop(**store, clients).run();
    std::ranges::sort(found.waits_us);
    fmt::print("clients={:<4} events/s={:<8.0f} events/commit={:<6.1f} wait_us p50={} p99={} max={}\n",
               clients, static_cast<double>(found.events) / std::chrono::duration<double>(duration).count(),
               static_cast<double>(found.events) / static_cast<double>(found.commits),
               percentile(found.waits_us, 0.5), percentile(found.waits_us, 0.99), found.waits_us.back());
  }
  std::filesystem::remove_all(folder);
  return 0;
}
