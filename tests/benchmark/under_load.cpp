// How long recommendations take while events come in and models are built, beside the same at rest.
//
//     under_load FOOTFALL [EVENTS_PER_SECOND [SECONDS]]
//
// A shop of 100,000 items and a million clicks is imported. Four connections ask for 2,000 recommendations a
// second together, each at its own time whether or not the one before has been answered in time, so that a
// pause of the server counts for all that it holds up. First at rest, then while tracking URLs come in on
// sixteen connections; models are brought up to date at their default interval.
#include "footfall/core/clock.hpp"
#include "footfall/text/time.hpp"
#include "support/footfall_server.hpp"
#include "synthetic_shop.hpp"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace {

using namespace footfall;
using steady = std::chrono::steady_clock;

constexpr std::size_t imported_events = 1'000'000;
constexpr int asking_connections = 4;
constexpr int questions_per_second = 2000;
constexpr int sending_connections = 16;
constexpr std::size_t burst = 25;  // tracking URLs in one write

constexpr const char* configuration = R"({
  "server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
  "customers": {"00000": {"license_key": "key", "choose_weights": false}}
})";

void import(const std::filesystem::path& program, const std::filesystem::path& folder) {
  benchmarks::synthetic_shop shop;
  std::ofstream lines(folder / "clicks.ndjson");
  const auto now_ms = system_clock().wall_ms();
  for (std::size_t made = 0, user = 0; made < imported_events; ++user)
    for (auto left = shop.draw_length(); left > 0 && made < imported_events; --left, ++made)
      lines << fmt::format(R"({{"event":"click","user":"u{}","item":{},"time":"{}"}})"
                           "\n",
                           user, shop.draw_item() + 1,
                           text::to_iso_time(now_ms - 86'400'000 + static_cast<std::int64_t>(made) * 50));
  lines.close();
  std::ofstream(folder / "footfall.json") << configuration;
  const test::process done(
      {.program = program,
       .arguments = {"import-events", "--customer", "00000", "--config", (folder / "footfall.json").string(),
                     "--data-dir", (folder / "data").string(), (folder / "clicks.ndjson").string()}});
  const auto end = done.wait_for_end(std::chrono::minutes(10));
  if (!end || end->status != 0) throw std::runtime_error("the import failed: " + done.standard_error());
}

// Calls `step` so many times a second until `end`; gives it the time at which it should have begun.
template <class Step>
void pace(double per_second, steady::time_point end, Step step) {
  boost::asio::io_context context;
  boost::asio::steady_timer timer(context);
  const auto begin = steady::now();
  for (std::uint64_t done = 0;; ++done) {
    const auto due = begin + std::chrono::duration_cast<steady::duration>(
                                 std::chrono::duration<double>(static_cast<double>(done) / per_second));
    if (due >= end) return;
    timer.expires_at(due);
    timer.wait();
    step(due);
  }
}

std::vector<double> ask(std::uint16_t port, steady::time_point end, int seed) {
  test::http_client client(port);
  benchmarks::synthetic_shop shop;
  for (int skipped = 0; skipped < seed * 1000; ++skipped) static_cast<void>(shop.draw_item());
  std::vector<double> taken_ms;
  pace(double{questions_per_second} / asking_connections, end, [&](steady::time_point due) {
    const auto answer =
        client.get(fmt::format("/api/v2/00000/nobody/also_clicked.json?contextitems={},{},{}",
                               shop.draw_item() + 1, shop.draw_item() + 1, shop.draw_item() + 1));
    if (answer.status != 200) throw std::runtime_error(answer.body);
    taken_ms.push_back(std::chrono::duration<double, std::milli>(steady::now() - due).count());
  });
  return taken_ms;
}

