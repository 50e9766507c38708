// The newest sessions that hold an item: an immutable list that several indexes share.
#pragma once

#include "model/session_contents.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace footfall::model {

/// A session in a list: the second of its last event, then where it lies. The newer the larger; of those of
/// one second any may be the larger.
using listed_session = std::uint64_t;

[[nodiscard]] constexpr listed_session make_listed(std::uint32_t last_s, std::uint32_t place) noexcept {
  return std::uint64_t{last_s} << 32 | place;
}
[[nodiscard]] constexpr std::uint32_t last_s_of(listed_session session) noexcept {
  return static_cast<std::uint32_t>(session >> 32);
}
[[nodiscard]] constexpr std::uint32_t place_of(listed_session session) noexcept {
  return static_cast<std::uint32_t>(session);
}

/// Age of a session as the history alone has it: the second of its last event, then its owner. No two
/// sessions have the same.
using session_age = std::uint64_t;

[[nodiscard]] constexpr session_age age_of(listed_session session, owner_number owner) noexcept {
  return make_listed(last_s_of(session), owner);
}

/// Of sessions in falling order keeps the newest `count` by their ages; `owner_of` tells the owner of a
/// listed session. Returns the age of the oldest one kept. `sessions` has more than `count`, which is not 0.
template <class OwnerOf>
session_age cut_to_newest(std::vector<listed_session>& sessions, std::size_t count, OwnerOf owner_of) {
  const auto last_s = last_s_of(sessions[count - 1]);
  const auto first = std::ranges::lower_bound(sessions, last_s, std::greater(),
                                              [](listed_session each) { return last_s_of(each); });
  const auto end = std::find_if(first, sessions.end(), [&](auto each) { return last_s_of(each) != last_s; });
  const auto limit = sessions.begin() + static_cast<std::ptrdiff_t>(count);
  std::sort(first, end, [&](auto left, auto right) { return owner_of(left) > owner_of(right); });
  const auto oldest = age_of(limit[-1], owner_of(limit[-1]));
  std::sort(first, limit, std::greater());
  sessions.resize(count);
  return oldest;
}

/// The list. Copies share it. Immutable, thread-safe.
class session_list {
 public:
  /// No sessions.
  session_list() = default;
  /// `sessions` in falling order; `oldest`: when older ones were left out, the age of the oldest one that was
  /// not, else 0.
  session_list(std::span<const listed_session> sessions, session_age oldest);

  /// The sessions, the newest first, with a 0 behind them; null when there has never been one.
  [[nodiscard]] const listed_session* begin() const noexcept {
    return words_ ? words_.get() + header_words : nullptr;
  }
  [[nodiscard]] std::size_t size() const noexcept { return words_ ? words_[0] : 0; }
  [[nodiscard]] std::span<const listed_session> sessions() const noexcept { return {begin(), size()}; }
  /// Sessions of less than this age were left out; 0: none were.
  [[nodiscard]] session_age oldest() const noexcept { return words_ ? words_[1] : 0; }

  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return words_ ? (size() + header_words + 1) * sizeof(listed_session) : 0;
  }

 private:
  static constexpr std::size_t header_words = 2;

  std::shared_ptr<const listed_session[]> words_;  // size, oldest, the sessions, 0
};

}  // namespace footfall::model
