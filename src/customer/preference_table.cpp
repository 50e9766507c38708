#include "footfall/customer/preference_table.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

namespace footfall::customer {
namespace {

constexpr std::array<std::string_view, 4> target_names{"product", "brand", "category", "store"};
constexpr std::array<std::string_view, 4> action_names{"like", "neutral", "dislike", "notForRecs"};

template <class Value>
std::optional<Value> find(const std::array<std::string_view, 4>& names, std::string_view name) noexcept {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

std::optional<preference_target> find_preference_target(std::string_view name) noexcept {
  return find<preference_target>(target_names, name);
}

std::optional<preference_action> find_preference_action(std::string_view name) noexcept {
  return find<preference_action>(action_names, name);
}

std::string_view name_of(preference_action action) noexcept {
  return action_names[static_cast<std::size_t>(action)];
}

void preference_table::put(const user_key& user, preference what) {
  if (what.target.size() > target_bytes_max) return;
  const std::unique_lock lock(mutex_);
  const auto [known, is_new] = users_.try_emplace(user);
  auto& of = known->second;
  if (is_new) of.place = by_last_word_.insert(by_last_word_.end(), user);
  const auto same = std::ranges::find_if(
      of.said, [&](const preference& each) { return each.type == what.type && each.target == what.target; });
  if (same != of.said.end())
    remove(of, static_cast<std::size_t>(same - of.said.begin()));
  else if (of.said.size() == of_user_max)
    remove(of, 0);
  text_bytes_ += what.target.size();
  of.said.push_back(std::move(what));
  ++size_;
  by_last_word_.splice(by_last_word_.end(), by_last_word_, of.place);
  while (size() > preferences_max_) {
    const auto oldest = by_last_word_.front();
    drop(oldest);
  }
}

void preference_table::forget(const user_key& user) {
  if (size() == 0) return;
  const std::unique_lock lock(mutex_);
  drop(user);
}

std::vector<preference> preference_table::of(const user_key& user, std::uint32_t since_s) const {
  if (size() == 0) return {};
  const std::shared_lock lock(mutex_);
  const auto known = users_.find(user);
  if (known == users_.end()) return {};
  auto said = known->second.said;
  std::erase_if(said, [since_s](const preference& each) { return each.time_s < since_s; });
  return said;
}

std::vector<preference_table::of_user> preference_table::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<of_user> all;
  all.reserve(by_last_word_.size());
  for (const auto& user : by_last_word_) all.push_back({user, users_.find(user)->second.said});
  return all;
}

std::size_t preference_table::bytes() const {
  constexpr std::size_t of_place = sizeof(user_key) + 4 * sizeof(void*);
  const std::shared_lock lock(mutex_);
  return users_.bucket_count() * (sizeof(user_key) + sizeof(entry)) + by_last_word_.size() * of_place +
         size() * sizeof(preference) + text_bytes_;
}

void preference_table::remove(entry& from, std::size_t place) {
  const auto which = from.said.begin() + static_cast<std::ptrdiff_t>(place);
  text_bytes_ -= which->target.size();
  --size_;
  from.said.erase(which);
}

void preference_table::drop(const user_key& user) {
  const auto known = users_.find(user);
  if (known == users_.end()) return;
  auto& gone = known->second;
  while (!gone.said.empty()) remove(gone, gone.said.size() - 1);
  by_last_word_.erase(gone.place);
  users_.erase(known);
}

}  // namespace footfall::customer
