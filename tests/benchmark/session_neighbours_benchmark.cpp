// Session kNN: its index from all sessions and from what changed, and its answers, of baskets too.
#include "model/neighbour_sessions.hpp"
#include "model/session_neighbours.hpp"
#include "synthetic_shop.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

using namespace footfall;
using benchmarks::newest_s;
using benchmarks::synthetic_shop;

constexpr std::uint32_t after_s = newest_s - benchmarks::days_90_s;
constexpr std::size_t per_item = 500;
constexpr unsigned threads = 2;
constexpr double megabyte = 1e6;

/// Appends the events of a session that begins at `start_s`.
void append_events(synthetic_shop& shop, std::size_t events, std::uint32_t start_s,
                   model::session_book& book) {
  for (std::size_t event = 0; event < events; ++event)
    book.append_event(shop.draw_item(), start_s + static_cast<std::uint32_t>(event) * 30, 1);
}

model::session_book make_book(synthetic_shop& shop, std::size_t events) {
  std::mt19937_64 random(7);
  model::session_book book;
  book.begin_numbering(events);
  model::owner_number owner = 0;
  for (; book.slots() < events; ++owner) {
    const auto start_s =
        newest_s - 3600 - static_cast<std::uint32_t>(random() % (benchmarks::days_90_s - 3600));
    append_events(shop, std::min(shop.draw_length(), events - book.slots()), start_s, book);
    book.close_session(owner);
  }
  book.end_numbering(owner);
  return book;
}

/// What comes between two updates: every other visitor goes on with a session, the others begin one.
void append_new_events(synthetic_shop& shop, std::size_t events, model::session_book& book) {
  std::mt19937_64 random(book.size());
  const auto until = book.size();
  auto owner = static_cast<model::owner_number>(until);
  for (const auto begin = book.slots(); book.slots() < begin + events; ++owner) {
    const auto open = static_cast<model::session_number>(random() % until);
    if (owner % 2 == 0 && book.lives(open)) {
      const auto before = book.events_of(open);
      const std::vector items(before.items.begin(), before.items.end());
      const std::vector times_s(before.times_s.begin(), before.times_s.end());
      for (std::size_t event = 0; event < items.size(); ++event)
        book.append_event(items[event], times_s[event], 1);
      append_events(shop, 1, times_s.back() + 30, book);
      book.end_session(open);
    } else {
      append_events(shop, shop.draw_length(), newest_s - 600, book);
    }
    book.close_session(owner);
  }
}

std::shared_ptr<const model::age_decay> make_weights() {
  return std::make_shared<const model::age_decay>(newest_s, after_s, std::int64_t{30} * 86'400'000);
}

void show_stages(const model::stage_times& times, benchmark::State& state) {
  for (const auto& stage : times.stages()) {
    state.counters[std::string(stage.name) + "_ms"] = static_cast<double>(stage.duration_ns) / 1e6;
    state.counters[std::string(stage.name) + "_MB"] = static_cast<double>(stage.memory_bytes) / megabyte;
  }
}

void index_all_sessions(benchmark::State& state) {
  synthetic_shop shop;
  const auto book = make_book(shop, static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    model::neighbour_session_lists lists(per_item);
    model::stage_times times;
    const auto index = lists.build(book, after_s, make_weights(), threads, times);
    show_stages(times, state);
    state.counters["index_MB"] = static_cast<double>(index.memory_bytes()) / megabyte;
    state.counters["kept_MB"] = static_cast<double>(lists.memory_bytes()) / megabyte;
  }
}

