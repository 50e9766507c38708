// Past sessions by item: sorted by age, the newest of each item listed, the rest dropped.
#include "model/neighbour_sessions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace footfall::model {

namespace {

constexpr std::uint32_t unused = std::numeric_limits<std::uint32_t>::max();

// The items of one session, each at its last place.
class session_reader {
 public:
  explicit session_reader(const session_columns& sessions)
      : sessions_(sessions),
        last_seen_(sessions.items.empty() ? 0 : std::size_t{std::ranges::max(sessions.items)} + 1, unused) {}

  [[nodiscard]] std::span<const session_place> read(std::uint32_t session) {
    const auto begin = sessions_.offsets[session];
    const auto end = sessions_.offsets[session + 1];
    found_.clear();
    // Backwards, so that the last place of an item is met first, and the newest items are the ones kept.
    for (auto event = end; event > begin && found_.size() < session_items_max; --event) {
      const auto item = sessions_.items[event - 1];
      if (last_seen_[item] == session) continue;
      last_seen_[item] = session;
      found_.push_back({item, event - 1 - begin});
    }
    for (const auto& entry : found_) last_seen_[entry.item] = unused;
    std::ranges::reverse(found_);
    return found_;
  }

  [[nodiscard]] std::size_t items() const noexcept { return last_seen_.size(); }

 private:
  const session_columns& sessions_;
  std::vector<std::uint32_t> last_seen_;
  std::vector<session_place> found_;
};

std::vector<std::uint32_t> order_newest_first(const session_columns& sessions) {
  std::vector<std::uint32_t> order(sessions.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t left, std::uint32_t right) {
    const auto left_s = sessions.times_s[sessions.offsets[left + 1] - 1];
    const auto right_s = sessions.times_s[sessions.offsets[right + 1] - 1];
    return left_s != right_s ? left_s > right_s : left > right;
  });
  return order;
}

std::vector<float> rarities_of(const std::vector<std::uint32_t>& counts, std::size_t sessions) {
  std::vector<float> rarities(counts.size(), 1.0F);
  for (std::size_t item = 0; item < counts.size(); ++item)
    if (counts[item] != 0 && counts[item] < sessions)
      rarities[item] =
          static_cast<float>(std::log(static_cast<double>(sessions) / static_cast<double>(counts[item])));
  return rarities;
}

// Drops the sessions that no item leads to; returns what is left of `newest_first`.
std::vector<std::uint32_t> choose_sessions(const std::vector<std::uint32_t>& newest_first,
                                           std::size_t per_item, session_reader& reader,
                                           neighbour_sessions& index) {
  std::vector<std::uint32_t> counts(reader.items());
  std::vector<std::uint32_t> listed(reader.items());
  std::vector<std::uint32_t> chosen;
  for (const auto session : newest_first) {
    const auto items = reader.read(session);
    for (const auto& entry : items) ++counts[entry.item];
    if (items.size() < 2) continue;
    bool wanted = false;
    for (const auto& entry : items) {
      wanted |= listed[entry.item] < per_item;
      listed[entry.item] += listed[entry.item] < per_item ? 1 : 0;
    }
    if (wanted) chosen.push_back(session);
  }
  index.sessions_seen = newest_first.size();
  index.rarities = rarities_of(counts, index.sessions_seen);
  std::uint32_t end = 0;
  index.list_ends.reserve(listed.size());
  for (const auto count : listed) index.list_ends.push_back(end += count);
  index.lists.resize(end);
  return chosen;
}

}  // namespace

std::size_t neighbour_sessions::memory_bytes() const noexcept {
  return offsets.capacity() * sizeof(offsets[0]) + places.capacity() * sizeof(places[0]) +
         weights.capacity() * sizeof(weights[0]) + list_ends.capacity() * sizeof(list_ends[0]) +
         lists.capacity() * sizeof(lists[0]) + rarities.capacity() * sizeof(rarities[0]);
}

neighbour_sessions index_neighbour_sessions(const session_columns& sessions, const age_decay& decay,
                                            std::size_t per_item) {
  neighbour_sessions index;
  session_reader reader(sessions);
  const auto chosen = choose_sessions(order_newest_first(sessions), per_item, reader, index);
  index.offsets.reserve(chosen.size() + 1);
  index.offsets.push_back(0);
  index.weights.reserve(chosen.size());
  for (auto session = chosen.rbegin(); session != chosen.rend(); ++session) {
    const auto items = reader.read(*session);
    index.places.insert(index.places.end(), items.begin(), items.end());
    index.offsets.push_back(static_cast<std::uint32_t>(index.places.size()));
    index.weights.push_back(decay(sessions.times_s[sessions.offsets[*session + 1] - 1]));
  }
  // Newest first, until an item's list is full.
  std::vector<std::uint32_t> listed(index.list_ends.size());
  for (auto number = static_cast<std::uint32_t>(chosen.size()); number-- > 0;)
    for (const auto& entry : index.places_of(number)) {
      const auto begin = entry.item == 0 ? 0 : index.list_ends[entry.item - 1];
      const auto place = begin + listed[entry.item];
      if (place == index.list_ends[entry.item]) continue;
      index.lists[place] = number;
      ++listed[entry.item];
    }
  index.places.shrink_to_fit();
  return index;
}

}  // namespace footfall::model
