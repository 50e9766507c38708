// What each user did lately, as a fold over committed events.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event_kinds.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace footfall::profile {

/// One item in a user's history; an item stands once per history type, at its newest time.
struct history_entry {
  item_index item{};
  std::uint32_t time_s{};                                     ///< of the newest such event, seconds since the epoch
  events::history_type type = events::history_type::none;
  std::uint8_t value = 0;  ///< consumed: highest percentage; rated: last rating; rendered: times shown, at most 255
};

/// Bounds of the table.
struct profile_settings {
  std::size_t users_max = 2'000'000;  ///< per customer; when full, users idle for long are forgotten
};

/// Histories of the users of one customer. Thread-safe; striped, so that readers of different users rarely meet.
class profile_table {
 public:
  explicit profile_table(const profile_settings& settings = {});

  /// Adds what one event says. `entry.value` is the percentage, the rating, or 1.
  /// Entries older than those of the same item and type change nothing but the value that is kept.
  void apply(const user_key& user, const history_entry& entry);

  /// Replaces `out` by the user's history, newest first; empty for an unknown user.
  void read(const user_key& user, std::vector<history_entry>& out) const;

  [[nodiscard]] std::size_t size() const;

 private:
  struct stripe {
    mutable std::mutex mutex;  // guards histories
    boost::unordered_flat_map<user_key, std::vector<history_entry>, std::hash<user_key>> histories;
  };
  static constexpr std::size_t stripe_count = 64;
  [[nodiscard]] stripe& stripe_of(const user_key& user);
  [[nodiscard]] const stripe& stripe_of(const user_key& user) const;

  const profile_settings settings_;
  std::array<stripe, stripe_count> stripes_;
};

/// How many items of each history type a user's history keeps, the newest first.
[[nodiscard]] std::size_t history_items_max(events::history_type type) noexcept;

}  // namespace footfall::profile
