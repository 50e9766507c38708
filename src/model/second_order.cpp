// Neighbours of neighbours: found row by row in the finished table, then joined with it.
#include "model/second_order.hpp"

#include "footfall/model/item_places.hpp"
#include "model/parallel_chunks.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

constexpr std::size_t rows_per_chunk = 512;

// What is added to the rows of one chunk.
struct added_rows {
  std::vector<neighbour> neighbours;
  std::vector<std::size_t> ends;
};

std::vector<float> sum_rows(const neighbour_table& table) {
  std::vector<float> sums(table.offsets.size() - 1);
  for (std::size_t row = 0; row < sums.size(); ++row)
    for (auto place = table.offsets[row]; place < table.offsets[row + 1]; ++place)
      sums[row] += table.neighbours[place].weight;
  return sums;
}

/// Finds what one row gets. One per thread.
class second_order_finder {
 public:
  second_order_finder(const neighbour_table& table, const std::vector<float>& row_sums,
                      const std::vector<item_index>& items, const model_definition& definition)
      : table_(table), row_sums_(row_sums), items_(items), definition_(definition) {}

  void append_row(std::size_t row, std::vector<neighbour>& out) {
    const auto own = table_.of(items_[row]);
    if (own.empty() || own.size() >= short_row_neighbours) return;
    collect(items_[row], own);
    // What has a place of its own already comes first in `found_` and is passed over.
    const auto first = found_.begin() + static_cast<std::ptrdiff_t>(own.size()) + 1;
    const auto better = [](const scored_item& left, const scored_item& right) {
      return left.score != right.score ? left.score > right.score : left.item < right.item;
    };
    const auto kept = std::min<std::ptrdiff_t>(std::min(definition_.neighbours, further_neighbours_max),
                                               found_.end() - first);
    if (first + kept != found_.end()) std::nth_element(first, first + kept, found_.end(), better);
    std::sort(first, first + kept, better);
    const auto factor = static_cast<float>(definition_.second_order);
    for (auto entry = first; entry != first + kept; ++entry)
      if (const auto weight = entry->score * factor; weight > 0) out.push_back({entry->item, weight});
  }

 private:
  void collect(item_index item, std::span<const neighbour> own) {
    std::size_t reached = own.size() + 1;
    for (const auto& near : own) reached += table_.of(near.item).size();
    found_.clear();
    places_.clear(reached);
    places_.find_or_append(item, found_);
    for (const auto& near : own) places_.find_or_append(near.item, found_);
    for (const auto& near : own) {
      const auto further = table_.of(near.item);
      if (further.empty()) continue;
      const auto share = near.weight / row_sums_[table_.rows[near.item]];
      for (const auto& far : further) places_.find_or_append(far.item, found_).score += share * far.weight;
    }
  }

  const neighbour_table& table_;
  const std::vector<float>& row_sums_;
  const std::vector<item_index>& items_;
  const model_definition& definition_;
  item_places places_;
  std::vector<scored_item> found_;
};

// Items without a row of their own have no neighbours and get none: any item stands for their place.
std::vector<item_index> items_by_row(const neighbour_table& table) {
  std::vector<item_index> items(table.offsets.size() - 1, neighbour_table::no_row);
  for (std::size_t item = 0; item < table.rows.size(); ++item)
    if (table.rows[item] != neighbour_table::no_row) items[table.rows[item]] = static_cast<item_index>(item);
  return items;
}

void join(const std::vector<added_rows>& chunks, neighbour_table& table) {
  std::size_t total = table.neighbours.size();
  for (const auto& added : chunks) total += added.neighbours.size();
  std::vector<neighbour> joined;
  joined.reserve(total);
  std::vector<std::size_t> offsets;
  offsets.reserve(table.offsets.size());
  const auto append = [&](std::span<const neighbour> part) {
    joined.insert(joined.end(), part.begin(), part.end());
  };
  for (const auto& added : chunks) {
    std::size_t begin = 0;
    for (const auto end : added.ends) {
      const auto row = offsets.size();
      offsets.push_back(joined.size());
      append(std::span(table.neighbours)
                 .subspan(table.offsets[row], table.offsets[row + 1] - table.offsets[row]));
      append(std::span(added.neighbours).subspan(begin, end - begin));
      begin = end;
    }
  }
  offsets.push_back(joined.size());
  table.offsets = std::move(offsets);
  table.neighbours = std::move(joined);
}

}  // namespace

void add_second_order(const model_definition& definition, unsigned threads, neighbour_table& table) {
  if (!(definition.second_order > 0) || table.neighbours.empty()) return;
  const auto row_sums = sum_rows(table);
  const auto items = items_by_row(table);
  std::vector<added_rows> chunks(chunk_count(items.size(), rows_per_chunk));
  for_each_chunk(items.size(), rows_per_chunk, threads, [&] {
    return [&, finder = second_order_finder(table, row_sums, items, definition)](const chunk& part) mutable {
      auto& added = chunks[part.number];
      for (auto row = part.begin; row < part.end; ++row) {
        finder.append_row(row, added.neighbours);
        added.ends.push_back(added.neighbours.size());
      }
    };
  });
  join(chunks, table);
}

}  // namespace footfall::model
