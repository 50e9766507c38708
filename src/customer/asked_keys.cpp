#include "footfall/customer/asked_keys.hpp"

#include "footfall/catalog/frequent_values.hpp"
#include "footfall/recommend/recommender.hpp"
#include "footfall/text/number.hpp"

#include <algorithm>
#include <utility>

namespace footfall::customer {

namespace {

constexpr std::int64_t asked_hour_ms = 3'600'000;
constexpr char asked_key_form = '\x01';

store::entity_write write_of(customer_number owner, const std::string& key) {
  return {owner, store::entity_kind::asked_key, store::entity_write::action::remove, 0, key, {}};
}

// Whether nothing need be looked up: these are all values, until there is another number of them.
bool has_all(const std::vector<std::string>& frequent, const catalog::catalogue& told, std::string_view key) {
  const auto values = told.values_under(key);
  return values <= recommend::own_values_max && values == frequent.size();
}

}  // namespace

bool asked_keys::asked_key::is_known(std::int64_t now_ms) const noexcept {
  const auto age_ms = now_ms - last_hour * asked_hour_ms;
  return age_ms < kept_ms && age_ms > -kept_ms;  // of a clock that was ahead
}

asked_keys::asked_key* asked_keys::find(std::string_view key) noexcept {
  const auto place = std::ranges::find(keys_, key, &asked_key::key);
  return place == keys_.end() ? nullptr : &*place;
}

std::size_t asked_keys::known(std::int64_t now_ms) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys_, [&](const asked_key& each) { return each.is_known(now_ms); }));
}

bool asked_keys::add(std::string_view key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  auto* own = find(key);
  if ((own == nullptr || !own->is_known(now_ms)) && known(now_ms) >= keys_max) return false;
  if (own == nullptr) own = &keys_.emplace_back(asked_key{std::string(key)});
  own->last_hour = now_ms / asked_hour_ms;
  return true;
}

bool asked_keys::touch(std::string_view key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  auto* const own = find(key);
  if (own == nullptr || !own->is_known(now_ms)) return false;
  own->last_hour = now_ms / asked_hour_ms;
  return true;
}

std::vector<std::string> asked_keys::parts_of(std::string_view key, std::span<const std::string> values,
                                              const catalog::catalogue& told) const {
  std::vector<std::string> parts(values.begin(), values.end());
  if (told.values_under(key) <= recommend::own_values_max) return parts;
  const std::lock_guard lock(mutex_);
  const auto own = std::ranges::find(keys_, key, &asked_key::key);
  std::erase_if(parts, [&](const std::string& value) {
    return own == keys_.end() || std::ranges::find(own->frequent, value) == own->frequent.end();
  });
  return parts;
}

void asked_keys::choose(const boost::shared_ptr<const catalog::catalogue>& told, item_index end) {
  if (!told) return;
  std::vector<std::string> due;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& each : keys_)
      if (each.frequent_in.lock() != told && !has_all(each.frequent, *told, each.key))
        due.push_back(each.key);
  }
  for (const auto& key : due) {
    auto frequent = catalog::frequent_values(*told, key, recommend::own_values_max, end);
    const std::lock_guard lock(mutex_);
    if (auto* const own = find(key)) {
      own->frequent = std::move(frequent);
      own->frequent_in = told;
    }
  }
}

std::vector<store::entity_write> asked_keys::unsaved(customer_number owner, std::int64_t now_ms) {
  std::vector<store::entity_write> writes;
  const std::lock_guard lock(mutex_);
  std::erase_if(keys_, [&](const asked_key& each) { return !each.is_known(now_ms) && each.saved_hour == 0; });
  for (const auto& each : keys_) {
    const bool is_known = each.is_known(now_ms);
    if (is_known && each.saved_hour == each.last_hour) continue;
    auto& write = writes.emplace_back(write_of(owner, each.key));
    if (!is_known) continue;
    write.what = store::entity_write::action::put;
    write.content = asked_key_form + std::to_string(each.last_hour);
  }
  return writes;
}

bool asked_keys::follow(const store::entity_write& write) {
  const bool is_put = write.what == store::entity_write::action::put;
  const bool is_whole = write.content.starts_with(asked_key_form);
  const auto hour =
      is_put && is_whole ? text::to_integer<std::int64_t>(write.content.substr(1)) : std::nullopt;
  if (is_put && (!hour || *hour <= 0)) return false;
  const std::lock_guard lock(mutex_);
  auto* own = find(write.key);
  if (own == nullptr && hour) own = &keys_.emplace_back(asked_key{write.key});
  if (own == nullptr) return true;
  own->saved_hour = hour.value_or(0);
  own->last_hour = std::max(own->last_hour, own->saved_hour);
  return true;
}

}  // namespace footfall::customer
