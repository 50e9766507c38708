// The customer that an option names.
#include "configured_customer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace footfall::commands {

result<const customer::customer_settings*> find_customer(const settings::application_settings& settings,
                                                         const std::string& id) {
  std::vector<std::string_view> known;
  for (const auto& shop : settings.customers) {
    if (shop.id == id) return &shop;
    known.push_back(shop.id);
  }
  return failure{error::bad_configuration,
                 fmt::format("--customer: found \"{}\", expected one of the configuration: {}", id,
                             fmt::join(known, ", "))};
}

}  // namespace footfall::commands
