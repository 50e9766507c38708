#include "footfall/customer/opt_out_set.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"

namespace footfall::customer {

void user_set::add(const user_key& user) {
  auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  if (part.users.insert(user).second) ++size_;
}

void user_set::remove(const user_key& user) {
  if (size() == 0) return;
  auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  size_ -= part.users.erase(user);
}

std::vector<user_key> user_set::users() const {
  std::vector<user_key> all;
  all.reserve(size());
  for (const auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    all.insert(all.end(), part.users.begin(), part.users.end());
  }
  return all;
}

std::size_t user_set::bytes() const {
  std::size_t places = 0;
  for (const auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    places += part.users.bucket_count();
  }
  return places * (sizeof(user_key) + 1);
}

bool user_set::contains(const user_key& user) const {
  if (size() == 0) return false;
  const auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  return part.users.contains(user);
}

void opt_out_set::apply(const events::event& record) {
  if (record.type == events::event_type::opt_out) users.add(record.user);
  if (record.type == events::event_type::opt_in || record.type == events::forget_record)
    users.remove(record.user);
  if (record.type == events::event_type::opt_in) forgotten.remove(record.user);
  if (record.type == events::forgotten_record) forgotten.add(record.user);
}

std::optional<user_key> opt_out_set::key_of(const user_key& user) const {
  if (users.contains(user)) return user;
  if (forgotten.size() == 0) return std::nullopt;
  const auto key = identity::key_of_forgotten(user);
  return forgotten.contains(key) ? std::optional(key) : std::nullopt;
}

bool names_opted_out(const opt_out_set& opt_outs, const events::event& each) {
  if (opt_outs.size() == 0) return false;
  if (opt_outs.contains(each.user)) return true;
  if (each.type != events::event_type::login) return false;
  const auto link = events::read_link(each);
  return link && opt_outs.contains(link->target);
}

result<void> drop_opted_out(const opt_out_set& opt_outs, std::size_t first,
                            std::vector<events::event>& events) {
  if (events.size() == first || !names_opted_out(opt_outs, events.back())) return {};
  events.resize(first);
  return failure{error::forbidden, "user: has opted out of tracking"};
}

}  // namespace footfall::customer
