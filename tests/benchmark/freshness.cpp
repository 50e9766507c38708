// How much it is worth that models are young: a day of news clicks played to the running server.
//
//     freshness FOOTFALL FOLDER [SECONDS...]
//
// FOLDER holds train.csv.gz and test.csv.gz with lines session,user,item,ts,event. Train is imported; then
// the events of test are sent in the order of time, and models are brought up to date every SECONDS (default
// 10, 3600, 21600 and 86400) of the time of the events, as the server does by the time of the clock. For
// 3,000 sessions of test a list of 20 is asked before each click but the first, with what the session has
// seen as context. A click on an item that no model can know yet is a miss.
#include "footfall/core/clock.hpp"
#include "footfall/text/time.hpp"
#include "recorded_sessions.hpp"
#include "support/footfall_server.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>

namespace {

using namespace footfall;
using benchmarks::row;

constexpr std::size_t asked_sessions = 3000;
constexpr std::size_t list_items = 20;
constexpr std::size_t lines_max = 10'000;  // of one request

// 00000:key
const test::http_fields license{{"Authorization", "Basic MDAwMDA6a2V5"}};

// News: half lives of six hours, popularity of the last hour. The server's own rounds are a day apart: the
// replay asks for those that the time of the events makes due.
constexpr const char* configuration = R"({
  "server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
  "store": {"retention": "36500d"},
  "models": {"rebuild_interval": "1d"},
  "customers": {"00000": {"license_key": "key", "choose_weights": false, "library": false,
    "models": [
      {"id": "near", "type": "CF_I2I_CLICK", "half_life": "6h"},
      {"id": "sessions", "type": "SESSION_KNN_CLICK", "half_life": "6h"},
      {"id": "top", "type": "POPULARITY_SHORT_CLICK", "half_life": "6h", "short_window": "1h"}],
    "scenarios": [
      {"id": "near", "stages": [{"models": ["near"]}, {"models": ["top"]}]},
      {"id": "blend", "stages": [{"models": [
          {"model": "near", "weight": 0.65}, {"model": "sessions", "weight": 0.35},
          {"model": "top", "weight": 0.3, "everywhere": true}]}, {"models": ["top"]}]}]}}
})";

struct score {
  std::size_t queries = 0;
  std::size_t hits = 0;
  double reciprocal_ranks = 0;
};

std::string line_of(const row& event, std::string_view part) {
  return fmt::format(R"({{"event":"click","user":"{}{}","item":{},"time":"{}"}})"
                     "\n",
                     part, event.session, event.item, text::to_iso_time(event.time_ms));
}

void import(const std::filesystem::path& program, const std::filesystem::path& folder,
            const std::vector<row>& train) {
  std::ofstream lines(folder / "train.ndjson");
  for (const auto& event : train) lines << line_of(event, "train");
  lines.close();
  std::ofstream(folder / "footfall.json") << configuration;
  const test::process done(
      {.program = program,
       .arguments = {"import-events", "--customer", "00000", "--config", (folder / "footfall.json").string(),
                     "--data-dir", (folder / "data").string(), (folder / "train.ndjson").string()}});
  const auto end = done.wait_for_end(std::chrono::minutes(10));
  if (!end || end->status != 0) throw std::runtime_error("the import failed: " + done.standard_error());
}

// The events of the day, in the order of time, and what was asked about them.
class replay {
 public:
  replay(const test::footfall_server& server, const std::vector<row>& day, std::int64_t interval_s)
      : visitor_(server.port(), std::chrono::minutes(2)),
        admin_(server.admin_port(), std::chrono::minutes(2)),
        interval_ms_(interval_s * 1000),
        due_ms_(day.front().time_ms + interval_s * 1000) {
    choose_sessions(day);
    bring_up_to_date();
    for (const auto& event : day) play(event);
  }

  [[nodiscard]] const std::map<std::string, score>& scores() const { return scores_; }
  [[nodiscard]] std::size_t builds() const { return builds_; }
  [[nodiscard]] std::int64_t build_ns() const { return build_ns_; }

 private:
  void choose_sessions(const std::vector<row>& day) {
    std::set<std::uint32_t> all;
    for (const auto& event : day) all.insert(event.session);
    std::vector<std::uint32_t> order(all.begin(), all.end());
    std::ranges::shuffle(order, std::mt19937_64(42));
    order.resize(std::min(order.size(), asked_sessions));
    for (const auto session : order) seen_[session] = {};
  }

