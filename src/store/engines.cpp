// THE table of event-store engines. Adding an engine is adding a folder and a row, and passing
// tests/conformance.
#include "footfall/store/engines.hpp"

#include "sqlite/entity_reader.hpp"
#include "sqlite/event_reader.hpp"
#include "sqlite/event_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace footfall::store {

namespace {

constexpr engine rows[] = {
    {"sqlite", sqlite::open_event_store, sqlite::open_event_reader, sqlite::open_entity_reader},
};

result<const engine*> find_engine(std::string_view name) {
  const auto* const found = std::ranges::find(rows, name, &engine::name);
  if (found != std::end(rows)) return found;
  std::string known;
  for (const auto& row : rows) known += fmt::format("{}{}", known.empty() ? "" : ", ", row.name);
  return failure{error::bad_configuration,
                 fmt::format("store.engine: \"{}\" is not known; there is: {}", name, known)};
}

}  // namespace

std::span<const engine> engines() noexcept { return rows; }

result<std::unique_ptr<event_store>> open_store(const store_settings& how,
                                                const std::filesystem::path& directory) {
  const auto found = find_engine(how.engine);
  return found ? (*found)->open(how, directory) : found.error();
}

result<std::unique_ptr<event_reader>> open_reader(const store_settings& how,
                                                  const std::filesystem::path& directory) {
  const auto found = find_engine(how.engine);
  return found ? (*found)->open_reader(how, directory) : found.error();
}

result<std::unique_ptr<entity_reader>> open_entity_reader(const store_settings& how,
                                                          const std::filesystem::path& directory) {
  const auto found = find_engine(how.engine);
  return found ? (*found)->open_entity_reader(how, directory) : found.error();
}

}  // namespace footfall::store
