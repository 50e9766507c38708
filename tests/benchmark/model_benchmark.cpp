// Building of co-occurrence from grouped sessions and from what changed in them, and recommend() on a
// catalogue of 100,000 items.
#include "counted_allocations.hpp"
#include "footfall/recommend/recommender.hpp"
#include "model/neighbour_counter.hpp"
#include "model/second_order.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

namespace {

using namespace footfall;
using benchmarks::allocations;

constexpr std::size_t catalogue_items = 100'000;
constexpr std::uint32_t newest_s = 1'769'860'800;
constexpr std::uint32_t days_90_s = 90 * 86'400;

/// Items by Zipf's law with exponent 1: the item of rank r is drawn in proportion to 1 / r. Seeded, so that
/// every run sees the same.
class zipf_items {
 public:
  zipf_items() : shares_(catalogue_items) {
    double sum = 0;
    for (std::size_t rank = 0; rank < catalogue_items; ++rank)
      shares_[rank] = sum += 1.0 / static_cast<double>(rank + 1);
    // Item numbers must not follow popularity, as they do not in a shop.
    for (std::size_t rank = 0; rank < catalogue_items; ++rank)
      names_.push_back(static_cast<item_index>(rank));
    std::shuffle(names_.begin(), names_.end(), random_);
  }
  item_index operator()() {
    const auto drawn = std::uniform_real_distribution(0.0, shares_.back())(random_);
    const auto rank = std::upper_bound(shares_.begin(), shares_.end(), drawn) - shares_.begin();
    return names_[std::min<std::size_t>(static_cast<std::size_t>(rank), catalogue_items - 1)];
  }
  /// Events of a session: five on average, geometrically distributed from 1.
  std::size_t session_events() { return 1 + std::geometric_distribution<std::size_t>(0.2)(random_); }
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  std::uint32_t session_start_s() { return newest_s - static_cast<std::uint32_t>(random_() % days_90_s); }

 private:
  std::mt19937_64 random_{42};
  std::vector<double> shares_;
  std::vector<item_index> names_;
};

void append_session(zipf_items& draw, std::size_t events, std::uint32_t start_s, model::session_book& book) {
  for (std::size_t event = 0; event < events; ++event)
    book.append_event(draw(), start_s + static_cast<std::uint32_t>(event) * 30, 1);
}

model::session_book make_book(zipf_items& draw, std::size_t events) {
  model::session_book book;
  book.begin_numbering(events);
  model::owner_number owner = 0;
  while (book.slots() < events) {
    append_session(draw, std::min(draw.session_events(), events - book.slots()), draw.session_start_s(),
                   book);
    book.close_session(owner++);
  }
  book.end_numbering(owner);
  return book;
}

/// What comes between two updates: of the visitors half go on with a session that is open, the others begin
/// one.
void append_new_events(zipf_items& draw, std::size_t events, model::session_book& book) {
  const auto until = book.place();
  std::size_t appended = 0;
  for (auto owner = static_cast<model::owner_number>(until.sessions); appended < events; ++owner) {
    const auto came = std::min(draw.session_events(), events - appended);
    const auto open = static_cast<model::session_number>(draw.below(until.sessions));
    if (owner % 2 == 0 && book.lives(open)) {
      const auto before = book.events_of(open);
      const std::vector items(before.items.begin(), before.items.end());
      const std::vector times_s(before.times_s.begin(), before.times_s.end());
      for (std::size_t event = 0; event < items.size(); ++event)
        book.append_event(items[event], times_s[event], 1);
      append_session(draw, came, times_s.back() + 30, book);
      book.end_session(open);
    } else {
      append_session(draw, came, newest_s - 600, book);
    }
    book.close_session(owner);
    appended += came;
  }
}

/// A line of /proc/self/status in bytes.
double process_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (double kilobytes = 0; word == name && status >> kilobytes) return kilobytes * 1024;
  return 0;
}

/// Makes the peak of the resident memory start again from what is used now.
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

constexpr double megabyte = 1e6;

model::neighbour_table make_table(const model::neighbour_counter& counter,
                                  const model::model_definition& definition, unsigned threads,
                                  model::stage_times& times) {
  auto table = counter.table(threads);
  times.end_stage("table", table.memory_bytes());
  model::add_second_order(definition, threads, table);
  times.end_stage("second order", table.memory_bytes());
  return table;
}

void show_stages(const model::stage_times& times, benchmark::State& state) {
  for (const auto& stage : times.stages())
    state.counters[std::string(stage.name) + "_ms"] = static_cast<double>(stage.duration_ns) / 1e6;
}

/// From grouped sessions to a table that serves, with all that is kept for later updates.
void build_from_sessions(benchmark::State& state) {
  zipf_items draw;
  const auto book = make_book(draw, static_cast<std::size_t>(state.range(0)));
  const auto threads = static_cast<unsigned>(state.range(1));
  const auto definition = model::default_definition("also_clicked", "CF_I2I_CLICK");
  reset_peak();
  const auto before = process_bytes("VmRSS:");
  for (auto _ : state) {
    model::stage_times times;
    model::neighbour_counter counter(definition, newest_s, newest_s - days_90_s);
    counter.count_all(book, threads, true, times);
    const auto table = make_table(counter, definition, threads, times);
    benchmark::DoNotOptimize(table.neighbours.data());
    show_stages(times, state);
    state.counters["table_MB"] = static_cast<double>(table.memory_bytes()) / megabyte;
    state.counters["index_MB"] = static_cast<double>(counter.index_bytes()) / megabyte;
    state.counters["kept_MB"] = static_cast<double>(counter.row_bytes()) / megabyte;
  }
  state.counters["extra_MB"] = (process_bytes("VmHWM:") - before) / megabyte;
}