  void play(const row& event) {
    if (event.time_ms >= due_ms_) {
      send();
      bring_up_to_date();
      due_ms_ += interval_ms_ * ((event.time_ms - due_ms_) / interval_ms_ + 1);
    }
    if (const auto asked = seen_.find(event.session); asked != seen_.end()) {
      auto& seen = asked->second;
      if (!seen.empty() && std::ranges::find(seen, event.item) == seen.end())
        for (const auto* scenario : {"near", "blend"}) ask(scenario, event, seen);
      seen.insert(seen.begin(), event.item);
    }
    waiting_ += line_of(event, "test");
    if (++waiting_lines_ == lines_max) send();
  }

  void send() {
    if (waiting_.empty()) return;
    const auto answer = visitor_.post("/api/00000/events", waiting_, license);
    if (answer.status != 200) throw std::runtime_error(answer.body);
    waiting_.clear();
    waiting_lines_ = 0;
  }

  void bring_up_to_date() {
    const auto started_ns = clock_.steady_ns();
    const auto answer = admin_.post("/admin/customers/00000/models/build?wait=true", "",
                                    {{"Content-Type", "application/json"}});
    if (answer.status != 200) throw std::runtime_error(answer.body);
    build_ns_ += clock_.steady_ns() - started_ns;
    ++builds_;
  }

  void ask(const std::string& scenario, const row& event, const std::vector<std::uint32_t>& seen) {
    const auto answer = visitor_.get(fmt::format(
        "/api/v2/00000/nobody/{}.json?numrecs={}&contextitems={}", scenario, list_items,
        fmt::join(seen.begin(), seen.begin() + std::min<std::ptrdiff_t>(10, std::ssize(seen)), ",")));
    if (answer.status != 200) throw std::runtime_error(answer.body);
    auto& counted = scores_[scenario];
    ++counted.queries;
    std::size_t rank = 0;
    const auto body = nlohmann::json::parse(answer.body);
    for (const auto& item : body.at("recommendationItems")) {
      const auto id = item.at("itemId").get<std::uint32_t>();
      if (std::ranges::find(seen, id) != seen.end()) continue;
      ++rank;
      if (id != event.item) continue;
      ++counted.hits;
      counted.reciprocal_ranks += 1.0 / static_cast<double>(rank);
    }
  }

  const system_clock clock_;
  test::http_client visitor_;
  test::http_client admin_;
  const std::int64_t interval_ms_;
  std::int64_t due_ms_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> seen_;  // newest first
  std::string waiting_;                                       // lines that were not sent yet
  std::size_t waiting_lines_ = 0;
  std::map<std::string, score> scores_;
  std::size_t builds_ = 0;
  std::int64_t build_ns_ = 0;
};

void measure(const std::filesystem::path& program, const std::vector<row>& train, const std::vector<row>& day,
             std::int64_t interval_s) {
  const test::temporary_folder folder;
  import(program, folder.path(), train);
  const test::footfall_server server(
      program, {.configuration = configuration, .data_directory = folder.path() / "data"});
  const replay played(server, day, interval_s);
  for (const auto& [scenario, counted] : played.scores()) {
    const auto queries = static_cast<double>(counted.queries);
    fmt::print("{:>8} s  {:<6} {:>7} queries  HR@20 {:.4f}  MRR@20 {:.4f}  {:>6} builds of {:.1f} ms\n",
               interval_s, scenario, counted.queries, static_cast<double>(counted.hits) / queries,
               counted.reciprocal_ranks / queries, played.builds(),
               static_cast<double>(played.build_ns()) / 1e6 / static_cast<double>(played.builds()));
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs("usage: freshness FOOTFALL FOLDER [SECONDS...]\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path folder = arguments[2];
    const auto train = benchmarks::read_rows(folder / "train.csv.gz");
    auto day = benchmarks::read_rows(folder / "test.csv.gz");
    std::ranges::stable_sort(day, {}, &row::time_ms);
    std::vector<std::int64_t> intervals;
    for (int place = 3; place < count; ++place) intervals.push_back(std::atoll(arguments[place]));
    if (intervals.empty()) intervals = {86'400, 21'600, 3600, 10};
    for (const auto interval_s : intervals) measure(arguments[1], train, day, interval_s);
  } catch (const benchmarks::file_not_read& missing) {
    fmt::print("freshness skipped: {} cannot be read\n", missing.path);
  } catch (const std::exception& failed) {
    fmt::print(stderr, "freshness: {}\n", failed.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
