// Histories of idle users in a file of their own beside the events. A cache of the fold: it can be emptied.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::store {

/// A moment in the life of an archive: which archive it is, and the last generation of rows that counts.
struct archive_mark {
  std::array<std::uint64_t, 2> id{};
  std::uint64_t generation = 0;
  friend bool operator==(const archive_mark&, const archive_mark&) = default;
};

/// What is kept of a user; the archive does not know what the bytes mean.
struct archived_history {
  customer_number customer;
  user_key user;
  std::string_view content;
  std::uint32_t last_s = 0;  ///< until when it is new enough to be kept; seconds since the epoch
};

/// What a look for old rows has found.
struct swept_histories {
  struct user {
    customer_number customer;
    user_key key;
    /// No other user of the customer that the archive has is in the same share (`words[1] % 64`) with the
    /// same upper half of the second word.
    bool alone = false;
  };
  std::vector<user> dropped;
  bool finished = false;  ///< the next look begins anew
};

/// Rows carry the generation in which they were written. A newer row of a user stands beside the one that the
/// last confirmed generation has, so that the archive can go back to it after a crash. For one caller at a
/// time.
class history_archive {
 public:
  virtual ~history_archive() = default;

  /// Goes back to a moment, so that what was put later counts no more. Returns false, and is empty, when that
  /// is not a moment of this archive or the rows of then are gone. To be called first.
  [[nodiscard]] virtual result<bool> go_back(const archive_mark& moment) = 0;

  /// The archive as it is: puts up to now are in this generation.
  [[nodiscard]] virtual archive_mark mark() const = 0;

  /// Later puts are in the next generation.
  [[nodiscard]] virtual result<void> begin_generation() = 0;

  /// Makes what was put durable.
  [[nodiscard]] virtual result<void> flush() = 0;

  /// `moment` will be gone back to, earlier ones will not.
  [[nodiscard]] virtual result<void> confirm(const archive_mark& moment) = 0;

  /// Replaces users' rows, all or none; fastest when they are neighbours: of equal `words[1] % 64`.
  [[nodiscard]] virtual result<void> put(std::span<const archived_history> rows) = 0;

  /// Replaces `content` by what is kept of a user; false when nothing is.
  [[nodiscard]] virtual result<bool> find(customer_number customer, const user_key& user,
                                          std::string& content) = 0;

  /// Removes all that there is of these users, so that no byte of it stays in the file once it is flushed.
  /// Going back to a moment does not bring it back.
  [[nodiscard]] virtual result<void> erase(customer_number customer, std::span<const user_key> users) = 0;

  /// Forgets all of a customer.
  [[nodiscard]] virtual result<void> clear(customer_number customer) = 0;

  /// Looks at up to `rows_max` rows from where the last look ended, and drops those users whose history is
  /// older than `since_s` of their customer says, and those of customers that are not in it. Going back to a
  /// moment does not bring the former back; when some of the latter go, nobody can go back to before.
  [[nodiscard]] virtual result<swept_histories> sweep(const std::map<customer_number, std::uint32_t>& since_s,
                                                      std::size_t rows_max) = 0;

  /// Makes the file shorter by up to `bytes_max`, when more than a quarter of it is free.
  [[nodiscard]] virtual result<void> shrink(std::size_t bytes_max) = 0;

  /// After a failure, when it is not known which of the calls above have been done: what is there stays, but
  /// nobody can go back to before. Shows that the archive can be written.
  [[nodiscard]] virtual result<void> renew() = 0;

  /// Size on disk.
  [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
};

/// Opens an archive; makes a new one in place of a file that is none. Errors: `store_failed`.
[[nodiscard]] result<std::unique_ptr<history_archive>> open_history_archive(
    const std::filesystem::path& file);

}  // namespace footfall::store
