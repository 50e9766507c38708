// What each user did lately, as a fold over committed events.
#pragma once

#include "footfall/core/array_on_demand.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/profile/chunked_list.hpp"
#include "footfall/profile/entry_pool.hpp"
#include "footfall/profile/history_entry.hpp"
#include "footfall/profile/memory_budget.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace footfall::profile {

/// What a history keeps; aligned as one word, which threads read while another one changes it.
struct alignas(8) history_bounds {
  std::uint32_t items = history_items_default;  ///< see `history_items_max`
  /// Shows of an item are counted without a longer pause between them; those after one are counted anew.
  std::uint32_t session_s = 1800;
};

/// Bounds of the table.
struct profile_settings {
  /// Per table; when full, users idle for long are forgotten.
  std::size_t users_max = std::numeric_limits<std::uint32_t>::max();
  std::shared_ptr<memory_budget> budget =
      nullptr;  ///< of several tables; null: one of its own without a limit
  history_bounds histories = {};
};

/// A user that has been idle, with all that is known of it.
struct idle_user {
  user_key key;
  std::vector<history_entry> entries;  ///< oldest first
  bool partly_archived = false;        ///< the archive has older entries
};

/// Entries that are to move once the older ones have come back from the archive.
struct pending_move {
  user_key from;
  user_key to;
  std::uint32_t until_s = 0;
  std::uint32_t number = 0;  ///< tells it from others
};

/// A share of a table as it is kept in a file, users in the order in which they came.
struct saved_profiles {
  struct user {
    user_key key;
    std::uint32_t entries = 0;   ///< that are its own of those that follow
    std::uint16_t archived = 0;  ///< 1: the archive has older entries
    std::uint16_t awaited = 0;   ///< pending moves that lead here
  };
  struct entry {
    item_index item = 0;
    std::uint32_t time_s = 0;
    std::uint8_t type = 0;
    std::uint8_t value = 0;
    std::uint16_t removal = 0;
  };
  std::vector<user> users;
  std::vector<entry> entries;                ///< of the first user, oldest first, then of the second, ...
  std::uint64_t random_state = 0;            ///< of the choice of idle users
  std::vector<std::uint32_t> archived = {};  ///< fingerprints of users that the archive has
};

/// Histories of the users of one customer. Thread-safe; striped, so that readers of different users rarely
/// meet.
///
/// Idle users may be dropped once they are in an archive, which is not the table's business. A fingerprint of
/// four bytes stays; a stranger has the same by chance once in ten thousand and costs a look into the
/// archive. What comes in for a dropped user makes a short history, which is joined with the old one by
/// `bring_back`: removals are kept until then, and moves are put off.
class profile_table {
 public:
  explicit profile_table(const profile_settings& settings = {});
  ~profile_table();
  profile_table(const profile_table&) = delete;
  profile_table& operator=(const profile_table&) = delete;

  /// From now on histories are kept so: fewer items hold for what is read at once, and free memory when
  /// something comes in for a user; more let histories grow. Another session holds for what comes in.
  void set_bounds(history_bounds bounds) { bounds_ = bounds; }

  /// Adds what one event says. `entry.value` is the percentage, the rating, the units, or 1.
  /// Entries older than those of the same item and type change nothing but the value that is kept.
  /// Of entries of one second the one applied last counts as the newest.
  void apply(const user_key& user, const history_entry& entry);

  /// Replaces `out` by the user's history, newest first; empty for an unknown user.
  void read(const user_key& user, std::vector<history_entry>& out) const;

  /// Replaces `out` by the histories of several keys of one person as if all had been one, newest first; of
  /// one second those of earlier keys come first. Each entry counts for the item that `counts_for` says,
  /// unless that was taken out.
  void read(std::span<const user_key> users, std::vector<history_entry>& out,
            const item_at_time& counts_for = {}) const;

  /// Takes an item out of one history of the user, unless the entry is newer than `until_s`; one that comes
  /// late and is older stays out.
  void remove(const user_key& user, item_index item, events::history_type type, std::uint32_t until_s);

  static constexpr std::uint32_t until_any_time = std::numeric_limits<std::uint32_t>::max();

  /// Takes the entries up to `until_s` from one user and adds them to the other; later when the archive has
  /// some of them.
  void move(const user_key& from, const user_key& to, std::uint32_t until_s = until_any_time);

  /// Users in memory.
  [[nodiscard]] std::size_t size() const;

  /// Users of whom the archive may know; not fewer than those of whom it does.
  [[nodiscard]] std::size_t archived() const;

  /// Bytes that are counted in the budget.
  [[nodiscard]] std::size_t bytes() const;

  /// False when `read` would miss what the archive has of the user.
  [[nodiscard]] bool is_at_hand(const user_key& user) const;

  /// Joins a user's history with the older part that the archive has (oldest first), unless that has been
  /// done, or some of it is to move first. Entries that are older than what was loaded stay away.
  void bring_back(const user_key& user, std::span<const history_entry> older);

  /// Whether moves wait for the archive.
  [[nodiscard]] bool has_pending_moves() const { return pending_count_ != 0; }
  [[nodiscard]] std::vector<pending_move> pending_moves() const;

  /// The move to be done first, by `finish_move` with what the archive has of its source (oldest first),
  /// unless that is at hand. For one caller at a time; nothing is dropped or erased between the two.
  [[nodiscard]] std::optional<pending_move> next_pending_move() const;
  void finish_move(const pending_move& what, std::span<const history_entry> older);

  /// Replaces `out` by up to `count` users of a share that have been idle for long, each once.
  void pick_idle(std::size_t part_number, std::size_t count, std::vector<idle_user>& out);

