// The neighbours of every item, best first, in one array with offsets.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace footfall::model {

/// An item that goes with another, and how well.
struct neighbour {
  static constexpr bool has_no_padding = true;
  item_index item;
  float weight;  ///< > 0
  friend bool operator==(const neighbour&, const neighbour&) = default;
};

/// Compressed sparse rows. The rows lie in the order of their items' frequency, so that the rows which are
/// read most share pages.
struct neighbour_table {
  static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

  std::vector<std::uint32_t> rows;  ///< by item index; `no_row` for items without neighbours
  std::vector<std::size_t>
      offsets;  ///< row r holds `neighbours[offsets[r]]` up to `neighbours[offsets[r + 1]]`
  std::vector<neighbour> neighbours;  ///< equal weights: the more frequent item first, then by item index
  std::vector<float> sums;            ///< by row: of its weights

  [[nodiscard]] std::uint32_t row_of(item_index item) const noexcept {
    return item < rows.size() ? rows[item] : no_row;
  }
  [[nodiscard]] std::span<const neighbour> neighbours_of(std::uint32_t row) const noexcept {
    return std::span(neighbours).subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
  [[nodiscard]] std::span<const neighbour> of(item_index item) const noexcept {
    const auto row = row_of(item);
    return row == no_row ? std::span<const neighbour>() : neighbours_of(row);
  }

  /// Fills `sums` from the rest.
  void add_up() {
    sums.assign(offsets.size() - 1, 0.0F);
    for (std::uint32_t row = 0; row < sums.size(); ++row)
      for (const auto& near : neighbours_of(row)) sums[row] += near.weight;
  }

  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return rows.capacity() * sizeof(rows[0]) + offsets.capacity() * sizeof(offsets[0]) +
           neighbours.capacity() * sizeof(neighbours[0]) + sums.capacity() * sizeof(sums[0]);
  }
};

}  // namespace footfall::model
