#include "footfall/customer/asked_keys.hpp"

#include <algorithm>

namespace footfall::customer {

void asked_keys::add(std::string_view key, std::int64_t now_ms) {
  if (touch(key, now_ms)) return;  // in between another may add it, too: the first one counts
  const std::lock_guard lock(mutex_);
  std::erase_if(keys_, [&](const asked_key& each) { return now_ms - each.last_ms >= kept_ms; });
  if (keys_.size() < keys_max) keys_.push_back({std::string(key), now_ms});
}

bool asked_keys::touch(std::string_view key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto known = std::ranges::find(keys_, key, &asked_key::key);
  if (known == keys_.end() || now_ms - known->last_ms >= kept_ms) return false;
  known->last_ms = std::max(known->last_ms, now_ms);
  return true;
}

}  // namespace footfall::customer
