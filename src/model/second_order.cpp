// Neighbours of neighbours: the rows that they are in.
#include "model/second_order.hpp"

#include <algorithm>

namespace footfall::model {

std::size_t find_further_rows(const neighbour_table& table, std::span<const neighbour> own,
                              float second_order, further_row* out) noexcept {
  if (own.size() >= short_row_neighbours || !(second_order > 0)) return 0;
  // Rows lie all over the memory: each loop asks for what the next one reads.
  for (const auto& near : own)
    if (near.item < table.rows.size()) __builtin_prefetch(&table.rows[near.item]);
  std::size_t found = 0;
  for (const auto& near : own) {
    const auto row = table.row_of(near.item);
    if (row == neighbour_table::no_row) continue;
    __builtin_prefetch(&table.offsets[row]);
    __builtin_prefetch(&table.sums[row]);
    out[found++] = {nullptr, row, near.weight * second_order};
  }
  for (std::size_t next = 0; next < found; ++next) {
    const auto row = out[next].size;
    const auto far = table.neighbours_of(row);
    __builtin_prefetch(far.data());
    out[next].factor /= table.sums[row];
    out[next].begin = far.data();
    out[next].size = static_cast<std::uint32_t>(std::min(far.size(), further_neighbours));
  }
  return found;
}

}  // namespace footfall::model
