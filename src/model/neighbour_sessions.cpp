// Past sessions by item: counted, the newest of each item chosen, their contents laid out by age; then
// changes.
#include "model/neighbour_sessions.hpp"

#include "model/parallel_chunks.hpp"
#include "model/session_reader.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

namespace footfall::model {

namespace {

constexpr content_place nowhere = std::numeric_limits<content_place>::max();
// Before they lie anywhere, listed sessions have their numbers in the book; a chosen one has this place.
constexpr content_place chosen = nowhere - 1;
constexpr std::size_t items_per_chunk = 1024;
// A list keeps this part and so many more than it needs.
constexpr std::size_t spare_part = 8;
constexpr std::size_t spare_least = 2;

void for_each_item(std::size_t items, unsigned threads, const std::function<void(item_index)>& work) {
  for_each_chunk(items, items_per_chunk, threads, [&] {
    return [&](const chunk& part) {
      for (auto item = part.begin; item < part.end; ++item) work(static_cast<item_index>(item));
    };
  });
}

}  // namespace

std::size_t neighbour_sessions::items() const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(lists, [](const session_list& list) { return list.size() != 0; }));
}

std::size_t neighbour_sessions::memory_bytes() const noexcept {
  std::size_t bytes = contents.memory_bytes() + lists.capacity() * sizeof(lists[0]) +
                      rarities.capacity() * sizeof(rarities[0]);
  for (const auto& list : lists) bytes += list.memory_bytes();
  return bytes;
}

// The sessions of each item in a row of its own. A row has room for twice as many as are kept, and what is
// too old goes whenever it is full.
class neighbour_session_lists::item_buffers {
 public:
  // `listed`: by item, how many will be added.
  item_buffers(const std::vector<std::uint32_t>& listed, std::size_t most, const session_book& book)
      : most_(most), book_(book), rows_(listed.size()) {
    for (std::size_t item = 0; item < listed.size(); ++item) {
      rows_[item].begin = slot_count_;
      rows_[item].room = static_cast<std::uint32_t>(std::min<std::size_t>(listed[item], 2 * most));
      slot_count_ += rows_[item].room;
    }
    slots_ = std::make_unique_for_overwrite<listed_session[]>(slot_count_);
  }

  void add(item_index item, listed_session session) {
    auto& of_item = rows_[item];
    if (of_item.oldest != 0 && age_of(session) < of_item.oldest) return;
    if (of_item.size == of_item.room) cut(of_item);
    slots_[of_item.begin + of_item.size++] = session;
  }

  // Cuts and orders the row of an item; the newest is the first. Rows may be finished at the same time.
  void finish(item_index item) {
    auto& of_item = rows_[item];
    if (of_item.size > most_) cut(of_item);
    std::ranges::sort(sessions_of(item), std::greater());
  }
  [[nodiscard]] std::span<listed_session> sessions_of(item_index item) const {
    return {slots_.get() + rows_[item].begin, rows_[item].size};
  }
  [[nodiscard]] std::size_t memory_bytes() const { return slot_count_ * sizeof(slots_[0]); }
  [[nodiscard]] session_age oldest_of(item_index item) const { return rows_[item].oldest; }

 private:
  struct row {
    std::size_t begin = 0;
    std::uint32_t room = 0;
    std::uint32_t size = 0;
    session_age oldest = 0;  // of those kept, once some were not
  };

  [[nodiscard]] session_age age_of(listed_session session) const {
    return footfall::model::age_of(session, book_.owner_of(place_of(session)));
  }
  void cut(row& from) const {
    const std::span sessions(slots_.get() + from.begin, from.size);
    const auto last = sessions.begin() + static_cast<std::ptrdiff_t>(most_ - 1);
    std::ranges::nth_element(sessions, last, [&](listed_session left, listed_session right) {
      return last_s_of(left) != last_s_of(right) ? left > right : age_of(left) > age_of(right);
    });
    from.size = static_cast<std::uint32_t>(most_);
    from.oldest = age_of(*last);
  }

  std::size_t most_;
  const session_book& book_;
  std::vector<row> rows_;
  std::size_t slot_count_ = 0;
  std::unique_ptr<listed_session[]> slots_;
};

// A session that an item gains or loses.
struct neighbour_session_lists::list_change {
  item_index item;
  bool comes;
  listed_session session;
};

neighbour_session_lists::neighbour_session_lists(std::size_t per_item)
    : per_item_(per_item), most_(per_item + per_item / spare_part + spare_least) {}

