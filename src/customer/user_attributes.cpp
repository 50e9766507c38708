#include "footfall/customer/user_attributes.hpp"

#include "footfall/events/link_event.hpp"

#include <mutex>
#include <utility>

namespace footfall::customer {

namespace {

constexpr char attributes_form = '\x01';
constexpr std::size_t hash_digits = 32;

std::string key_of(const user_key& user, std::string_view source) {
  return events::to_text(user).append(1, '/').append(source);
}

std::size_t bytes_of(std::string_view source, const catalog::attributed_user& what) {
  auto sum = sizeof(what) + 64 + source.size() + what.id.capacity();
  for (const auto& each : what.attributes) sum += sizeof(each) + each.key.size() + each.value.size();
  return sum;
}

}  // namespace

void user_attribute_table::put(const user_key& user, std::string_view source, catalog::attributed_user what) {
  auto kept = std::make_shared<const catalog::attributed_user>(std::move(what));
  const std::lock_guard lock(mutex_);
  auto& place = users_[user][std::string(source)];
  if (place) bytes_ -= bytes_of(source, *place);
  bytes_ += bytes_of(source, *kept);
  place = std::move(kept);
  ++revision_;
}

std::vector<std::shared_ptr<const catalog::attributed_user>> user_attribute_table::all() const {
  std::vector<std::shared_ptr<const catalog::attributed_user>> said;
  const std::shared_lock lock(mutex_);
  for (const auto& [user, by_source] : users_)
    for (const auto& [source, each] : by_source) said.push_back(each);
  return said;
}

void user_attribute_table::remove(const user_key& user, std::string_view source) {
  const std::lock_guard lock(mutex_);
  const auto known = users_.find(user);
  if (known == users_.end()) return;
  const auto said = known->second.find(source);
  if (said == known->second.end()) return;
  bytes_ -= bytes_of(source, *said->second);
  known->second.erase(said);
  ++revision_;
  if (known->second.empty()) users_.erase(known);
}

user_attribute_table::sources user_attribute_table::of(const user_key& user) const {
  const std::shared_lock lock(mutex_);
  const auto known = users_.find(user);
  return known == users_.end() ? sources{} : known->second;
}

std::size_t user_attribute_table::size() const {
  const std::shared_lock lock(mutex_);
  return users_.size();
}

std::size_t user_attribute_table::bytes() const {
  const std::shared_lock lock(mutex_);
  return bytes_ + users_.bucket_count() * (sizeof(user_key) + sizeof(sources));
}

store::entity_write user_attributes_write(customer_number owner, const user_key& user,
                                          std::string_view source, const catalog::attributed_user& what) {
  std::string content(1, attributes_form);
  append_json(content, what);
  return {owner,
          store::entity_kind::user_attributes,
          store::entity_write::action::put,
          0,
          key_of(user, source),
          std::move(content)};
}

store::entity_write user_attributes_removal(customer_number owner, const user_key& user,
                                            std::string_view source) {
  return {owner,
          store::entity_kind::user_attributes,
          store::entity_write::action::remove,
          0,
          key_of(user, source),
          {}};
}

result<void> apply_user_attributes(const store::entity_write& write, user_attribute_table& to) {
  const std::string_view key = write.key;
  const auto user = events::read_user_hash(key.substr(0, hash_digits));
  if (!user || key.size() <= hash_digits + 1)
    return failure{error::io_failed, "attributes of a user have a key that is none"};
  const auto source = key.substr(hash_digits + 1);
  if (write.what != store::entity_write::action::put) {
    to.remove(*user, source);
    return {};
  }
  if (!write.content.starts_with(attributes_form))
    return failure{error::io_failed, "attributes of a user have the form of another version"};
  auto read = catalog::read_attributed_user(std::string_view(write.content).substr(1));
  if (!read) return read.error();
  to.put(*user, source, std::move(*read));
  return {};
}

}  // namespace footfall::customer
