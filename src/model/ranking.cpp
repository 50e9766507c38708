#include "footfall/model/ranking.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

bool comes_before(const ranked_item& left, const ranked_item& right) noexcept {
  return left.score != right.score ? left.score > right.score : left.item < right.item;
}

bool is_worse(const ranked_item& left, const ranked_item& right) noexcept {
  return comes_before(right, left);
}

bool takes_one(search_bound* bound) noexcept { return bound == nullptr || bound->take_one(); }

}  // namespace

ranking::ranking(std::vector<ranked_item> items) : best_first_(std::move(items)) {
  std::ranges::sort(best_first_, comes_before);
  best_first_.shrink_to_fit();
  for (const auto& entry : best_first_) {
    if (entry.item >= by_item_.size()) by_item_.resize(std::size_t{entry.item} + 1);
    by_item_[entry.item] = entry.score;
    total_ += double{entry.score};
  }
  by_item_.shrink_to_fit();
}

std::size_t ranking::memory_bytes() const noexcept {
  return best_first_.capacity() * sizeof(best_first_[0]) + by_item_.capacity() * sizeof(by_item_[0]);
}

std::optional<ranking> ranking::load(model_reader& from, std::size_t items_end) {
  std::vector<ranked_item> items;
  if (!from.take_all(items)) return std::nullopt;
  for (const auto& entry : items)
    if (entry.item >= items_end || !(entry.score > 0) || !std::isfinite(entry.score)) return std::nullopt;
  return ranking(std::move(items));
}

void ranking::answer(const question& asked, scored_list& out) const {
  if (asked.wanted == 0) return;
  if (!asked.group) {
    walk(asked, best_first_.size(), out);
    return;
  }
  // A group of g of N items has its best k within about k * N / g places: whichever is shorter.
  const auto members = asked.group->items;
  if (members == 0) return;
  const bool is_short = members <= asked.wanted * best_first_.size() / members;
  if (is_short || !walk(asked, members, out)) {
    out.clear();
    score_group(asked, out);
  }
}

// Whether it has found all that there are, or as many as are wanted, within so many places.
bool ranking::walk(const question& asked, std::size_t steps, scored_list& out) const {
  const auto places = std::min(steps, best_first_.size());
  for (const auto& entry : std::span(best_first_).first(places)) {
    if (!takes_one(asked.bound)) return true;
    if (!asked.may_have(entry.item)) continue;
    out.push_back({entry.item, entry.score, 0});
    if (out.size() == asked.wanted) return true;
  }
  return places == best_first_.size();
}

void ranking::score_group(const question& asked, scored_list& out) const {
  // Kept by each thread: a request allocates nothing here once it has grown to its usual size.
  thread_local std::vector<ranked_item> members;
  members.clear();
  asked.group->visit([&](item_index item) {
    if (!takes_one(asked.bound)) return;
    if (const auto score = score_of(item); score > 0) members.push_back({item, score});
  });
  // A heap: only those that are looked at are put in order.
  std::ranges::make_heap(members, is_worse);
  while (!members.empty() && out.size() < asked.wanted) {
    std::ranges::pop_heap(members, is_worse);
    const auto best = members.back();
    members.pop_back();
    // The same item from another list.
    if (!members.empty() && members.front().item == best.item) continue;
    if (asked.may_have(best.item)) out.push_back({best.item, best.score, 0});
  }
}

}  // namespace footfall::model
