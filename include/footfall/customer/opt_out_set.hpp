// Users of a customer who do not want to be tracked.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <vector>

namespace footfall::customer {

/// A fold over the records `opt_out` and `opt_in` of the log. Thread-safe; while nobody has opted out, asking
/// is one load.
class opt_out_set {
 public:
  /// Takes a record; others change nothing.
  void apply(const events::event& record);
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

  std::array<stripe, stripe_count> stripes_;
  std::atomic<std::size_t> size_{0};
};

/// True when an event is of a user who has opted out; a login is of two. Thread-safe.
[[nodiscard]] bool names_opted_out(const opt_out_set& opt_outs, const events::event& each);

/// Takes the events from index `first` on away again when their user has opted out; they are those of one
/// imported line. Errors: `forbidden`. Thread-safe.
[[nodiscard]] result<void> drop_opted_out(const opt_out_set& opt_outs, std::size_t first,
                                          std::vector<events::event>& events);

}  // namespace footfall::customer
