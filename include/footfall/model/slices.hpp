// Parts of the log that say what some users like: those with a value of an attribute, or of a segment; and
// what is liked at some hours.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::model {

/// Segments of which a user is in all, or in any.
struct segment_choice {
  std::string join = "and";             ///< or `or`
  std::vector<std::string> segments{};  ///< `7`, or a value that the customer says a user has: `country=DE`
  friend bool operator==(const segment_choice&, const segment_choice&) = default;
};

/// Users for whom all parts are true.
struct segment_group {
  std::string id;
  std::vector<segment_choice> parts{};
  friend bool operator==(const segment_group&, const segment_group&) = default;
};

/// Hours of each day by the customer's clocks, `09:00` to before `12:30`.
struct time_slot {
  std::string from, to;
  friend bool operator==(const time_slot&, const time_slot&) = default;
};

/// The attribute whose values are the segments of a user; `7` is short for `segment=7`.
inline constexpr std::string_view segment_attribute = "segment";

/// `segment=7` of `7`, and `country=DE` as it is. Thread-safe.
[[nodiscard]] std::string fact_of(std::string_view segment);

/// Whether a group is true for a user of whom these facts (`key=value`) are known. Thread-safe.
[[nodiscard]] bool is_true(const segment_group& group, std::span<const std::string> facts);

/// `09:00-12:30`. Thread-safe.
[[nodiscard]] std::string name_of(const time_slot& slot);

/// Whether a minute of the day, 0..1439, is in the slot. Thread-safe.
[[nodiscard]] bool is_within(const time_slot& slot, std::uint32_t minute);

/// Minutes since midnight of `09:30`, up to `24:00`; nothing when it is none. Thread-safe.
[[nodiscard]] std::optional<std::uint32_t> minute_of(std::string_view time_of_day);

/// What rows of one part of the log are counted from.
struct slice_rows;

/// What the newest events of one part of the log say.
struct model_slice {
  std::string name;               ///< the id of a group, a fact, or `09:00-12:30`
  std::vector<item_index> items;  ///< ascending, each once
  std::vector<float> amounts;     ///< of each, by age; > 0; of kinds that count rows there are none
  double total = 0;               ///< of them; of ratings how many there are, of rows how many sequences
  /// Of ratings, whose amounts are sums of shares of the largest one: how many there are of each item.
  std::vector<float> counts{};
  /// Of what happened in segments that events carry: these, as facts; ascending.
  std::vector<std::string> facts{};
  boost::shared_ptr<const slice_rows> rows{};  ///< null: of a kind that counts none

  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  /// Of an item in `items`; `nowhere` when it is not there.
  [[nodiscard]] std::size_t place_of(item_index item) const noexcept;
  [[nodiscard]] float amount_of(item_index item) const noexcept;
  [[nodiscard]] float count_of(item_index item) const noexcept;
  [[nodiscard]] bool is_of_ratings() const noexcept { return !counts.empty(); }
  [[nodiscard]] bool holds(item_index item) const noexcept;
};

/// The slices of one model.
using model_slices = std::vector<model_slice>;

/// The customer's users, and what it says of them. Without `visit` nothing is known.
struct known_users {
  using visitor = std::function<void(const user_key&, std::string_view key, std::string_view value)>;
  std::function<void(const visitor&)> visit{};
  std::uint64_t revision = 0;  ///< grows with what is said
};

}  // namespace footfall::model
