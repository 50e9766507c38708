// What the histories of many users take of the memory, without a budget and with one.
// Arguments: users (10000000), entries of each (5), budget in bytes (500000000; 0: none).
#include "footfall/customer/history_keeper.hpp"
#include "measured_process.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace footfall;
using benchmarks::resident_bytes;
using benchmarks::seconds_since;
using benchmarks::steady;

constexpr std::uint64_t events_between_looks = 50'000;  // as in a replay
constexpr std::uint64_t visitors_back = 20'000;
constexpr std::uint32_t first_s = 1'769'860'800;

/// Splitmix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014).
std::uint64_t spread(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15ULL;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9ULL;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBULL;
  return number ^ (number >> 31);
}

user_key user_of(std::uint64_t number) { return {{spread(2 * number), spread(2 * number + 1)}}; }

void measure(std::uint64_t users, std::uint32_t entries, std::size_t budget_bytes,
             const std::filesystem::path& file) {
  customer::history_keeper keeper({budget_bytes}, file);
  (void)keeper.go_back({});
  customer::customer_settings settings;
  settings.id = "shop";
  auto owner = boost::make_shared<customer::customer>(
      customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings)),
      keeper.bounds());
  for (std::uint32_t item = 1; item <= 1000; ++item) (void)owner->items.add({1, item, {}});
  customer::customer_directory customers;
  customers.add(owner);
  const auto before = resident_bytes();
  const auto begin = steady::now();
  std::uint64_t count = 0;
  std::size_t highest = 0;
  for (std::uint64_t user = 0; user < users; ++user)
    for (std::uint32_t entry = 0; entry < entries; ++entry) {
      const auto time_s = first_s + static_cast<std::uint32_t>(count / 100);
      const auto item = static_cast<item_index>((user + entry * 7) % 1000);
      owner->profiles.apply(user_of(user), {item, time_s, events::history_type::clicked, 1},
                            std::int64_t{time_s} * 1000);
      if (++count % events_between_looks != 0) continue;
      highest = std::max(highest, keeper.budget().used());
      keeper.keep_budget(customers);
    }
  keeper.keep_budget(customers);
  const auto took_s = seconds_since(begin);
  const auto resident = resident_bytes() - before;
  const auto& budget = keeper.budget();
  const auto in_memory = owner->profiles.size();
  std::vector<profile::history_entry> history;
  std::uint64_t known = 0;
  const auto back = steady::now();
  for (std::uint64_t visitor = 0; visitor < visitors_back; ++visitor) {
    keeper.read(*owner, user_of(spread(visitor) % users), history);
    if (history.size() == entries) ++known;
  }
  const auto back_us = seconds_since(back) * 1e6 / static_cast<double>(visitors_back);
  fmt::print(
      "budget {:>6.0f} MB: {:.1f} s; users in memory {}, archived {}, forgotten {}; counted {:.0f} MB "
      "(highest {:.0f}), resident {:.0f} MB, {:.0f} bytes a user in memory; archive {:.0f} MB; "
      "{} of {} visitors known, {:.0f} us each\n",
      static_cast<double>(budget_bytes) / 1e6, took_s, in_memory, budget.archived.load(),
      budget.forgotten.load(), static_cast<double>(budget.used()) / 1e6, static_cast<double>(highest) / 1e6,
      resident / 1e6, resident / static_cast<double>(std::max<std::size_t>(in_memory, 1)),
      static_cast<double>(keeper.archive_bytes()) / 1e6, known, visitors_back, back_us);
}

}  // namespace

int main(int count, char** arguments) {
  const auto number = [&](int place, std::uint64_t otherwise) {
    return count > place ? std::strtoull(arguments[place], nullptr, 10) : otherwise;
  };
  const auto folder =
      std::filesystem::temp_directory_path() / ("footfall-histories-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  measure(number(1, 10'000'000), static_cast<std::uint32_t>(number(2, 5)), number(3, 500'000'000),
          folder / "histories");
  std::filesystem::remove_all(folder);
}
