// When what the catalogue says of an item begins or ceases to hold, without anybody saying anything: an
// answer that is older than that may be another one now.
#pragma once

#include "footfall/catalog/catalogue.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace footfall::recommend {

/// Whether time alone ever changes something about the item. Thread-safe.
[[nodiscard]] inline bool may_turn(const catalog::item_record& told,
                                   std::span<const std::int64_t> ages_s) noexcept {
  return told.valid_from_s != 0 || told.valid_to_s != catalog::item_record::always || told.has_sale ||
         !ages_s.empty();
}

/// The newest such second until `now_s`: the edges of its validity and of its sale, and its birthdays at
/// `ages_s`; 0: there was none. Thread-safe.
[[nodiscard]] inline std::int64_t newest_turn_s(const catalog::item_record& told,
                                                std::span<const std::int64_t> ages_s,
                                                std::int64_t now_s) noexcept {
  std::int64_t newest_s = 0;
  const auto note = [&](std::int64_t at_s) {
    if (at_s <= now_s) newest_s = std::max(newest_s, at_s);
  };
  note(told.valid_from_s);
  note(std::int64_t{told.valid_to_s} + 1);  // the last second belongs to it
  if (told.has_sale) {
    note(told.sale_from_s);
    note(std::int64_t{told.sale_to_s} + 1);
  }
  for (const auto age_s : ages_s)
    for (const auto begin_s : {told.added_s, told.valid_from_s})
      if (begin_s != 0) note(begin_s + age_s);
  return newest_s;
}

}  // namespace footfall::recommend
