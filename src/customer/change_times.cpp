#include "footfall/customer/change_times.hpp"

#include <algorithm>
#include <vector>

namespace footfall::customer {

void change_times::note_user(const user_key& user, std::int64_t now_ms) {
  raise(of_users_ms_[place_of(user)], now_ms);
}

std::int64_t change_times::of_user_ms(const user_key& user, const profile::linked_profiles& persons) const {
  std::int64_t newest_ms = users_ms_;
  if (of_users_ms_.all().empty()) return newest_ms;
  thread_local std::vector<user_key> users;  // of this thread's last call, for its memory
  persons.collect_users(user, users);
  for (const auto& each : users) newest_ms = std::max(newest_ms, of_users_ms_[place_of(each)].load());
  return newest_ms;
}

void change_times::raise(moment& of, std::int64_t now_ms) noexcept {
  auto known_ms = of.load();
  while (known_ms < now_ms && !of.compare_exchange_weak(known_ms, now_ms)) {
  }
}

}  // namespace footfall::customer
