// Indexes a book of sessions: all of it in two parallel passes, then session by session what comes.
#include "model/session_index.hpp"

#include "model/parallel_chunks.hpp"

#include <algorithm>
#include <array>

namespace footfall::model {

namespace {

// The sessions are cut into this many blocks, whatever the number of threads is: so sums have one order.
constexpr std::size_t blocks = 4;
// A support that falls to less than this share of what it was has lost digits and is summed again.
constexpr double doubtful_support_share = 1e-6;

// What one block knows about an item. All in one place: one miss of the cache for each event.
struct item_cursor {
  std::uint32_t next = 0;  // into the slots of all items: where the block's next one goes
  std::uint32_t last_slot = std::numeric_limits<std::uint32_t>::max();
  double support = 0;
};

using weighted_ranks = std::vector<std::pair<std::uint32_t, float>>;

// Calls `take(rank, mean weight)` once for each item of a session. Changes the order of `events`.
template <class Take>
void for_each_mean(weighted_ranks& events, Take take) {
  std::ranges::sort(events);
  for (std::size_t begin = 0; begin < events.size();) {
    const auto rank = events[begin].first;
    double sum = 0;
    auto end = begin;
    for (; end < events.size() && events[end].first == rank; ++end) sum += events[end].second;
    take(rank, sum / static_cast<double>(end - begin));
    begin = end;
  }
}

}  // namespace

struct session_index::block {
  session_number begin = 0;
  session_number end = 0;
  std::size_t events = 0;
  std::size_t sessions = 0;
  std::vector<std::uint32_t> by_item;
  std::vector<item_cursor> by_rank;
};

session_events session_index::fill(const session_book& book, const pair_weights& weights, unsigned threads) {
  *this = {};
  std::vector<block> parts(blocks);
  const auto sessions_per_block = chunk_count(book.size(), blocks);
  for (std::size_t part = 0; part < blocks; ++part) {
    parts[part].begin =
        static_cast<session_number>(std::min<std::size_t>(part * sessions_per_block, book.size()));
    parts[part].end =
        static_cast<session_number>(std::min<std::size_t>((part + 1) * sessions_per_block, book.size()));
  }
  for_each_chunk(blocks, 1, threads,
                 [&] { return [&](const chunk& part) { count_block(book, weights, parts[part.number]); }; });
  rank_items(parts);
  first_appended_ = static_cast<std::uint32_t>(book.slots());
  marks_.resize(chunk_count(book.slots(), slots_per_mark));
  // Not set to zero: the memory is written by the threads that fill it.
  session_events events(new session_event[book.slots()]);
  slots_.reset(new std::uint32_t[offsets_.back()]);
  for_each_chunk(blocks, 1, threads, [&] {
    return [&](const chunk& part) { fill_block(book, weights, parts[part.number], events.get()); };
  });
  supports_.resize(size());
  for (const auto& part : parts)
    for (std::size_t rank = 0; rank < size(); ++rank) supports_[rank] += part.by_rank[rank].support;
  return events;
}

void session_index::count_block(const session_book& book, const pair_weights& weights, block& part) const {
  for (auto session = part.begin; session < part.end; ++session) {
    if (!book.lives(session)) continue;
    const auto view = weights.events_of(book, session);
    for (const auto item : view.items) {
      if (item >= part.by_item.size())
        part.by_item.resize(std::max<std::size_t>(item + 1, 2 * part.by_item.size()));
      ++part.by_item[item];
    }
    part.events += view.size();
    part.sessions += static_cast<std::size_t>(view.size() > 0);
  }
}

void session_index::rank_items(std::vector<block>& parts) {
  std::vector<std::uint32_t> by_item;
  for (const auto& part : parts) {
    if (part.by_item.size() > by_item.size()) by_item.resize(part.by_item.size());
    for (std::size_t item = 0; item < part.by_item.size(); ++item) by_item[item] += part.by_item[item];
    events_ += part.events;
    sessions_ += part.sessions;
  }
  for (std::size_t item = 0; item < by_item.size(); ++item)
    if (by_item[item] != 0) items_.push_back(static_cast<item_index>(item));
  std::ranges::sort(items_, [&](item_index left, item_index right) {
    return by_item[left] != by_item[right] ? by_item[left] > by_item[right] : left < right;
  });
  ranks_.assign(by_item.size(), none);
  counts_.resize(size());
  offsets_.resize(size() + 1);
  for (auto& part : parts) part.by_rank.resize(size());
  for (std::uint32_t rank = 0; rank < size(); ++rank) {
    const auto item = items_[rank];
    ranks_[item] = rank;
    counts_[rank] = by_item[item];
    auto next = offsets_[rank];
    for (auto& part : parts) {
      part.by_rank[rank].next = next;
      if (item < part.by_item.size()) next += part.by_item[item];
    }
    offsets_[rank + 1] = next;
  }
  for (auto& part : parts) part.by_item = {};
}

void session_index::fill_block(const session_book& book, const pair_weights& weights, block& part,
                               session_event* events) {
  weighted_ranks scratch;
  for (auto session = part.begin; session < part.end; ++session) {
    mark_slots(book, session);
    if (!book.lives(session)) continue;
    const auto view = weights.events_of(book, session);
    if (view.size() == 0) continue;
    const auto first = book.first_slot(session + 1) - static_cast<std::uint32_t>(view.size());
    std::uint32_t repeats = 0;
    for (std::uint32_t event = 0; event < view.size(); ++event) {
      const auto slot = first + event;
      prefetch_cursor(book, part, slot);
      const auto rank = ranks_[view.items[event]];
      auto& cursor = part.by_rank[rank];
      if (cursor.last_slot >= first && cursor.last_slot < slot) {
        events[cursor.last_slot].mark |= session_event::returns_bit;
        repeats = session_event::repeats_bit;
      }
      cursor.last_slot = slot;
      slots_[cursor.next++] = slot;
      events[slot] = {rank, weights.decay(view.times_s[event])};
    }
    const auto of_session = std::span(events + first, view.size());
    of_session.front().mark |= session_event::begins_bit;
    of_session.back().mark |= session_event::ends_bit;
    if (repeats == 0) {
      for (const auto& event : of_session) part.by_rank[event.rank()].support += event.weight;
      continue;
    }
    scratch.clear();
    for (auto& event : of_session) {
      event.mark |= repeats;
      scratch.emplace_back(event.rank(), event.weight);
    }
    for_each_mean(scratch, [&](std::uint32_t rank, double mean) { part.by_rank[rank].support += mean; });
  }
}

// Asks for the cursor of an event that is to come, and for where the one of a nearer event points.
void session_index::prefetch_cursor(const session_book& book, const block& part, std::uint32_t slot) const {
  const auto rank_at = [&](std::size_t ahead) {
    if (ahead >= book.slots()) return none;
    const auto item = book.item_at(static_cast<std::uint32_t>(ahead));
    return item < ranks_.size() ? ranks_[item] : none;
  };
  if (const auto rank = rank_at(slot + 2 * prefetch_slots); rank != none)
    __builtin_prefetch(&part.by_rank[rank], 1);
  if (const auto rank = rank_at(slot + prefetch_slots); rank != none)
    __builtin_prefetch(slots_.get() + part.by_rank[rank].next, 1);
}

void session_index::mark_slots(const session_book& book, session_number session) {
  const auto end = book.first_slot(session + 1);
  for (auto mark = chunk_count(book.first_slot(session), slots_per_mark); mark * slots_per_mark < end; ++mark)
    marks_[mark] = session;
}

void session_index::follow(const session_book& book, const book_place& place,
                           std::span<const session_number> ended, const pair_weights& weights) {
  previous_.resize(book.slots() - first_appended_, none);
  marks_.resize(chunk_count(book.slots(), slots_per_mark));
  newest_.resize(size(), none);
  doubtful_.clear();
  // What comes is added before what has ended is taken out: a session that goes on leaves its items' supports
  // near what they were, with all their digits.
  for (auto session = place.sessions; session < book.size(); ++session) {
    mark_slots(book, session);
    if (book.lives(session)) append_session(book, session, weights);
  }
  for (const auto session : ended) {
    const auto view = weights.events_of(book, session);
    for (const auto item : view.items) --counts_[ranks_[item]];
    events_ -= view.size();
    sessions_ -= static_cast<std::size_t>(view.size() > 0);
    change_supports(view, weights, -1);
  }
  for (const auto rank : doubtful_) sum_support(book, weights, rank);
}

void session_index::append_session(const session_book& book, session_number session,
                                   const pair_weights& weights) {
  const auto view = weights.events_of(book, session);
  auto slot = book.first_slot(session + 1) - static_cast<std::uint32_t>(view.size());
  for (const auto item : view.items) {
    const auto rank = rank_or_add(item);
    ++counts_[rank];
    previous_[slot - first_appended_] = newest_[rank];
    newest_[rank] = slot++;
  }
  events_ += view.size();
  sessions_ += static_cast<std::size_t>(view.size() > 0);
  change_supports(view, weights, 1);
}

std::uint32_t session_index::rank_or_add(item_index item) {
  if (item >= ranks_.size()) ranks_.resize(std::size_t{item} + 1, none);
  auto& rank = ranks_[item];
  if (rank != none) return rank;
  rank = static_cast<std::uint32_t>(size());
  items_.push_back(item);
  counts_.push_back(0);
  supports_.push_back(0);
  newest_.push_back(none);
  return rank;
}

void session_index::change_supports(const session_view& view, const pair_weights& weights, double sign) {
  scratch_.clear();
  for (std::size_t event = 0; event < view.size(); ++event)
    scratch_.emplace_back(ranks_[view.items[event]], weights.decay(view.times_s[event]));
  for_each_mean(scratch_, [&](std::uint32_t rank, double mean) {
    const auto before = std::exchange(supports_[rank], supports_[rank] + sign * mean);
    if (supports_[rank] < before * doubtful_support_share) doubtful_.push_back(rank);
  });
}

void session_index::sum_support(const session_book& book, const pair_weights& weights, std::uint32_t rank) {
  double support = 0;
  double sum = 0;
  std::uint32_t count = 0;
  auto running = std::numeric_limits<session_number>::max();
  const auto end_session = [&] {
    if (count != 0) support += sum / count;
    sum = 0;
    count = 0;
  };
  for_each_event(book, rank, [&](session_number session, std::uint32_t slot) {
    if (session != running) end_session();
    running = session;
    const auto view = book.events_of(session);
    sum += weights.decay(view.times_s[slot - book.first_slot(session)]);
    ++count;
  });
  end_session();
  supports_[rank] = support;
}

std::size_t session_index::memory_bytes() const noexcept {
  const auto bytes = [](const auto& column) { return column.capacity() * sizeof(column[0]); };
  return bytes(items_) + bytes(ranks_) + bytes(counts_) + bytes(supports_) + bytes(offsets_) +
         (offsets_.empty() ? 0 : offsets_.back()) * sizeof(slots_[0]) + bytes(marks_) + bytes(previous_) +
         bytes(newest_) + bytes(doubtful_) + bytes(scratch_);
}

}  // namespace footfall::model
