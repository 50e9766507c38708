// Users of a customer who do not want to be tracked.
#pragma once

#include "footfall/core/array_on_demand.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace footfall::customer {

/// Users, spread over several locks. Thread-safe; while there is none, asking is one load.
class user_set {
 public:
  void add(const user_key& user);
  void remove(const user_key& user);
  /// All at once: whoever adds or removes meanwhile must be kept away by the caller.
  [[nodiscard]] std::vector<user_key> users() const;
  [[nodiscard]] bool contains(const user_key& user) const;
  [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
  /// Memory that grows with the users.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct alignas(64) stripe {
    mutable std::mutex mutex;  // guards users
    boost::unordered_flat_set<user_key, std::hash<user_key>> users;
  };
  static constexpr std::size_t stripe_count = 16;
  [[nodiscard]] static std::size_t place_of(const user_key& user) noexcept {
    return user.words[1] % stripe_count;
  }

  array_on_demand<stripe, stripe_count> stripes_;
  std::atomic<std::size_t> size_{0};
};

/// A fold over the records of the log that say who is tracked. Thread-safe.
class opt_out_set {
 public:
  /// Takes a record; others change nothing.
  void apply(const events::event& record);

  /// Whether the user has opted out or was forgotten.
  [[nodiscard]] bool contains(const user_key& user) const { return key_of(user).has_value(); }
  /// The key under which it is known that the user has opted out; nothing when it has not.
  [[nodiscard]] std::optional<user_key> key_of(const user_key& user) const;
  [[nodiscard]] std::size_t size() const noexcept { return users.size() + forgotten.size(); }

  user_set users;
  user_set forgotten;  ///< by `identity::key_of_forgotten`
};

/// True when an event is of a user who has opted out; a login is of two. Thread-safe.
[[nodiscard]] bool names_opted_out(const opt_out_set& opt_outs, const events::event& each);

/// Takes the events from index `first` on away again when their user has opted out; they are those of one
/// imported line. Errors: `forbidden`. Thread-safe.
[[nodiscard]] result<void> drop_opted_out(const opt_out_set& opt_outs, std::size_t first,
                                          std::vector<events::event>& events);

}  // namespace footfall::customer
