// Which user ids are one person: links from an id to the account that logged in with it, each with a time.
//
// What an id did before a login, and after the login before that, belongs to the account of this login; what
// it does after its last login stays its own. docs/decisions/0004-links-with-a-time.md says why.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <boost/container/deque.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace footfall::identity {

/// One link. Links of one source are in the order of time, then of number.
struct user_link {
  user_key source;
  user_key target;
  std::int64_t time_ms = 0;  ///< of the login, or of the last one of several in a row with the same target
  std::uint64_t number = 0;  ///< from 1, in the order in which links were added
};

/// A user id that is not linked with others.
struct unlinked_user {
  user_key user;
  std::int64_t time_ms = 0;  ///< of the login that showed it
  bool placeholder = false;  ///< true: its text says so (`null`); false: it was linked with too many others
};

/// What a statement changed.
struct link_change {
  std::optional<user_link> added;       ///< a new link, or a known one with its new time
  std::vector<user_link> removed;       ///< links that hold no more
  std::vector<unlinked_user> unlinked;  ///< users that will not be linked any more from now on
};

/// A table as it is kept in a file.
struct saved_links {
  struct unlinked {
    user_key user;
    std::int64_t time_ms = 0;
    std::uint64_t placeholder = 0;  ///< 0 or 1
  };
  std::vector<user_link> links;  ///< by number
  std::vector<unlinked> unlinked_users;
  std::uint64_t last_number = 0;  ///< of all links that ever were
  std::uint64_t remembered = 0;   ///< of how many numbers, the last included, links may be there
};

/// Bounds of a table.
struct link_limits {
  std::size_t links_max = 500'000;      ///< in all; of more the oldest are forgotten
  std::size_t links_of_user_max = 256;  ///< as source, and as target; the same
  std::size_t unlinked_max = 10'000;    ///< users that are remembered as not to be linked
};

/// Links of the users of one customer. A fold: the same statements in the same order give the same table.
/// Not thread-safe.
class link_table {
 public:
  explicit link_table(const link_limits& limits = {}) : limits_(limits) {}

  /// Others that one user id may be linked with within `partner_window_ms` before it is taken for a shared or
  /// meaningless one; the default.
  static constexpr std::size_t partners_default = 50;
  static constexpr std::int64_t partner_window_ms = 7 * std::int64_t{86'400'000};
  /// Most links that are followed from one id to its account.
  static constexpr std::size_t depth_max = 8;

  /// A login. Does nothing for a user with itself and for users that are not linked; a repeated login moves
  /// the time of its link. A user with more than `partners_max` others loses those links and gets no more.
  link_change add(const user_key& source, const user_key& target, std::int64_t time_ms,
                  std::size_t partners_max = partners_default);

  /// Undoes all links from `source` to `target`.
  link_change remove(const user_key& source, const user_key& target);

  /// Takes all links from a user and gives it no more, since its id is a placeholder.
  link_change refuse(const user_key& user, std::int64_t time_ms);

  /// Lets logins of a user that was not to be linked make links again; those that it lost stay lost. False
  /// when it was not one.
  bool allow(const user_key& user);

  /// The first link of `user` after this time and number; null when there is none. With the default number:
  /// the link that something done at `time_ms` belongs to. Valid until the next change.
  [[nodiscard]] const user_link* next_link(
      const user_key& user, std::int64_t time_ms,
      std::uint64_t number = std::numeric_limits<std::uint64_t>::max()) const;

  /// The account that a link leads to, by the links that follow it.
  [[nodiscard]] user_key account_of(const user_link& first) const;

  /// Calls `visit` for the links that lead to `user` now, newest first, those of their sources after them; at
  /// most `count_max`.
  void visit_links_to(const user_key& user, std::size_t count_max,
                      const std::function<void(const user_link&)>& visit) const;

  /// Calls `visit` with each user that is the source of links, and them.
  void visit_sources(const std::function<void(const user_key&, const std::vector<user_link>&)>& visit) const;

  /// True when there is a link from `source` to `target`.
  [[nodiscard]] bool holds(const user_key& source, const user_key& target) const;

  [[nodiscard]] std::size_t size() const noexcept { return links_; }
  [[nodiscard]] std::vector<unlinked_user> unlinked() const;
  [[nodiscard]] std::optional<unlinked_user> find_unlinked(const user_key& user) const;
  [[nodiscard]] std::size_t unlinked_count() const noexcept { return unlinked_.size(); }

  /// The table as it is. Takes about 0.2 microseconds for each link.
  [[nodiscard]] saved_links save() const;

  /// Fills an empty table. Errors: `io_failed` when this was never saved from a table with these limits; the
  /// table is then of no use.
  [[nodiscard]] result<void> load(const saved_links& from);

 private:
  struct reference {
    user_key source;
    std::uint64_t number = 0;
  };
  struct links_of_user {
    std::vector<user_link> outgoing;  // by time, then number
    std::vector<reference> incoming;  // by number
  };

  [[nodiscard]] const user_link* find(const reference& which) const;
  [[nodiscard]] std::size_t partners_of(const user_key& user, std::int64_t time_ms) const;
  [[nodiscard]] user_link* repeated_by(const user_key& source, const user_key& target, std::int64_t time_ms);
  user_link insert(const user_key& source, const user_key& target, std::int64_t time_ms);
  void erase(const reference& which);
  void forget_oldest(const user_link& added);
  void unlink(const user_key& user, std::int64_t time_ms, bool placeholder, link_change& change);
  void visit_level(const user_key& user, std::uint64_t followed_by, std::size_t depth, std::size_t& left,
                   const std::function<void(const user_link&)>& visit) const;

  const link_limits limits_;
  boost::unordered_flat_map<user_key, links_of_user, std::hash<user_key>> users_;
  boost::unordered_flat_map<user_key, unlinked_user, std::hash<user_key>> unlinked_;
  boost::container::deque<reference> order_;  // of being added; those of links that are gone may stand in it
  std::size_t links_ = 0;
  std::uint64_t last_number_ = 0;
};

}  // namespace footfall::identity