std::uint64_t track(std::uint16_t port, steady::time_point end, double per_second, int number) {
  test::http_client client(port);
  benchmarks::synthetic_shop shop;
  for (int skipped = 0; skipped < number * 1000; ++skipped) static_cast<void>(shop.draw_item());
  std::uint64_t acknowledged = 0;
  std::uint64_t sent = 0;
  pace(per_second / burst, end, [&](steady::time_point) {
    std::string requests;
    for (std::size_t count = 0; count < burst; ++count, ++sent)
      requests += fmt::format("GET /api/00000/click/v{}x{}/1/{} HTTP/1.1\r\nHost: h\r\n\r\n", number,
                              sent / 5, shop.draw_item() + 1);
    client.send(requests);
    for (std::size_t count = 0; count < burst; ++count)
      acknowledged += client.receive().status == 200 ? 1 : 0;
  });
  return acknowledged;
}

struct phase {
  std::vector<double> taken_ms;
  double events_per_second = 0;
};

phase measure(std::uint16_t port, int seconds, double events_per_second) {
  const auto begin = steady::now();
  const auto end = begin + std::chrono::seconds(seconds);
  std::vector<std::vector<double>> taken(asking_connections);
  std::atomic<std::uint64_t> acknowledged = 0;
  std::atomic<bool> failed = false;
  {
    std::vector<std::jthread> clients;
    const auto start = [&](auto work) {
      clients.emplace_back([&failed, work] {
        try {
          work();
        } catch (const std::exception& why) {
          fmt::print(stderr, "under_load: {}\n", why.what());
          failed = true;
        }
      });
    };
    for (int number = 0; number < asking_connections; ++number)
      start([&, number] { taken[static_cast<std::size_t>(number)] = ask(port, end, number); });
    for (int number = 0; events_per_second > 0 && number < sending_connections; ++number)
      start(
          [&, number] { acknowledged += track(port, end, events_per_second / sending_connections, number); });
  }
  if (failed) throw std::runtime_error("a client failed");
  phase done;
  for (const auto& each : taken) done.taken_ms.insert(done.taken_ms.end(), each.begin(), each.end());
  std::ranges::sort(done.taken_ms);
  done.events_per_second =
      static_cast<double>(acknowledged.load()) / std::chrono::duration<double>(steady::now() - begin).count();
  return done;
}

void print(std::string_view name, const phase& measured, std::string_view builds) {
  const auto percentile = [&](double share) {
    return measured
        .taken_ms[static_cast<std::size_t>(share * static_cast<double>(measured.taken_ms.size() - 1))];
  };
  fmt::print(
      "{:<12} {:>8.0f} events/s  {:>6} recommendations  p50 {:.2f} ms  p99 {:.2f} ms  p99.9 {:.2f} ms  {}\n",
      name, measured.events_per_second, measured.taken_ms.size(), percentile(0.5), percentile(0.99),
      percentile(0.999), builds);
  std::fflush(stdout);
}

// How many builds the log tells of.
std::ptrdiff_t builds_in(const std::string& log) {
  std::ptrdiff_t found = 0;
  for (auto at = log.find(" models built "); at != std::string::npos; at = log.find(" models built ", at + 1))
    ++found;
  return found;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: under_load FOOTFALL [EVENTS_PER_SECOND [SECONDS]]\n", stderr);
    return 2;
  }
  const double events_per_second = count > 2 ? std::atof(arguments[2]) : 50'000;
  const int seconds = count > 3 ? std::atoi(arguments[3]) : 30;
  try {
    const test::temporary_folder folder;
    import(arguments[1], folder.path());
    test::footfall_server server(arguments[1], {.configuration = configuration,
                                                .arguments = {"--log-level", "debug"},
                                                .data_directory = folder.path() / "data"});
    print("at rest", measure(server.port(), std::max(seconds / 3, 1), 0), "");
    const auto before = builds_in(server.log());
    const auto busy = measure(server.port(), seconds, events_per_second);
    print("under load", busy, fmt::format("{} builds", builds_in(server.log()) - before));
  } catch (const std::exception& failed) {
    fmt::print(stderr, "under_load: {}\n", failed.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
