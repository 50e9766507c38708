#include "model/set_regression.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/parallel_chunks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace footfall::model {

namespace {

constexpr std::size_t near_max = 100;
constexpr std::size_t row_max = 1000;
constexpr std::size_t regressed_items_per_chunk = 64;

// Counts the rows of one item after the other. One per thread.
class row_of_shared {
 public:
  explicit row_of_shared(const sequences& sets) : sets_(sets) {}

  void count(item_index of, std::vector<shared_sets>& row) {
    std::size_t places = 0;
    for (const auto set : sets_.holding(of)) places += sets_.items_of(set).size();
    counts_.clear(places);
    for (const auto set : sets_.holding(of))
      for (const auto item : sets_.items_of(set)) ++counts_.find_or_add(item).sets;
    const auto all = counts_.entries();
    row.assign(all.begin(), all.end());
    std::erase_if(row, [&](const shared_sets& each) { return each.item == of; });
    if (row.size() > row_max) {
      std::ranges::nth_element(
          row, row.begin() + row_max, [](const shared_sets& left, const shared_sets& right) {
            return left.sets != right.sets ? left.sets > right.sets : left.item < right.item;
          });
      row.resize(row_max);
    }
    std::ranges::sort(row, {}, &shared_sets::item);
  }

 private:
  const sequences& sets_;
  item_entries<shared_sets> counts_;
};

// Solves for one target after the other. One per thread.
class regression {
 public:
  regression(const sequences& sets, const std::vector<std::vector<shared_sets>>& shared,
             double regularization)
      : sets_(sets), shared_(shared), regularization_(regularization), places_(shared.size(), no_place) {}

  void solve(item_index target, std::vector<set_weight>& out) {
    find_near(target);
    fill();
    solve_ridge(matrix_, right_, regularization_);
    for (std::size_t place = 0; place < near_.size(); ++place)
      out.push_back({near_[place].item, target, static_cast<float>(right_[place])});
  }

 private:
  static constexpr std::uint32_t no_place = 0xFFFFFFFF;

  [[nodiscard]] double sets_with(item_index item) const {
    return static_cast<double>(sets_.holding(item).size());
  }

  // The square of the cosine but for what all have in common.
  [[nodiscard]] double nearness(const shared_sets& each) const {
    return static_cast<double>(each.sets) * static_cast<double>(each.sets) / sets_with(each.item);
  }

  void find_near(item_index target) {
    near_ = shared_[target];
    if (near_.size() <= near_max) return;
    std::ranges::nth_element(near_, near_.begin() + near_max,
                             [&](const shared_sets& left, const shared_sets& right) {
                               const auto of_left = nearness(left);
                               const auto of_right = nearness(right);
                               return of_left != of_right ? of_left > of_right : left.item < right.item;
                             });
    near_.resize(near_max);
    std::ranges::sort(near_, {}, &shared_sets::item);
  }

  void fill() {
    const auto size = near_.size();
    matrix_.assign(size * size, 0);
    right_.resize(size);
    for (std::size_t place = 0; place < size; ++place) {
      places_[near_[place].item] = static_cast<std::uint32_t>(place);
      right_[place] = static_cast<double>(near_[place].sets);
    }
    for (std::size_t row = 0; row < size; ++row) {
      const auto item = near_[row].item;
      matrix_[row * size + row] = sets_with(item);
      for (const auto& each : shared_[item])
        if (const auto column = places_[each.item]; column != no_place)
          // A row that was cut short may lack what the other one has.
          matrix_[row * size + column] = matrix_[column * size + row] = static_cast<double>(each.sets);
    }
    for (const auto& each : near_) places_[each.item] = no_place;
  }

  const sequences& sets_;
  const std::vector<std::vector<shared_sets>>& shared_;
  const double regularization_;
  std::vector<std::uint32_t> places_;  // by item, in near_
  std::vector<shared_sets> near_;
  std::vector<double> matrix_;
  std::vector<double> right_;
};

}  // namespace

std::vector<std::vector<shared_sets>> count_shared_sets(const sequences& sets, unsigned threads) {
  std::vector<std::vector<shared_sets>> rows(sets.items_end());
  for_each_chunk(rows.size(), regressed_items_per_chunk, threads, [&] {
    return [&rows, counting = row_of_shared(sets)](const chunk& part) mutable {
      for (auto item = part.begin; item < part.end; ++item)
        counting.count(static_cast<item_index>(item), rows[item]);
    };
  });
  return rows;
}

std::vector<set_weight> solve_regressions(const sequences& sets,
                                          const std::vector<std::vector<shared_sets>>& shared,
                                          double regularization, unsigned threads) {
  std::vector<std::vector<set_weight>> parts(chunk_count(shared.size(), regressed_items_per_chunk));
  for_each_chunk(shared.size(), regressed_items_per_chunk, threads, [&] {
    return [&parts, solving = regression(sets, shared, regularization)](const chunk& part) mutable {
      for (auto item = part.begin; item < part.end; ++item)
        solving.solve(static_cast<item_index>(item), parts[part.number]);
    };
  });
  std::vector<set_weight> all;
  for (auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
    std::vector<set_weight>().swap(part);
  }
  return all;
}

// Cholesky: matrix = L L^T, then forwards and backwards.
void solve_ridge(std::span<double> matrix, std::span<double> right, double regularization) noexcept {
  const auto size = right.size();
  const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix[row * size + column]; };
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t column = 0; column < row; ++column) {
      auto rest = at(row, column);
      for (std::size_t before = 0; before < column; ++before) rest -= at(row, before) * at(column, before);
      at(row, column) = rest / at(column, column);
    }
    auto rest = at(row, row) + regularization;
    for (std::size_t before = 0; before < row; ++before) rest -= at(row, before) * at(row, before);
    // Never less but for rounding, and where counts of pairs were left out.
    at(row, row) = std::sqrt(std::max(rest, regularization));
  }
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t before = 0; before < row; ++before) right[row] -= at(row, before) * right[before];
    right[row] /= at(row, row);
  }
  for (auto row = size; row-- > 0;) {
    for (auto after = row + 1; after < size; ++after) right[row] -= at(after, row) * right[after];
    right[row] /= at(row, row);
  }
}

}  // namespace footfall::model
