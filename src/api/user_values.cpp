#include "api/user_values.hpp"

#include <algorithm>

namespace footfall::api {

std::vector<recommend::user_value> user_values_of(const customer::user_attribute_table::sources& said) {
  std::vector<recommend::user_value> values;
  for (const auto& [source, attributed] : said)
    for (const auto& each : attributed->attributes) values.push_back({each.key, each.value});
  return values;
}

void note_preferred_attributes(customer::customer& owner, const recommend::query& asked,
                               std::span<const recommend::user_value> of_user, std::int64_t now_ms) {
  for (const auto& key : asked.user_attributes)
    if (std::ranges::find(of_user, key, &recommend::user_value::key) != of_user.end())
      owner.attributes_asked_for.add(key, now_ms);
}

}  // namespace footfall::api
