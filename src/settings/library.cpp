#include "library.hpp"

#include "check_references.hpp"

#include <fmt/format.h>

namespace footfall::settings {

namespace {

// As they are found in the file, so that a mistake names the place there.
void check_given(const customer::customer_settings& shop, const shared_list<recommend::scenario>& given,
                 const std::string& path, mistakes& found) {
  for (std::size_t index = 0; index < given.size(); ++index)
    check_scenario(shop, given[index], fmt::format("{}.scenarios[{}]", path, index), found);
}

// A model in the place of a built-in one may be of another kind than a built-in scenario can use.
void check_built_in(const customer::customer_settings& shop, const std::string& path, mistakes& found) {
  for (const auto& each : shop.scenarios)
    if (std::ranges::find(shop.file_scenarios, each.id) == shop.file_scenarios.end())
      check_scenario(shop, each, fmt::format("{}: the built-in scenario {}", path, each.id), found);
}

}  // namespace

void put_on_library(customer::customer_settings& shop, const std::string& path, mistakes& found) {
  auto models = std::exchange(shop.models, {});
  auto scenarios = std::exchange(shop.scenarios, {});
  if (shop.library) {
    shop.models = model::built_in_models();
    shop.scenarios = recommend::built_in_scenarios();
  }
  for (auto& each : models.edit()) {
    shop.file_models.push_back(each.id);
    put(shop.models, std::move(each));
  }
  check_given(shop, scenarios, path, found);
  for (auto& each : scenarios.edit()) {
    shop.file_scenarios.push_back(each.id);
    put(shop.scenarios, std::move(each));
  }
  check_built_in(shop, path, found);
}

}  // namespace footfall::settings
