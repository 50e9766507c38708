// What users have said that they like, or never want to see again.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

/// The numbers are on disk.
enum class preference_target : std::uint8_t { product, brand, category, store };
enum class preference_action : std::uint8_t { like, neutral, dislike, not_for_recs };

/// `product`, `brand`, `category`, `store`, and `like`, `neutral`, `dislike`, `notForRecs`, as in events and
/// in calls; nothing for another text. Thread-safe.
[[nodiscard]] std::optional<preference_target> find_preference_target(std::string_view name) noexcept;
[[nodiscard]] std::optional<preference_action> find_preference_action(std::string_view name) noexcept;
[[nodiscard]] std::string_view name_of(preference_action action) noexcept;

/// What is said of one brand, category and so on.
struct preference {
  std::string target;
  std::uint32_t time_s = 0;
  preference_target type{};
  preference_action action{};

  [[nodiscard]] bool operator==(const preference&) const = default;
};

/// The last word of each user on each target. Where there is no room, who has said nothing for longest is
/// forgotten. Thread-safe.
class preference_table {
 public:
  static constexpr std::size_t of_user_max = 50;
  static constexpr std::size_t target_bytes_max = 256;
  /// `preferences_max`: of all users together; at least `of_user_max`.
  explicit preference_table(std::size_t preferences_max = 100'000) : preferences_max_(preferences_max) {}

  /// Replaces what the user has said of the target. Longer targets are passed over.
  void put(const user_key& user, preference what);
  void forget(const user_key& user);

  /// What the user has said since `since_s`, the newest last.
  [[nodiscard]] std::vector<preference> of(const user_key& user, std::uint32_t since_s = 0) const;

  struct of_user {
    user_key user;
    std::vector<preference> said;  ///< the newest last
  };
  /// All of it; who has said nothing for longest is first.
  [[nodiscard]] std::vector<of_user> all() const;

  /// Preferences of all users.
  [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct entry {
    std::vector<preference> said;
    std::list<user_key>::iterator place;
  };
  void drop(const user_key& user);
  void remove(entry& from, std::size_t place);

  const std::size_t preferences_max_;
  mutable std::shared_mutex mutex_;  // guards everything below
  boost::unordered_flat_map<user_key, entry, std::hash<user_key>> users_;
  std::list<user_key> by_last_word_;  // the oldest first
  std::atomic<std::size_t> size_{0};
  std::size_t text_bytes_ = 0;
};

}  // namespace footfall::customer
