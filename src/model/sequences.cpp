// Sequences by item: two counting passes from the newest to the oldest.
#include "model/sequences.hpp"

#include "model/session_reader.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace footfall::model {

namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFF;

// Calls `take(sequence, item)` once for each item of a sequence, newest sequences first.
template <class Take>
void visit_newest_first(const sequences& of, std::size_t items, Take take) {
  std::vector<std::uint32_t> order(of.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::greater{}, [&](std::uint32_t each) { return of.last_s(each); });
  std::vector<std::uint32_t> seen_in(items, nobody);  // by item: the last sequence that held it
  for (const auto sequence : order)
    for (const auto item : of.items_of(sequence))
      if (std::exchange(seen_in[item], sequence) != sequence) take(sequence, item);
}

// When the last of the newest `count` sessions ended; 0 when there are no more.
std::uint32_t oldest_of_newest(const session_book& book, std::size_t count) {
  if (count == SIZE_MAX) return 0;
  std::vector<std::uint32_t> ends_s;
  book.visit_live([&](session_number, const session_view& whole) { ends_s.push_back(whole.times_s.back()); });
  if (ends_s.size() <= count) return 0;
  const auto last = ends_s.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::ranges::nth_element(ends_s, last, std::greater{});
  return *last;
}

}  // namespace

void sequences::add(std::span<const item_index> items, std::uint32_t last_s) {
  items_.insert(items_.end(), items.begin(), items.end());
  offsets_.push_back(static_cast<std::uint32_t>(items_.size()));
  times_s_.push_back(last_s);
}

void sequences::index(std::size_t per_item) {
  const auto items = items_.empty() ? 0 : std::size_t{*std::ranges::max_element(items_)} + 1;
  std::vector<std::uint32_t> counts(items);
  visit_newest_first(*this, items, [&](std::uint32_t, item_index item) {
    if (counts[item] < per_item) ++counts[item];
  });
  list_offsets_.assign(items + 1, 0);
  std::inclusive_scan(counts.begin(), counts.end(), list_offsets_.begin() + 1);
  lists_.assign(list_offsets_.back(), 0);
  std::ranges::fill(counts, 0U);
  visit_newest_first(*this, items, [&](std::uint32_t sequence, item_index item) {
    if (counts[item] < per_item) lists_[list_offsets_[item] + counts[item]++] = sequence;
  });
  items_.shrink_to_fit();
  offsets_.shrink_to_fit();
  times_s_.shrink_to_fit();
}

std::span<const std::uint32_t> sequences::holding(item_index item) const noexcept {
  if (std::size_t{item} + 1 >= list_offsets_.size()) return {};
  return std::span(lists_).subspan(list_offsets_[item], list_offsets_[item + 1] - list_offsets_[item]);
}

std::size_t sequences::items() const noexcept {
  std::size_t held = 0;
  for (std::size_t item = 0; item + 1 < list_offsets_.size(); ++item)
    held += list_offsets_[item + 1] != list_offsets_[item] ? 1 : 0;
  return held;
}

std::size_t sequences::memory_bytes() const noexcept {
  return (offsets_.capacity() + items_.capacity() + times_s_.capacity() + list_offsets_.capacity() +
          lists_.capacity()) *
         sizeof(std::uint32_t);
}

void sequences::save(model_writer& to) const {
  to.put_all(std::span(offsets_));
  to.put_all(std::span(items_));
  to.put_all(std::span(times_s_));
}

std::optional<sequences> sequences::load(model_reader& from, std::size_t items_end, std::size_t per_item) {
  sequences loaded;
  if (!from.take_all(loaded.offsets_) || !from.take_all(loaded.items_) || !from.take_all(loaded.times_s_))
    return std::nullopt;
  const auto& offsets = loaded.offsets_;
  if (offsets.size() != loaded.times_s_.size() + 1 || offsets.front() != 0 ||
      offsets.back() != loaded.items_.size() || !std::ranges::is_sorted(offsets))
    return std::nullopt;
  if (std::ranges::any_of(loaded.items_, [&](item_index item) { return item >= items_end; }))
    return std::nullopt;
  loaded.index(per_item);
  return loaded;
}

sequences sessions_of(const session_book& book, std::uint32_t after_s, std::size_t per_item,
                      std::size_t sessions_max) {
  const auto oldest_s = oldest_of_newest(book, sessions_max);
  sequences sessions;
  book.visit_live([&](session_number, const session_view& whole) {
    const auto session = whole.after(after_s);
    const auto kept = std::min(session.size(), session_items_max);
    if (kept != 0 && session.times_s.back() >= oldest_s)
      sessions.add(session.items.last(kept), session.times_s.back());
  });
  sessions.index(per_item);
  return sessions;
}

std::vector<float> find_supports(const session_book& book, std::uint32_t after_s, const age_decay& decay) {
  struct sum {
    double weight = 0;
    double events = 0;
  };
  std::vector<double> supports;
  boost::unordered_flat_map<item_index, sum> sums;
  book.visit_live([&](session_number, const session_view& whole) {
    const auto session = whole.after(after_s);
    sums.clear();
    for (std::size_t event = 0; event < session.size(); ++event) {
      auto& gathered = sums[session.items[event]];
      gathered.weight += double{decay(session.times_s[event])};
      gathered.events += 1;
    }
    for (const auto& [item, gathered] : sums) {
      if (item >= supports.size()) supports.resize(std::size_t{item} + 1);
      supports[item] += gathered.weight / gathered.events;
    }
  });
  std::vector<float> rounded(supports.size());
  std::ranges::transform(supports, rounded.begin(), [](double each) { return static_cast<float>(each); });
  return rounded;
}

std::optional<std::vector<float>> load_supports(model_reader& from, std::size_t items_end) {
  std::vector<float> supports;
  if (!from.take_all(supports) || supports.size() > items_end) return std::nullopt;
  for (const auto each : supports)
    if (!(each >= 0) || !std::isfinite(each)) return std::nullopt;
  return supports;
}

}  // namespace footfall::model
