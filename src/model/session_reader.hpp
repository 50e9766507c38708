// Reads the different items of a session.
#pragma once

#include "model/session_contents.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace footfall::model {

/// A longer session is a robot or a catalogue import: its newest items are kept only, so that no session
/// makes a request slow.
inline constexpr std::size_t session_items_max = 500;

/// Finds the items of one session after the other. Not thread-safe.
class session_reader {
 public:
  /// The items of a session, each at its last place, in order of time; valid until the next call.
  [[nodiscard]] std::span<const session_item> read(const session_view& session) {
    ++stamp_;
    const auto items = session.items;
    auto* next = found_.data() + found_.size();
    // Backwards, so that the last place of an item is met first, and the newest items are the ones kept.
    for (std::size_t steps = 0; steps < items.size() && next != found_.data(); ++steps) {
      const auto item = items[items.size() - 1 - steps];
      if (item >= seen_.size()) seen_.resize(std::max<std::size_t>(item + std::size_t{1}, 2 * seen_.size()));
      if (seen_[item] == stamp_) continue;
      seen_[item] = stamp_;
      *--next = {item, static_cast<std::uint32_t>(std::min<std::size_t>(steps, steps_max))};
    }
    return {next, found_.data() + found_.size()};
  }

 private:
  static constexpr std::size_t steps_max = std::numeric_limits<std::uint16_t>::max();

  std::vector<std::uint64_t> seen_;  // by item, the last session that held it
  std::uint64_t stamp_ = 0;
  std::vector<session_item> found_ = std::vector<session_item>(session_items_max);
};

}  // namespace footfall::model
