// The entries of one user, oldest first: what it takes to add, move and remove some.
#pragma once

#include "footfall/profile/profile_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::profile {

/// The value of two entries of the same item and type. Shows are added where no more than a session lies
/// between them; else those of the newer session count.
[[nodiscard]] std::uint8_t merged_value(const history_entry& kept, const history_entry& added,
                                        std::uint32_t session_s) noexcept;

/// Adds an entry; see `profile_table::apply`. Of its type no more stay than `history_items_max` says.
void merge(std::vector<history_entry>& entries, history_entry added, const history_bounds& bounds);

/// Takes out what happened up to then, removals excepted.
[[nodiscard]] std::vector<history_entry> take_until(std::vector<history_entry>& entries,
                                                    std::uint32_t until_s);

/// Removals that are kept of one user; of more the oldest are forgotten.
/// More different items than a basket history has are not of use.
constexpr std::size_t removals_max = 128;

/// Notes that an item was taken out, so that an older addition that comes late stays out.
void keep_removal(std::vector<history_entry>& entries, const history_entry& removal);

/// Whether an item was taken out at a later second than this addition, which has come late.
[[nodiscard]] bool came_too_late(std::span<const history_entry> entries, const history_entry& added);

/// Whether a removal among `entries` applies to an older entry: one that is for at least so many moves.
[[nodiscard]] bool is_removed(std::span<const history_entry> entries, const history_entry& older,
                              std::uint8_t moves = 0);

}  // namespace footfall::profile