void neighbour_session_lists::count(std::size_t events, std::span<const session_item> items, bool comes) {
  const auto by = comes ? std::size_t{1} : std::numeric_limits<std::size_t>::max();  // one more or one less
  sessions_ += by;
  events_ += comes ? events : std::size_t{0} - events;
  for (const auto& [item, steps] : items) {
    if (item >= holders_.size()) holders_.resize(std::size_t{item} + 1);
    holders_[item] += static_cast<std::uint32_t>(by);
  }
}

// Counts everything; returns how many sessions of several items each item is in.
std::vector<std::uint32_t> neighbour_session_lists::count_sessions(const session_book& book,
                                                                   std::uint32_t after_s) {
  holders_.clear();
  sessions_ = 0;
  events_ = 0;
  std::vector<std::uint32_t> listed;
  session_reader reader;
  for (session_number session = 0; session < book.size(); ++session) {
    if (!book.lives(session)) continue;
    const auto view = book.events_of(session).after(after_s);
    if (view.size() == 0) continue;
    const auto items = reader.read(view);
    count(view.size(), items, true);
    listed.resize(holders_.size());
    if (items.size() < 2) continue;
    for (const auto& each : items) ++listed[each.item];
  }
  return listed;
}

// Lays the chosen sessions out, the oldest first: what is looked at most then lies close together.
void neighbour_session_lists::store_sessions(const session_book& book, std::uint32_t after_s,
                                             session_contents& contents) {
  std::vector<listed_session> order;
  for (session_number session = 0; session < places_.size(); ++session)
    if (places_[session] == chosen) order.push_back(make_listed(book.last_s(session), session));
  std::ranges::sort(order);
  session_reader reader;
  for (const auto each : order) {
    const auto session = place_of(each);
    places_[session] =
        contents.append(book.owner_of(session), reader.read(book.events_of(session).after(after_s)));
  }
  contents.shrink();
}

// Gathers the newest sessions of each item, in order, and marks them in `places_`.
neighbour_session_lists::item_buffers neighbour_session_lists::choose_sessions(
    const session_book& book, std::uint32_t after_s, const std::vector<std::uint32_t>& listed,
    unsigned threads) {
  item_buffers buffers(listed, most_, book);
  session_reader reader;
  for (session_number session = 0; session < book.size(); ++session) {
    if (!book.lives(session)) continue;
    const auto items = reader.read(book.events_of(session).after(after_s));
    if (items.size() < 2) continue;
    for (const auto& each : items) buffers.add(each.item, make_listed(book.last_s(session), session));
  }
  for_each_item(listed.size(), threads, [&](item_index item) { buffers.finish(item); });
  places_.assign(book.size(), nowhere);
  for (item_index item = 0; item < listed.size(); ++item)
    for (const auto each : buffers.sessions_of(item)) places_[place_of(each)] = chosen;
  return buffers;
}

neighbour_sessions neighbour_session_lists::build(const session_book& book, std::uint32_t after_s,
                                                  std::shared_ptr<const age_decay> weights, unsigned threads,
                                                  stage_times& times) {
  neighbour_sessions index;
  index.weights = std::move(weights);
  const auto listed = count_sessions(book, after_s);
  sessions_changed_ = sessions_;
  times.end_stage("counting", holders_.capacity() * sizeof(holders_[0]));
  const auto buffers = choose_sessions(book, after_s, listed, threads);
  times.end_stage("choosing", buffers.memory_bytes());
  store_sessions(book, after_s, index.contents);
  times.end_stage("contents", index.contents.memory_bytes());
  index.lists.resize(listed.size());
  for_each_item(listed.size(), threads, [&](item_index item) {
    const auto sessions = buffers.sessions_of(item);
    // Places rise with age and number, so the order stays.
    for (auto& each : sessions) each = make_listed(last_s_of(each), places_[place_of(each)]);
    index.lists[item] = session_list(sessions, buffers.oldest_of(item));
  });
  fill_counts(index);
  times.end_stage("lists", index.memory_bytes() - index.contents.memory_bytes());
  return index;
}

session_list neighbour_session_lists::change_list(const session_list& list,
                                                  std::span<const list_change> changes,
                                                  const session_contents& contents) {
  const auto owner_of = [&](listed_session each) { return contents.of(place_of(each)).owner(); };
  auto oldest = list.oldest();
  std::vector<listed_session> come;
  std::vector<listed_session> gone;
  for (const auto& change : changes) {
    if (!change.comes) gone.push_back(change.session);
    // Of the ages before the oldest others are missing, too.
    else if (oldest == 0 || age_of(change.session, owner_of(change.session)) >= oldest)
      come.push_back(change.session);
  }
  std::ranges::sort(come, std::greater());
  std::ranges::sort(gone, std::greater());
  std::vector<listed_session> stays;
  std::ranges::set_difference(list.sessions(), gone, std::back_inserter(stays), std::greater());
  std::vector<listed_session> all;
  std::ranges::merge(stays, come, std::back_inserter(all), std::greater());
  if (all.size() > most_) oldest = cut_to_newest(all, most_, owner_of);
  return session_list(all, oldest);
}