/// 50 million events take gigabytes and a minute: only with FOOTFALL_LARGE_BENCHMARKS.
void up_to_50_million(benchmark::internal::Benchmark* measured) {
  for (const auto threads : {1, 2})
    for (const auto millions : {1, 5, 10, 50})
      if (millions < 50 || (threads == 2 && std::getenv("FOOTFALL_LARGE_BENCHMARKS") != nullptr))
        measured->Args({millions * 1'000'000, threads});
  measured->ArgNames({"events", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
}
BENCHMARK(build_from_sessions)->Apply(up_to_50_million);

/// The next table after 50,000 events more.
void rebuild_after_50000_events(benchmark::State& state) {
  zipf_items draw;
  auto book = make_book(draw, static_cast<std::size_t>(state.range(0)));
  const auto threads = static_cast<unsigned>(state.range(1));
  const auto definition = model::default_definition("also_clicked", "CF_I2I_CLICK");
  model::neighbour_counter counter(definition, newest_s, newest_s - days_90_s);
  model::stage_times first_times;
  counter.count_all(book, threads, true, first_times);
  for (auto _ : state) {
    state.PauseTiming();
    const auto place = book.place();
    append_new_events(draw, 50'000, book);
    state.ResumeTiming();
    model::stage_times times;
    counter.follow(book, place, threads, times);
    const auto table = make_table(counter, definition, threads, times);
    benchmark::DoNotOptimize(table.neighbours.data());
    show_stages(times, state);
    state.counters["recounted"] = static_cast<double>(counter.rows_recounted());
  }
}
BENCHMARK(rebuild_after_50000_events)->Apply(up_to_50_million);

/// A shop with models from a million clicks.
struct shop {
  catalog::item_dictionary items;
  boost::shared_ptr<const model::model_set> models;
  std::vector<recommend::scenario> scenarios = recommend::built_in_scenarios();

  shop() {
    zipf_items draw;
    for (std::uint32_t number = 1; number <= catalogue_items; ++number)
      static_cast<void>(items.add({1, number, {}}));
    model::event_history history;
    for (std::uint64_t user = 0; history.waiting() < 1'000'000; ++user) {
      const auto start_s = draw.session_start_s();
      const auto length = draw.session_events();
      for (std::size_t event = 0; event < length; ++event)
        for (const auto type : {events::event_type::click, events::event_type::buy}) {
          events::event stored;
          stored.type = type;
          stored.user = {{user * 0x9E3779B97F4A7C15ULL, user}};
          stored.time_ms = (std::int64_t{start_s} + static_cast<std::int64_t>(event) * 30) * 1000;
          history.append(stored, draw());
        }
    }
    // The blend of one behaviour: that of cross_sell has two.
    recommend::scenario clicks;
    clicks.id = "clicks_blended";
    clicks.stages.resize(1);
    clicks.stages[0].models = {{"also_clicked", 0.65F},
                               {"session_clicked", 0.35F},
                               {"top_clicked", 0.03F, recommend::context_flag::automatic, true}};
    scenarios.push_back(clicks);
    history.settle();
    models =
        model::build_models(model::built_in_models(), {history, items, std::int64_t{newest_s} * 1000, 2});
  }

  const recommend::scenario& find(std::string_view id) const {
    return *std::ranges::find(scenarios, id, &recommend::scenario::id);
  }
};

std::vector<recommend::query> make_questions(const shop& from) {
  zipf_items draw;
  std::vector<recommend::query> questions(4096);
  for (auto& question : questions)
    for (int rank = 0; rank < 5; ++rank) question.context.emplace_back(from.items.key_of(draw()));
  return questions;
}

void recommend_with_5_context_items(benchmark::State& state, const char* scenario) {
  static const shop from;
  static const auto questions = make_questions(from);
  const recommend::recommend_input input{from.find(scenario), *from.models, from.items, {}};
  std::vector<double> times_us;
  std::size_t next = 0;
  const auto allocations_before = allocations.load();
  std::uint64_t own_allocations = 0;
  for (auto _ : state) {
    const auto started = std::chrono::steady_clock::now();
    auto answer = recommend::recommend(questions[next++ % questions.size()], input);
    benchmark::DoNotOptimize(answer);
    const auto taken = std::chrono::steady_clock::now() - started;
    const auto counted = allocations.load();
    times_us.push_back(std::chrono::duration<double, std::micro>(taken).count());
    own_allocations += allocations.load() - counted;
  }
  const auto runs = static_cast<double>(times_us.size());
  const auto total = static_cast<double>(allocations.load() - allocations_before - own_allocations);
  std::ranges::sort(times_us);
  state.counters["p50_us"] = times_us[times_us.size() / 2];
  state.counters["p99_us"] = times_us[times_us.size() * 99 / 100];
  state.counters["allocations"] = total / runs;
}
BENCHMARK_CAPTURE(recommend_with_5_context_items, also_clicked, "also_clicked")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(recommend_with_5_context_items, cross_sell, "cross_sell")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(recommend_with_5_context_items, clicks_blended, "clicks_blended")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(recommend_with_5_context_items, popular, "popular")->Unit(benchmark::kMicrosecond);

}  // namespace
