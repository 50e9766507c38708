// What the state file costs: writing, reading, and the replay that it saves, by number of events; and what of
// that the history is, which the builder reads when all requests are answered already.
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/saved_state.hpp"
#include "footfall/customer/state_saver.hpp"
#include "footfall/store/engines.hpp"
#include "measured_process.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace footfall {
namespace {

constexpr std::size_t items = 100'000;
constexpr std::size_t events_per_session = 5;

/// Clicks in sessions of five, each of a user of its own, on items with Zipf's popularity (exponent 1).
class click_source {
 public:
  click_source() {
    double sum = 0;
    for (std::size_t rank = 1; rank <= items; ++rank)
      shares_.push_back(sum += 1.0 / static_cast<double>(rank));
  }

  events::event next() {
    if (count_++ % events_per_session == 0) user_ = {{random_(), random_()}};
    events::event made;
    made.customer = {1};
    made.type = events::event_type::click;
    made.time_ms = 1'769'860'800'000 + static_cast<std::int64_t>(count_) * 20;
    made.user = user_;
    const auto wanted = std::uniform_real_distribution<>(0, shares_.back())(random_);
    made.item = {
        1, static_cast<std::uint32_t>(std::ranges::lower_bound(shares_, wanted) - shares_.begin() + 1), {}};
    return made;
  }

 private:
  std::mt19937_64 random_{20261120};
  std::vector<double> shares_;
  std::size_t count_ = 0;
  user_key user_{};
};

boost::shared_ptr<customer::customer_directory> make_customers(std::size_t users_max) {
  customer::customer_settings settings;
  settings.id = "shop";
  auto made = boost::make_shared<customer::customer_directory>();
  made->add(boost::make_shared<customer::customer>(
      customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings)),
      profile::profile_settings{users_max}));
  return made;
}

