// Bytes per event on disk, all files and indexes included, and the rate of large batches, as an import sends
// them.
#include "footfall/store/engines.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace {

using namespace footfall;

constexpr std::uint64_t event_count = 1'000'000;
constexpr std::size_t batch_events = 10'000;

/// SplitMix64: spreads users, items and import ids as hashes are spread.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

/// A click, each fifth with a category path; three customers; item numbers up to a million.
events::event click(std::uint64_t number, bool imported) {
  events::event made;
  made.customer = {static_cast<std::uint32_t>(1 + number % 3)};
  made.type = events::event_type::click;
  made.time_ms = 1'769'860'800'000 + static_cast<std::int64_t>(number) * 137;
  made.user = {{mix(number), mix(~number)}};
  made.item = {1, static_cast<std::uint32_t>(1 + mix(number + 7) % 1'000'000), {}};
  if (number % 5 == 0) made.details = "c=Shoes/Children/Winter";
  if (imported) made.import_id = mix(number + 11);
  return made;
}

bool measure(const char* title, bool imported) {
  const auto folder = std::filesystem::current_path() / "store_size_benchmark.data";
  std::filesystem::remove_all(folder);
  auto store = store::open_store({}, folder);
  if (!store) return false;
  const auto begun = std::chrono::steady_clock::now();
  std::vector<events::event> batch;
  for (std::uint64_t number = 0; number < event_count;) {
    batch.clear();
    while (batch.size() < batch_events) batch.push_back(click(number++, imported));
    if (!(*store)->append_batch(batch)) return false;
    (*store)->maintain();
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  const auto with_log = (*store)->size_bytes();
  auto reader = (*store)->make_reader();
  if (!reader) return false;
  const auto read_begun = std::chrono::steady_clock::now();
  std::uint64_t count = 0;
  if (!(*reader)->scan({}, event_count, [&](const events::event&) { ++count; })) return false;
  const std::chrono::duration<double> read = std::chrono::steady_clock::now() - read_begun;
  reader->reset();
  store->reset();  // moves the rest of the log to the file
  const auto closed = std::filesystem::file_size(folder / store::store_settings{}.file);
  const auto each = [](std::uint64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(event_count);
  };
  fmt::print("{:<16} bytes/event={:.1f} (with open log {:.1f}) stored/s={:.0f} read/s={:.0f}\n", title,
             each(closed), each(with_log), static_cast<double>(event_count) / taken.count(),
             static_cast<double>(count) / read.count());
  std::filesystem::remove_all(folder);
  return count == event_count;
}

}  // namespace

int main() { return measure("clicks", false) && measure("imported clicks", true) ? 0 : 1; }
