// What persons buy again and again: the occasions of each person and item, in a few numbers.
#pragma once

#include "footfall/model/event_history.hpp"
#include "footfall/model/saved_model.hpp"
#include "model/age_decay.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// An item that one person bought on at least two occasions. Times are seconds since the epoch.
struct repeat {
  static constexpr bool has_no_padding = true;
  item_index item = 0;
  std::uint32_t first_s = 0;     ///< of the first occasion
  std::uint32_t last_s = 0;      ///< of the newest purchase
  std::uint32_t occasions = 0;   ///< at least 2
  std::uint32_t interval_s = 0;  ///< lower quartile of the times between occasions
  std::uint32_t longest_s = 0;   ///< the longest of them
  std::uint32_t below_s = 0;     ///< the next shorter than the lower quartile; 0: there is none
  std::uint32_t above_s = 0;     ///< the next longer; without one the quartile
  float decayed = 0;             ///< sum over the occasions of their weight by age
};

/// The lower quartile of the times between occasions with one more. Thread-safe.
[[nodiscard]] double interval_with(const repeat& of, double gap_s) noexcept;

/// Purchases here and elsewhere.
inline constexpr std::array repeat_events{events::event_type::buy, events::event_type::owns};

/// Which purchases count, and how.
struct repeat_rules {
  std::uint32_t after_s = 0;      ///< only later ones
  std::uint32_t until_s = 0;      ///< and those up to then
  std::uint32_t apart_s = 1;      ///< one that comes sooner after the begin of an occasion belongs to it
  std::int64_t half_life_ms = 0;  ///< of the weight of an occasion; ages count from `until_s`
};

/// The repeats of all persons, found by user. Immutable, thread-safe.
class repeat_table {
 public:
  repeat_table() = default;
  /// Counts all purchases: n log n steps, 16 bytes for each while it runs.
  repeat_table(const event_history& history, const repeat_rules& rules);

  /// Those of the person with this user id, by item; empty when there are none.
  [[nodiscard]] std::span<const repeat> of(const user_key& user) const noexcept;

  /// The mean time between two occasions, of all persons and items; that of most shops where it is known of
  /// fewer than 100.
  [[nodiscard]] double mean_gap_s() const noexcept;

  /// How many there are, and of how many items.
  [[nodiscard]] std::size_t size() const noexcept { return repeats_.size(); }
  [[nodiscard]] std::size_t items() const;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Writes what `load` makes the same from.
  void save(model_writer& to) const;
  /// Nothing when none of items below `items_end` was ever saved like this.
  [[nodiscard]] static std::optional<repeat_table> load(model_reader& from, std::size_t items_end);

 private:
  struct user_row {
    static constexpr bool has_no_padding = true;
    user_key user;
    std::uint64_t begin = 0;  // in repeats_; those of the user end where those of the next begin
  };

  void find_users(const event_history& history, std::span<const owner_number> owner_of);

  std::vector<user_row> users_;  // by user
  std::vector<repeat> repeats_;
  double gaps_s_ = 0;  // sum
  std::uint64_t gaps_ = 0;
};

}  // namespace footfall::model
