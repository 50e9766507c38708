// Any bytes as a state file, and any records in a file that is whole: refused or loaded, never a crash, and
// what was loaded can be used.
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/saved_state.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/state/state_writer.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include <unistd.h>

namespace {

using namespace footfall;

/// A file of this process in memory, as far as there is such a folder.
std::filesystem::path file_of_process() {
  const std::filesystem::path memory("/dev/shm");
  return (std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) /
         ("state_file_fuzz-" + std::to_string(getpid()));
}

/// Sections as the input says: each has a byte for its kind, one for its part, and two for its length.
void write_sections(const std::filesystem::path& file, std::span<const std::uint8_t> input) {
  struct kind {
    const char* name;
    std::size_t record_bytes;
  };
  // Names and records of src/customer/saved_state.cpp, states/ and saved_histories.cpp.
  static constexpr kind kinds[] = {
      {"items", 12},           {"items.text", 1},        {"links", 48},           {"links.unlinked", 32},
      {"viewers", 24},         {"profiles", 8},          {"profiles.users", 24},  {"profiles.entries", 12},
      {"opt_outs", 16},        {"customer", 16},         {"ratings", 8},          {"categories.paths", 12},
      {"categories.texts", 1}, {"categories.items", 8},  {"categories.seen", 12}, {"history", 72},
      {"history.users", 16},   {"history.numbers", 4},   {"history.links", 48},   {"history.type", 8},
      {"history.offsets", 4},  {"history.items", 4},     {"history.times", 4},    {"history.amounts", 4},
      {"history.owners", 4},   {"history.others", 4},    {"history.who", 4},      {"links.about", 16},
      {"viewers.about", 8},    {"categories.about", 16}, {"opt_outs.erased", 16}, {"orders", 8}};
  auto to = state::state_writer::create(file);
  if (!to) return;
  const auto append = [&](std::string_view name, std::uint32_t customer, std::uint32_t part,
                          std::size_t record_bytes, std::span<const std::uint8_t> bytes) {
    const state::section_id which(name, customer, part);
    bytes = bytes.first(bytes.size() / record_bytes * record_bytes);
    const auto add = [&]<std::size_t size>() {
      using record = std::array<std::uint8_t, size>;
      to->append(which, std::span(reinterpret_cast<const record*>(bytes.data()), bytes.size() / size));
    };
    switch (record_bytes) {
      case 1:
        return add.operator()<1>();
      case 4:
        return add.operator()<4>();
      case 8:
        return add.operator()<8>();
      case 12:
        return add.operator()<12>();
      case 16:
        return add.operator()<16>();
      case 24:
        return add.operator()<24>();
      case 32:
        return add.operator()<32>();
      case 48:
        return add.operator()<48>();
      case 56:
        return add.operator()<56>();
      default:
        return add.operator()<72>();
    }
  };
  append("about", 0, 0, 56, std::array<std::uint8_t, 56>{});
  while (input.size() >= 4) {
    const auto& which = kinds[input[0] % std::size(kinds)];
    const auto bytes = std::min<std::size_t>(input[2] + 256U * input[3], input.size() - 4);
    append(which.name, 1, input[1] % 64, which.record_bytes, input.subspan(4, bytes));
    input = input.subspan(4 + bytes);
  }
  static_cast<void>(to->finish());
}

/// Whatever was loaded takes events and gives histories.
void use(customer::customer& loaded) {
  events::event some;
  some.customer = {1};
  some.type = events::event_type::click;
  some.time_ms = 1'769'860'800'000;
  some.item = {1, 7, {}};
  std::vector<profile::history_entry> entries;
  for (std::uint64_t stripe = 0; stripe < 64; ++stripe) {
    some.user = {{stripe, stripe}};
    customer::apply(loaded, some);
    loaded.profiles.read(some.user, entries);
    loaded.profiles.link(some.user, {{1, 2}}, some.time_ms, 3);
  }
  static_cast<void>(loaded.viewers.viewers(0, some.time_ms + 1'000'000'000'000, 1));
}

/// Whatever history was loaded takes events and logins, and gives models.
void use_history(customer::customer& loaded, const customer::saved_histories& histories) {
  constexpr std::int64_t now_ms = 1'769'860'800'000;
  model::event_history history;
  const auto found = histories.read(loaded, now_ms, history);
  if (!found || !*found) return;
  events::event some;
  some.type = events::event_type::click;
  some.time_ms = now_ms;
  for (std::uint64_t user = 0; user < 8; ++user) {
    some.user = {{user, user}};
    if (loaded.items.size() > 0) history.append(some, 0);
  }
  some.type = events::event_type::login;
  events::append_link(some.details, {{{1, 1}}, {{2, 2}}});
  history.link(some, 3);
  history.settle();
  const auto counted = history.count_by_item();
  if (counted.size() > loaded.items.size()) std::abort();
  static_cast<void>(model::build_models(loaded.settings.load()->models, {history, loaded.items, now_ms, 1}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto file = file_of_process();
  if (size == 0) return 0;
  // The table of sections and the header have checksums, which no guessing finds: half of the inputs get
  // them.
  if (data[0] % 2 == 0)
    write_sections(file, {data + 1, size - 1});
  else
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data + 1), static_cast<std::streamsize>(size - 1));
  customer::customer_directory wanted;
  customer::customer_settings settings;
  settings.id = "1";
  wanted.add(boost::make_shared<customer::customer>(
      customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings))));
  const auto loaded = customer::load_state(
      file, wanted, 1'769'860'800'000,
      [](const store::log_mark&, const store::archive_mark&) -> result<void> { return {}; });
  std::filesystem::remove(file);
  if (!loaded) {
    if (loaded.error().detail().empty()) std::abort();
    return 0;
  }
  for (const auto& each : loaded->customers) {
    use_history(*each, loaded->histories);
    use(*each);
  }
  return 0;
}
