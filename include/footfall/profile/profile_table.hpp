// What each user did lately, as a fold over committed events.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event_kinds.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace footfall::profile {

/// One item in a user's history; an item stands once per history type, at its newest time.
struct history_entry {
  item_index item{};
  std::uint32_t time_s{};  ///< of the newest such event, seconds since the epoch
  events::history_type type = events::history_type::none;
  std::uint8_t value =
      0;  ///< consumed: highest percentage; rated: last rating; rendered: times shown, at most 255
};

/// Bounds of the table.
struct profile_settings {
  std::size_t users_max = 2'000'000;  ///< per customer; when full, users idle for long are forgotten
};

/// A share of a table as it is kept in a file, users in the order in which they came.
struct saved_profiles {
  struct user {
    user_key key;
    std::uint32_t entries = 0;  ///< that are its own of those that follow
    std::uint32_t unused = 0;
  };
  struct entry {
    item_index item = 0;
    std::uint32_t time_s = 0;
    std::uint8_t type = 0;
    std::uint8_t value = 0;
    std::uint16_t unused = 0;
  };
  std::vector<user> users;
  std::vector<entry> entries;      ///< of the first user, oldest first, then of the second, ...
  std::uint64_t random_state = 0;  ///< of the choice of users to forget
};

/// Histories of the users of one customer. Thread-safe; striped, so that readers of different users rarely
/// meet.
class profile_table {
 public:
  explicit profile_table(const profile_settings& settings = {});

  /// Adds what one event says. `entry.value` is the percentage, the rating, or 1.
  /// Entries older than those of the same item and type change nothing but the value that is kept.
  /// Of entries of one second the one applied last counts as the newest.
  void apply(const user_key& user, const history_entry& entry);

  /// Replaces `out` by the user's history, newest first; empty for an unknown user.
  void read(const user_key& user, std::vector<history_entry>& out) const;

  /// Replaces `out` by the histories of several keys of one person as if all had been one, newest first; of
  /// one second those of earlier keys come first.
  void read(std::span<const user_key> users, std::vector<history_entry>& out) const;

  /// Takes an item out of one history of the user, unless the entry is newer than `until_s`.
  void remove(const user_key& user, item_index item, events::history_type type, std::uint32_t until_s);

  static constexpr std::uint32_t until_any_time = std::numeric_limits<std::uint32_t>::max();

  /// Takes the entries up to `until_s` from one user and adds them to the other.
  void move(const user_key& from, const user_key& to, std::uint32_t until_s = until_any_time);

  [[nodiscard]] std::size_t size() const;

  /// Shares in which a table is saved and loaded.
  static constexpr std::size_t stripe_count = 64;

  /// From now on `save` gives the table as it is at this moment, whatever is applied meanwhile: what changes
  /// is kept as it was until it has been saved. To be called while nothing is applied.
  void begin_save();

  /// Replaces `out` by a share of the table as of `begin_save`; each once. For one caller at a time; holds a
  /// lock for a thousand users at the most.
  void save(std::size_t part_number, saved_profiles& out);

  /// Keeps nothing any more of what was not saved.
  void end_save();

  /// Fills an empty share, with the entries from `since_s` on. Items must be below `items_end`. Errors:
  /// `io_failed` when this was never saved from a table with these settings; the share is then of no use.
  [[nodiscard]] result<void> load(std::size_t part_number, const saved_profiles& from, std::size_t items_end,
                                  std::uint32_t since_s = 0);

 private:
  /// A user with its entries, oldest first: new ones are mostly appended.
  struct user_history {
    user_key user;
    std::vector<history_entry> entries;
  };
  // The set holds places in `users` and looks the keys up there: a user can be picked at random in one step.
  struct hash_of_user {
    using is_transparent = void;
    const std::vector<user_history>* users;
    std::size_t operator()(const user_key& user) const noexcept { return std::hash<user_key>{}(user); }
    std::size_t operator()(std::uint32_t place) const noexcept { return (*this)((*users)[place].user); }
  };
  struct same_user {
    using is_transparent = void;
    const std::vector<user_history>* users;
    bool operator()(std::uint32_t left, std::uint32_t right) const noexcept {
      return left == right || (*users)[left].user == (*users)[right].user;
    }
    bool operator()(const user_key& left, std::uint32_t right) const noexcept {
      return left == (*users)[right].user;
    }
    bool operator()(std::uint32_t left, const user_key& right) const noexcept {
      return (*users)[left].user == right;
    }
  };
  /// How far a share has been saved.
  struct save_progress {
    std::size_t next = 0;  // users before this place are saved
    std::size_t end = 0;   // users from this place on came later
    std::uint64_t random_state = 0;
    boost::unordered_flat_map<std::uint32_t, user_history> before;  // by place: changed since, as they were
  };
  /// A share of the users. Aligned so that the locks of two stripes never share a cache line.
  struct alignas(64) stripe {
    mutable std::mutex mutex;  // guards all below
    std::vector<user_history> users;
    boost::unordered_flat_set<std::uint32_t, hash_of_user, same_user> places{0, hash_of_user{&users},
                                                                             same_user{&users}};
    std::uint64_t random_state = 0x9E3779B97F4A7C15ULL;
    std::unique_ptr<save_progress> saving;  // null: nothing of the share is to be saved

    /// For a change of this user's entries.
    std::vector<history_entry>& change(std::uint32_t place);
    std::vector<history_entry>& change_or_add(const user_key& user, std::size_t users_max);
    std::uint32_t pick_idle();
    /// True when all is saved.
    bool save_some(saved_profiles& out);
  };
  [[nodiscard]] stripe& stripe_of(const user_key& user);
  [[nodiscard]] const stripe& stripe_of(const user_key& user) const;

  const std::size_t stripe_users_max_;
  std::array<stripe, stripe_count> stripes_;
};

/// How many items of each history type a user's history keeps, the newest first.
[[nodiscard]] std::size_t history_items_max(events::history_type type) noexcept;

}  // namespace footfall::profile
