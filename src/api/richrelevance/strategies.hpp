// What RichRelevance calls strategies, in the words of the library of scenarios.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/settings/richrelevance_settings.hpp"

#include <cstdint>
#include <string_view>

namespace footfall::api::richrelevance {

/// What the seed of a strategy is.
enum class strategy_seed : std::uint8_t { none, products, category, brand, term };

/// One row.
struct strategy {
  std::string_view name, scenario;
  strategy_seed seed;
};

/// Null for an unknown name. Thread-safe.
[[nodiscard]] const strategy* find_strategy(std::string_view name) noexcept;

/// The scenario of a strategy: the customer's own of its name, where there is one, else that of the row.
/// Lives as long as the settings. Thread-safe.
[[nodiscard]] std::string_view scenario_of(const strategy& which,
                                           const customer::customer_settings& settings);

/// The headline of a box: what the customer says for this language, or without one, or the usual.
/// Thread-safe.
[[nodiscard]] std::string_view message_of(std::string_view scenario, std::string_view language,
                                          const settings::richrelevance_settings& keys);

/// The place of a scenario in the customer's list, from 1; 0: it has none. Thread-safe.
[[nodiscard]] std::uint32_t number_of(std::string_view scenario,
                                      const customer::customer_settings& settings) noexcept;

}  // namespace footfall::api::richrelevance
