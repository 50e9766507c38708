// Merges lists of sessions without branches on what they hold.
#include "model/similar_sessions.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

// A list that is being read.
struct open_list {
  const listed_session* next;
  std::uint32_t bit;
};

// Reads `Lists` lists, the newest session first, up to the `wanted`th and those of the same second; returns
// how many. An open list ends with a 0. `found` has room for one more than there can be.
template <std::size_t Lists>
std::size_t merge(std::span<const open_list> open, std::size_t wanted, similar_session* found) {
  std::array<const listed_session*, Lists> next;
  std::array<std::uint32_t, Lists> bits;
  std::array<listed_session, Lists> heads;
  static constexpr listed_session nothing = 0;
  for (std::size_t list = 0; list < Lists; ++list) {
    next[list] = list < open.size() ? open[list].next : &nothing;
    bits[list] = list < open.size() ? open[list].bit : 0;
    heads[list] = *next[list];
  }
  for (std::size_t size = 0;; ++size) {
    listed_session newest = 0;
    for (const auto head : heads) newest = std::max(newest, head);
    if (newest == 0) return size;
    if (size >= wanted && last_s_of(newest) != last_s_of(found[size - 1].session)) return size;
    std::uint32_t shared = 0;
    for (std::size_t list = 0; list < Lists; ++list) {
      const bool is_here = heads[list] == newest;
      shared |= is_here ? bits[list] : 0;
      next[list] += is_here ? 1 : 0;
      heads[list] = *next[list];
    }
    found[size] = {newest, shared, 0};
  }
}

using merge_function = std::size_t (*)(std::span<const open_list>, std::size_t, similar_session*);

// By the number of lists.
constexpr std::array<merge_function, context_items_max + 1> merges{merge<1>,  merge<1>,  merge<2>,  merge<3>,
                                                                   merge<4>,  merge<5>,  merge<10>, merge<10>,
                                                                   merge<10>, merge<10>, merge<10>};

owner_number owner_of(const neighbour_sessions& index, const similar_session& session) {
  return index.contents.of(place_of(session.session)).owner();
}

bool is_newer(const neighbour_sessions& index, const similar_session& left, const similar_session& right) {
  const auto left_s = last_s_of(left.session);
  const auto right_s = last_s_of(right.session);
  return left_s != right_s ? left_s > right_s : owner_of(index, left) > owner_of(index, right);
}

}  // namespace

ranked_context::ranked_context(std::span<const item_index> context, std::size_t size_max) {
  for (const auto item : context) {
    if (size == std::min(size_max, items.size())) break;
    if (std::find(items.begin(), items.begin() + size, item) == items.begin() + size) items[size++] = item;
  }
}

std::span<similar_session> find_newest_sessions(const neighbour_sessions& index,
                                                const ranked_context& context, std::size_t wanted,
                                                std::vector<similar_session>& room) {
  std::array<open_list, context_items_max> lists{};
  std::size_t used = 0;
  std::size_t most = 1;
  for (std::size_t rank = 0; rank < context.size; ++rank) {
    const auto* const list = index.find(context.items[rank]);
    if (list == nullptr) continue;
    lists[used++] = {list->begin(), 1U << rank};
    most += list->size();
  }
  if (room.size() < most) room.resize(most);
  const auto found = std::span(room).first(merges[used](std::span(lists).first(used), wanted, room.data()));
  if (found.size() <= wanted) return found;
  // The limit lies within a second: the ages decide.
  const auto last_s = last_s_of(found.back().session);
  const auto first =
      std::ranges::find(found, last_s, [](const similar_session& each) { return last_s_of(each.session); });
  std::sort(first, found.end(), [&](const similar_session& left, const similar_session& right) {
    return is_newer(index, left, right);
  });
  return found.first(wanted);
}

std::span<similar_session> choose_most_similar(const neighbour_sessions& index,
                                               std::span<const similar_session> sessions, std::size_t wanted,
                                               best_entries<similar_session>& best) {
  return best.choose(sessions, wanted, [&](const similar_session& left, const similar_session& right) {
    return left.score != right.score ? left.score > right.score : is_newer(index, left, right);
  });
}

}  // namespace footfall::model
