// When answers have changed otherwise than by something that bears the time of its coming.
#pragma once

#include "footfall/core/array_on_demand.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/profile/linked_profiles.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace footfall::customer {

/// Moments of the wall clock, each noted after the change was in force: who had asked before was told an
/// earlier date. A click tells its own time; a login that brings an old history, an event that says that it
/// is of last week, and a removal do not. In memory only: after a start everything counts as new.
/// Thread-safe.
class change_times {
 public:
  /// Of a thing that everybody's answers may depend on: settings, items, transfers.
  void note_all(std::int64_t now_ms) noexcept { raise(all_ms_, now_ms); }
  /// In what categories items are by clicks.
  void note_categories(std::int64_t now_ms) noexcept { raise(categories_ms_, now_ms); }
  /// What is known of users, of whomever.
  void note_users(std::int64_t now_ms) noexcept { raise(users_ms_, now_ms); }
  /// What is known of one user. Users share places in a table, so now and then another one is meant, too.
  void note_user(const user_key& user, std::int64_t now_ms);

  [[nodiscard]] std::int64_t of_all_ms() const noexcept { return all_ms_; }
  [[nodiscard]] std::int64_t of_categories_ms() const noexcept { return categories_ms_; }
  /// Of the person that uses this id now; 0: never.
  [[nodiscard]] std::int64_t of_user_ms(const user_key& user, const profile::linked_profiles& persons) const;

 private:
  static constexpr std::size_t places = 4096;
  using moment = std::atomic<std::int64_t>;

  static void raise(moment& of, std::int64_t now_ms) noexcept;
  static std::size_t place_of(const user_key& user) noexcept { return user.words[0] % places; }

  moment all_ms_{0};
  moment categories_ms_{0};
  moment users_ms_{0};
  array_on_demand<moment, places> of_users_ms_;
};

}  // namespace footfall::customer