void index_50000_new_events(benchmark::State& state) {
  synthetic_shop shop;
  auto book = make_book(shop, static_cast<std::size_t>(state.range(0)));
  model::neighbour_session_lists lists(per_item);
  model::stage_times first_times;
  auto index = lists.build(book, after_s, make_weights(), threads, first_times);
  for (auto _ : state) {
    state.PauseTiming();
    const auto place = book.place();
    append_new_events(shop, 50'000, book);
    state.ResumeTiming();
    model::stage_times times;
    auto changed = lists.change(index, book, place, after_s, times);
    if (!changed) {
      state.SkipWithError("a list has become too short");
      break;
    }
    index = std::move(*changed);
    show_stages(times, state);
    state.counters["sessions"] = static_cast<double>(lists.sessions_changed());
  }
}

/// 50 million events take gigabytes: only with FOOTFALL_LARGE_BENCHMARKS.
void up_to_50_million(benchmark::internal::Benchmark* measured) {
  for (const auto millions : {1, 5, 10, 50})
    if (millions < 50 || std::getenv("FOOTFALL_LARGE_BENCHMARKS") != nullptr)
      measured->Arg(millions * 1'000'000);
  measured->ArgName("events")->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
}
BENCHMARK(index_all_sessions)->Apply(up_to_50_million);
BENCHMARK(index_50000_new_events)->Apply(up_to_50_million);

/// A shop whose sessions have so many events on average.
boost::shared_ptr<const model::model> make_model(std::size_t session_events, const char* type,
                                                 std::uint32_t catalogue, synthetic_shop& shop) {
  std::mt19937_64 random(11);
  model::event_history history;
  for (std::uint64_t user = 0; history.waiting() < 500'000; ++user) {
    const auto start_s = newest_s - static_cast<std::uint32_t>(random() % benchmarks::days_90_s);
    const auto length =
        1 + std::geometric_distribution<std::size_t>(1.0 / static_cast<double>(session_events))(random);
    for (std::size_t event = 0; event < length; ++event) {
      events::event stored;
      stored.type = events::event_type::click;
      stored.user = {{user * 0x9E3779B97F4A7C15ULL, user}};
      stored.time_ms = (std::int64_t{start_s} + static_cast<std::int64_t>(event)) * 1000;
      history.append(stored, shop.draw_item() % catalogue);
    }
  }
  history.settle();
  const catalog::item_dictionary items;
  const auto updater = model::find_model_kind(type)->make_updater(model::default_definition("sessions", type),
                                                                  events::event_type::click);
  return updater->update({history, items, std::int64_t{newest_s} * 1000, threads});
}

/// The arguments: events of a session, items of the catalogue, context items.
void answer(benchmark::State& state, const char* type) {
  synthetic_shop shop;
  const auto catalogue = static_cast<std::uint32_t>(state.range(1));
  const auto asked = make_model(static_cast<std::size_t>(state.range(0)), type, catalogue, shop);
  std::vector<std::vector<item_index>> contexts(4096);
  for (auto& context : contexts)
    for (std::int64_t rank = 0; rank < state.range(2); ++rank)
      context.push_back(shop.draw_item() % catalogue);
  std::vector<double> times_us;
  std::vector<model::scored_item> list;
  std::size_t next = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    const auto started = std::chrono::steady_clock::now();
    list.clear();
    asked->answer({.context = contexts[next++ % contexts.size()], .wanted = 100}, list);
    benchmark::DoNotOptimize(list.data());
    const auto taken = std::chrono::steady_clock::now() - started;
    times_us.push_back(std::chrono::duration<double, std::micro>(taken).count());
    found += list.size();
  }
  std::ranges::sort(times_us);
  state.counters["p50_us"] = times_us[times_us.size() / 2];
  state.counters["p99_us"] = times_us[times_us.size() * 99 / 100];
  state.counters["items"] = static_cast<double>(found) / static_cast<double>(times_us.size());
}
BENCHMARK_CAPTURE(answer, in_order, "SESSION_KNN_CLICK")
    ->ArgsProduct({{5, 25}, {2'500, 100'000}, {1, 5}})
    ->ArgNames({"session", "catalogue", "context"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, sets, "SESSION_KNN_SET_CLICK")
    ->Args({5, 100'000, 5})
    ->ArgNames({"session", "catalogue", "context"})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