  /// Replaces `out` by the user's entries as they are kept, oldest first.
  void look_up(const user_key& user, std::vector<history_entry>& out) const;

  /// Drops a user that the archive has now, or that is to be forgotten, unless anything has changed since it
  /// was picked; whether it did.
  bool drop(const idle_user& picked, bool archived = true);

  /// The archive has nothing of this user any more, nor of another one with the same fingerprint.
  void forget_archived(const user_key& user);

  /// Forgets a user, with what is to move to it. What the archive may have of it is to be erased before
  /// anything is read from there.
  void forget(const user_key& user);

  /// Whether users wait to be erased from the archive; hands them over, or takes them back. They neither come
  /// back nor are dropped before that.
  [[nodiscard]] bool has_erasures() const { return erasure_count_ != 0; }
  [[nodiscard]] std::vector<user_key> take_erasures();
  void put_back_erasures(const std::vector<user_key>& users);

  /// Users in a share.
  [[nodiscard]] std::size_t size(std::size_t part_number) const;

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

  /// Takes over the moves that were pending in the table that is loaded.
  void load_pending(const std::vector<pending_move>& moves);

 private:
  static constexpr std::uint16_t awaited_max = 0x7FFF;
  /// A user; its entries, oldest first, are in the pool of its share.
  struct user_history {
    user_key user;
    std::uint32_t block = 0;         // of the pool, unless there are no entries
    std::uint16_t count = 0;         // of entries
    std::uint16_t awaited : 15 = 0;  // pending moves that lead here
    std::uint16_t archived : 1 = 0;  // the archive has older entries
    [[nodiscard]] bool is_complete() const { return archived == 0 && awaited == 0; }
  };
  /// A user as it was.
  struct kept_user {
    user_history user;
    std::vector<history_entry> entries;
  };
  using user_list = chunked_list<user_history>;
  // The set holds places in `users` and looks the keys up there: a user can be picked at random in one step.
  struct hash_of_user {
    using is_transparent = void;
    const user_list* users;
    std::size_t operator()(const user_key& user) const noexcept { return std::hash<user_key>{}(user); }
    std::size_t operator()(std::uint32_t place) const noexcept { return (*this)((*users)[place].user); }
  };
  struct same_user {
    using is_transparent = void;
    const user_list* users;
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
    boost::unordered_flat_map<std::uint32_t, kept_user> before;  // by place: changed since, as they were
  };
  /// A share of the users. Aligned so that the locks of two stripes never share a cache line.
  struct alignas(64) stripe {
    mutable std::mutex mutex;  // guards all below
    user_list users;
    boost::unordered_flat_set<std::uint32_t, hash_of_user, same_user> places{0, hash_of_user{&users},
                                                                             same_user{&users}};
    std::uint64_t random_state = 0x9E3779B97F4A7C15ULL;
    std::unique_ptr<save_progress> saving;              // null: nothing of the share is to be saved
    boost::unordered_flat_set<std::uint32_t> archived;  // fingerprints
    memory_budget* budget = nullptr;
    std::size_t bytes = 0;
    entry_pool pool;

    /// Keeps a user as it is if that is still to be saved: to be called before anything of it changes.
    void keep_for_save(std::uint32_t place);
    /// The place of a user that is about to change.
    std::uint32_t change_or_add(const user_key& user, std::size_t users_max);
    std::uint32_t pick_idle();
    void count();
    /// Of a user, oldest first; until anything changes.
    [[nodiscard]] std::span<const history_entry> entries_of(const user_history& user) const {
      return user.count == 0 ? std::span<const history_entry>{} : pool.entries(user.block, user.count);
    }
    void write(std::uint32_t place, std::span<const history_entry> entries);
    /// Runs `alter` on the entries of a user that is about to change.
    template <class Alter>
    void alter(std::uint32_t place, const Alter& alter) {
      auto& entries = taken_out(place);
      alter(entries);
      write(place, entries);
    }
    [[nodiscard]] std::vector<history_entry>& taken_out(std::uint32_t place) const;
    void erase(std::uint32_t place);
    void remember_archived(const user_key& user);
    [[nodiscard]] bool may_be_archived(const user_key& user) const;
    /// Whether the archive has nothing of the user, as far as is known.
    [[nodiscard]] bool is_complete(const user_key& user) const;
    /// True when all is saved.
    bool save_some(saved_profiles& out);
  };
  [[nodiscard]] stripe& stripe_at(std::size_t place);
  [[nodiscard]] stripe& stripe_of(const user_key& user);
  [[nodiscard]] const stripe& stripe_of(const user_key& user) const;

  void put_off_move(const user_key& from, const user_key& to, std::uint32_t until_s);
  /// False when the move is not to be done any more.
  bool end_pending_move(const pending_move& what);
  [[nodiscard]] bool is_to_erase(const user_key& user) const;
  [[nodiscard]] bool is_to_move(const user_key& from) const;
  std::vector<history_entry> take_older(const pending_move& what, std::span<const history_entry> older);
  [[nodiscard]] history_bounds bounds() const { return bounds_.load(std::memory_order_relaxed); }

  const std::size_t stripe_users_max_;
  const std::shared_ptr<memory_budget> budget_;
  std::atomic<history_bounds> bounds_;
  std::atomic<std::uint32_t> since_s_{0};  // what is older was not loaded
  mutable std::mutex pending_mutex_;       // guards what follows; taken after a stripe's, never before
  std::deque<pending_move> pending_;
  std::uint32_t last_move_ = 0;
  std::atomic<std::size_t> pending_count_{0};
  boost::unordered_flat_set<user_key, std::hash<user_key>> erasures_;
  std::atomic<std::size_t> erasure_count_{0};
  array_on_demand<stripe, stripe_count> stripes_;
};

}  // namespace footfall::profile
