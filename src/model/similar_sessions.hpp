// The past sessions that share items with a context: found by merging lists, the most similar ones chosen.
#pragma once

#include "footfall/model/best_entries.hpp"
#include "footfall/model/model.hpp"
#include "model/neighbour_sessions.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// A past session that shares items with the context.
struct similar_session {
  listed_session session;
  std::uint32_t shared;  ///< bit r: it holds the context item of rank r
  float score;           ///< how similar it is
};

/// The context, each item once, newest first.
struct ranked_context {
  std::array<item_index, context_items_max> items{};
  std::size_t size = 0;

  ranked_context(std::span<const item_index> context, std::size_t size_max);
};

/// The `wanted` newest sessions that hold an item of the context, in any order, their scores 0; they lie in
/// `room`. Thread-safe.
[[nodiscard]] std::span<similar_session> find_newest_sessions(const neighbour_sessions& index,
                                                              const ranked_context& context,
                                                              std::size_t wanted,
                                                              std::vector<similar_session>& room);

/// The `wanted` sessions with the largest scores, of equal ones the newer, in any order; valid until the next
/// call with the same `best`.
[[nodiscard]] std::span<similar_session> choose_most_similar(const neighbour_sessions& index,
                                                             std::span<const similar_session> sessions,
                                                             std::size_t wanted,
                                                             best_entries<similar_session>& best);

}  // namespace footfall::model