class scratch_folder {
 public:
  scratch_folder()
      : path_(std::filesystem::temp_directory_path() / ("footfall-state-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~scratch_folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  const std::filesystem::path path_;
};

using benchmarks::seconds_since;
using benchmarks::steady;

double resident_mebibytes() { return benchmarks::resident_bytes() / 1048576.0; }

template <class T>
T value_of(result<T> outcome) {
  if (outcome) return std::move(*outcome);
  fmt::print(stderr, "{}\n", outcome.error().detail());
  std::exit(1);
}

void write_log(store::event_store& log, std::size_t count) {
  click_source clicks;
  std::vector<events::event> batch;
  for (std::size_t done = 0; done < count; done += batch.size()) {
    batch.clear();
    while (batch.size() < 50'000 && done + batch.size() < count) batch.push_back(clicks.next());
    value_of(log.append_batch(batch));
    log.maintain();
  }
}

/// As a start does it, apart from listening. Returns its seconds.
double measure_start(const std::filesystem::path& file, store::event_store& log, std::size_t users_max,
                     customer::restored_state& state) {
  const auto reader = value_of(log.make_reader());
  const auto begin = steady::now();
  customer::history_keeper unbounded;
  state = value_of(customer::restore(file, make_customers(users_max), unbounded, log, *reader,
                                     1'769'860'800'000, [] { return true; }));
  return seconds_since(begin);
}

/// The state of so many events, from a log or, which is quicker, applied at once.
double make_state(const std::filesystem::path& file, store::event_store& log, std::size_t count,
                  bool with_log, customer::restored_state& state) {
  const auto users_max = 2 * count;  // none is forgotten, however unevenly they are spread
  if (with_log) {
    write_log(log, count);
    return measure_start(file, log, users_max, state);
  }
  const auto customers = make_customers(users_max);
  const auto shop = customers->find("shop");
  click_source clicks;
  const auto begin = steady::now();
  for (std::size_t done = 0; done < count; ++done) customer::apply(*shop, clicks.next());
  state.customers = customers;
  state.end = value_of(log.end());
  return seconds_since(begin);
}

/// Models of the same clicks, which serve again as soon as the state has been read.
void build_models(customer::customer& shop, std::size_t count, model::event_history& history) {
  click_source clicks;
  for (std::size_t done = 0; done < count; ++done) customer::learn(clicks.next(), shop.items, {}, history);
  history.settle();
  shop.models.publish(
      model::build_models(shop.settings.load()->models, {history, shop.items, 1'769'860'800'000, 2}));
}

void write_history(state::state_writer& to, const model::event_history& history, const store::log_mark& log) {
  customer::write_history(to, customer_number{1}, history,
                          {log.place, identity::link_table::partners_default}, log, [] { return true; });
}

struct history_figures {
  double save_s = 0;
  double mebibytes = 0;
  double load_s = 0;
};

/// In a file of its own.
history_figures measure_history(const std::filesystem::path& file, const model::event_history& history) {
  history_figures measured;
  const auto begin = steady::now();
  auto to = value_of(state::state_writer::create(file));
  write_history(to, history, {});
  measured.mebibytes = static_cast<double>(value_of(to.finish())) / 1048576.0;
  measured.save_s = seconds_since(begin);
  std::filesystem::remove(file);
  return measured;
}

/// As the builder does it; returns its seconds.
double load_history(const customer::restored_state& state) {
  const auto begin = steady::now();
  model::event_history loaded;
  if (!value_of(state.histories.read(*state.customers->find("shop"), 1'769'860'800'000, loaded)))
    fmt::print(stderr, "the history was not loaded\n");
  return seconds_since(begin);
}

void measure(std::size_t count, bool with_log) {
  const scratch_folder folder;
  const auto file = folder.path() / "footfall.db.state";
  const auto log = value_of(store::open_store({}, folder.path()));
  customer::restored_state state;
  const auto replay_s = make_state(file, *log, count, with_log, state);
  const auto users = state.customers->find("shop")->profiles.size();
  auto history = std::make_unique<model::event_history>();
  build_models(*state.customers->find("shop"), count, *history);
  auto of_history = measure_history(folder.path() / "history", *history);
  malloc_trim(0);
  const auto cut_begin = steady::now();
  double cut_s = 0;
  double save_s = 0;
  std::uint64_t bytes = 0;
  {
    customer::state_cut cut(state.customers, state.end,
                            {{customer_number{1}, settings_digest(*state.customers->find("shop"))}});
    cut_s = seconds_since(cut_begin);
    bytes = value_of(cut.write(
        file, 0, [] { return true; },
        [&](state::state_writer& to) { write_history(to, *history, state.end); }));
    save_s = seconds_since(cut_begin);
  }
  history.reset();
  state = {};
  malloc_trim(0);
  const auto idle = resident_mebibytes();
  const auto load_s = measure_start(file, *log, 2 * count, state);
  if (state.customers->find("shop")->models.load() == nullptr)
    fmt::print(stderr, "the models were not loaded\n");
  const auto memory = resident_mebibytes() - idle;
  of_history.load_s = load_history(state);
  fmt::print(
      "{:>10} {:>9} {:>9.2f} {:>7.2f} {:>7.2f} {:>9.0f} {:>7.2f} {:>12.0f} {:>9.2f} {:>9.0f} {:>9.2f}\n",
      count, users, replay_s, cut_s * 1e3, save_s, static_cast<double>(bytes) / 1048576.0, load_s, memory,
      of_history.save_s, of_history.mebibytes, of_history.load_s);
  std::fflush(stdout);
}

}  // namespace
}  // namespace footfall

/// Arguments: numbers of events; by default 1, 5, 10 and 50 million. With `--without-log` first the events
/// are applied at once, and the column of the replay says how long that took.
int main(int count, char** arguments) {
  fmt::print("{:>10} {:>9} {:>9} {:>7} {:>7} {:>9} {:>7} {:>12}   of which the history, behind the start:\n",
             "events", "users", "replay s", "cut ms", "save s", "file MiB", "load s", "memory MiB");
  fmt::print("{:>77} {:>9} {:>9} {:>9}\n", "", "save s", "MiB", "load s");
  const bool with_log = count < 2 || std::string_view(arguments[1]) != "--without-log";
  std::vector<std::size_t> sizes;
  for (int index = with_log ? 1 : 2; index < count; ++index) sizes.push_back(std::stoul(arguments[index]));
  if (sizes.empty()) sizes = {1'000'000, 5'000'000, 10'000'000, 50'000'000};
  for (const auto size : sizes) footfall::measure(size, with_log);
}
