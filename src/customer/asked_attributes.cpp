#include "footfall/customer/asked_attributes.hpp"

#include <algorithm>
#include <cstdlib>

namespace footfall::customer {

void asked_attributes::add(std::string_view key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  // Nor of a clock that was ahead.
  std::erase_if(keys_, [&](const asked_key& each) { return std::abs(now_ms - each.last_ms) >= kept_ms; });
  const auto known = std::ranges::find(keys_, key, &asked_key::key);
  if (known != keys_.end())
    known->last_ms = now_ms;
  else if (keys_.size() < keys_max)
    keys_.push_back({std::string(key), now_ms});
}

std::vector<std::string> asked_attributes::known(std::int64_t now_ms) const {
  std::vector<std::string> keys;
  const std::lock_guard lock(mutex_);
  for (const auto& each : keys_)
    if (now_ms - each.last_ms < kept_ms) keys.push_back(each.key);
  std::ranges::sort(keys);
  return keys;
}

}  // namespace footfall::customer
