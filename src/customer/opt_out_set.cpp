#include "footfall/customer/opt_out_set.hpp"

#include "footfall/events/link_event.hpp"

namespace footfall::customer {

void opt_out_set::apply(const events::event& record) {
  if (record.type == events::event_type::opt_out) add(record.user);
  if (record.type == events::event_type::opt_in) remove(record.user);
}

void opt_out_set::add(const user_key& user) {
  auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  if (part.users.insert(user).second) ++size_;
}

void opt_out_set::remove(const user_key& user) {
  auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  size_ -= part.users.erase(user);
}

std::vector<user_key> opt_out_set::users() const {
  std::vector<user_key> all;
  all.reserve(size());
  for (const auto& part : stripes_) {
    const std::lock_guard lock(part.mutex);
    all.insert(all.end(), part.users.begin(), part.users.end());
  }
  return all;
}

std::size_t opt_out_set::bytes() const {
  std::size_t places = 0;
  for (const auto& part : stripes_) {
    const std::lock_guard lock(part.mutex);
    places += part.users.bucket_count();
  }
  return places * (sizeof(user_key) + 1);
}

bool opt_out_set::contains(const user_key& user) const {
  if (size() == 0) return false;
  const auto& part = stripes_[place_of(user)];
  const std::lock_guard lock(part.mutex);
  return part.users.contains(user);
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
