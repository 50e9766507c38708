// The regressions of ridge on sets: one small system of equations for each item.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "model/sequences.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// How much `item` in a context speaks for `target`.
struct set_weight {
  item_index item;
  item_index target;
  float weight;
};

/// In how many sets an item is together with another.
struct shared_sets {
  item_index item;
  std::uint32_t sets;
};

/// By item: the items that are in the most sets with it, at most 1000, in order of items; the counts of pairs
/// beyond that are taken for 0. On `threads` threads.
[[nodiscard]] std::vector<std::vector<shared_sets>> count_shared_sets(const sequences& sets,
                                                                      unsigned threads);

/// Solves the regression of each target (`ridge_sets.hpp`). On `threads` threads; the order of what is
/// returned does not depend on their number.
[[nodiscard]] std::vector<set_weight> solve_regressions(const sequences& sets,
                                                        const std::vector<std::vector<shared_sets>>& shared,
                                                        double regularization, unsigned threads);

/// Solves (matrix + regularization * I) x = right, in place of `right`, for a symmetric positive semidefinite
/// matrix of so many rows, of which the lower triangle is overwritten.
void solve_ridge(std::span<double> matrix, std::span<double> right, double regularization) noexcept;

}  // namespace footfall::model
