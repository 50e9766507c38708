#include "api/user_values.hpp"

namespace footfall::api {

std::vector<recommend::user_value> user_values_of(const customer::user_attribute_table::sources& said) {
  std::vector<recommend::user_value> values;
  for (const auto& [source, attributed] : said)
    for (const auto& each : attributed->attributes) values.push_back({each.key, each.value});
  return values;
}

}  // namespace footfall::api