std::optional<neighbour_sessions> neighbour_session_lists::change(const neighbour_sessions& before,
                                                                  const session_book& book,
                                                                  const book_place& place,
                                                                  std::uint32_t after_s, stage_times& times) {
  auto index = before;
  sessions_changed_ = 0;
  places_.resize(book.size(), nowhere);
  std::vector<list_change> changes;
  session_reader reader;
  const auto note = [&](session_number session, bool comes) {
    const auto view = book.events_of(session).after(after_s);
    if (view.size() == 0) return;
    const auto items = reader.read(view);
    ++sessions_changed_;
    count(view.size(), items, comes);
    if (comes && items.size() > 1) places_[session] = index.contents.append(book.owner_of(session), items);
    if (places_[session] == nowhere) return;
    const auto listed = make_listed(book.last_s(session), places_[session]);
    for (const auto& each : items) changes.push_back({each.item, comes, listed});
  };
  for (const auto session : book.ended_since(place)) note(session, false);
  for (auto session = place.sessions; session < book.size(); ++session)
    if (book.lives(session)) note(session, true);
  std::ranges::sort(changes, {}, &list_change::item);
  times.end_stage("changes", changes.capacity() * sizeof(changes[0]));
  index.lists.resize(holders_.size());
  for (auto first = changes.begin(); first != changes.end();) {
    const auto end =
        std::find_if(first, changes.end(), [&](const list_change& each) { return each.item != first->item; });
    auto& list = index.lists[first->item];
    list = change_list(list, {first, end}, index.contents);
    if (list.oldest() != 0 && list.size() < per_item_) return std::nullopt;
    first = end;
  }
  fill_counts(index);
  times.end_stage("lists", index.memory_bytes() - index.contents.memory_bytes());
  return index;
}

void neighbour_session_lists::fill_counts(neighbour_sessions& index) const {
  index.sessions = sessions_;
  index.events = events_;
  index.rarities.assign(holders_.size(), 1.0F);
  for (std::size_t item = 0; item < holders_.size(); ++item)
    if (holders_[item] != 0 && holders_[item] < sessions_)
      index.rarities[item] =
          static_cast<float>(std::log(static_cast<double>(sessions_) / static_cast<double>(holders_[item])));
}

void neighbour_sessions::save(model_writer& to) const {
  contents.save(to);
  to.put(std::uint64_t{sessions});
  to.put(std::uint64_t{events});
  to.put_all(std::span(rarities));
  to.put(std::uint64_t{lists.size()});
  for (const auto& list : lists) {
    to.put(list.oldest());
    to.put_all(list.sessions());
  }
}

std::optional<neighbour_sessions> neighbour_sessions::load(model_reader& from, std::size_t items_end) {
  neighbour_sessions index;
  std::vector<bool> begins;
  std::uint64_t session_count = 0;
  std::uint64_t event_count = 0;
  std::uint64_t list_count = 0;
  if (!index.contents.load(from, items_end, begins) || !from.take(session_count) || !from.take(event_count) ||
      !from.take_all(index.rarities) || !from.take(list_count))
    return std::nullopt;
  // Every item of a session has a rarity: scores look it up without asking.
  if (list_count > items_end || index.rarities.size() > items_end) return std::nullopt;
  if (!std::ranges::all_of(index.rarities, [](float each) { return each > 0 && std::isfinite(each); }))
    return std::nullopt;
  index.rarities.resize(items_end, 1.0F);
  index.sessions = static_cast<std::size_t>(session_count);
  index.events = static_cast<std::size_t>(event_count);
  index.lists.reserve(static_cast<std::size_t>(list_count));
  std::vector<listed_session> sessions;
  for (std::uint64_t item = 0; item < list_count; ++item) {
    session_age oldest = 0;
    if (!from.take(oldest) || !from.take_all(sessions)) return std::nullopt;
    const bool known = std::ranges::all_of(sessions, [&](listed_session each) {
      return each != 0 && place_of(each) < begins.size() && begins[place_of(each)];
    });
    if (!known || !std::ranges::is_sorted(sessions, std::greater())) return std::nullopt;
    if (sessions.empty())
      index.lists.emplace_back();
    else
      index.lists.emplace_back(sessions, oldest);
  }
  return index;
}

}  // namespace footfall::model
