// Histories of persons: those of their user ids, joined where a login links them.
#pragma once

#include "footfall/identity/link_table.hpp"
#include "footfall/profile/profile_table.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace footfall::profile {

/// Histories and links of the users of one customer. Thread-safe; a reader waits for another reader never,
/// and for a login only for as long as its few entries move.
///
/// A login closes the history of its source up to then: the entries lie under a key of the link. Reading an
/// account joins its own entries with those of the links that lead to it, so that undoing a link is giving
/// its entries back.
class linked_profiles {
 public:
  explicit linked_profiles(const profile_settings& settings = {}) : profiles_(settings) {}

  /// Most links whose entries are read for one account, the newest first.
  static constexpr std::size_t links_read_max = 32;

  /// Adds what one event says, at `time_ms`; see `profile_table::apply`.
  void apply(const user_key& user, const history_entry& entry, std::int64_t time_ms);

  /// Takes an item out of one history of the person, unless it came newer than `until_s`.
  void remove(const user_key& user, item_index item, events::history_type type, std::uint32_t until_s);

  /// A login, the undoing of one, and a user id that means nobody; see `identity::link_table`. Each returns
  /// what changed.
  identity::link_change link(const user_key& source, const user_key& target, std::int64_t time_ms,
                             std::size_t partners_max);
  identity::link_change unlink(const user_key& source, const user_key& target);
  identity::link_change refuse(const user_key& user, std::int64_t time_ms);

  /// Lets logins of a user link again; see `identity::link_table::allow`.
  bool allow(const user_key& user);

  /// Forgets a user: its entries and links. What others did before they logged in as this user is theirs
  /// again.
  void forget(const user_key& user);

  /// Replaces `out` by the history of the person that uses this id now, newest first; empty for an unknown
  /// one. Each entry counts for the item that `counts_for` says.
  void read(const user_key& user, std::vector<history_entry>& out, const item_at_time& counts_for = {}) const;

  /// False when `read` would miss what the archive has of the person; see `profile_table`.
  [[nodiscard]] bool is_at_hand(const user_key& user) const;

  /// Replaces `keys` by those under which the person's entries lie.
  void collect_keys(const user_key& user, std::vector<user_key>& keys) const;

  /// Replaces `users` by the user and those whose earlier entries logins have made this user's.
  void collect_users(const user_key& user, std::vector<user_key>& users) const;

  /// The histories themselves, for what drops users and brings them back.
  [[nodiscard]] profile_table& table() noexcept { return profiles_; }
  [[nodiscard]] const profile_table& table() const noexcept { return profiles_; }

  /// Users with a history in memory; a closed part of a history counts as one.
  [[nodiscard]] std::size_t size() const { return profiles_.size(); }

  /// Whether links that were there are gone since the last call: persons that no event named have changed.
  [[nodiscard]] bool has_taken_links_back() noexcept { return taken_back_.exchange(false); }

  [[nodiscard]] bool holds_link(const user_key& source, const user_key& target) const;
  [[nodiscard]] std::size_t links() const;
  /// Memory of the links.
  [[nodiscard]] std::size_t links_bytes() const;
  [[nodiscard]] std::vector<identity::unlinked_user> unlinked() const;
  [[nodiscard]] std::optional<identity::unlinked_user> find_unlinked(const user_key& user) const;
  [[nodiscard]] std::size_t unlinked_count() const;

  /// As `profile_table::begin_save`, of histories and links.
  void begin_save();

  /// The links as of `begin_save`; once. A login meanwhile waits for as long as they are copied.
  [[nodiscard]] identity::saved_links save_links();

  /// See `profile_table::save`.
  void save(std::size_t part_number, saved_profiles& out) { profiles_.save(part_number, out); }

  /// Keeps nothing any more of what was not saved.
  void end_save();

  /// Fill an empty table; see `link_table::load` and `profile_table::load`.
  [[nodiscard]] result<void> load_links(const identity::saved_links& from);
  [[nodiscard]] result<void> load(std::size_t part_number, const saved_profiles& from, std::size_t items_end,
                                  std::uint32_t since_s) {
    return profiles_.load(part_number, from, items_end, since_s);
  }

 private:
  [[nodiscard]] user_key key_at(const user_key& user, std::int64_t time_ms, std::uint64_t number) const;
  void move_entries(const identity::link_change& change);

  void keep_links_as_they_are();

  std::atomic<bool> taken_back_{false};
  mutable std::shared_mutex mutex_;  // guards all down to `kept_links_`
  identity::link_table links_;
  bool links_unsaved_ = false;  // their next change must keep them for `save_links`
  identity::saved_links kept_links_;
  profile_table profiles_;
};

}  // namespace footfall::profile
