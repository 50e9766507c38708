// Rows of slices: of each context item the newest sequences of all slices of a view.
#include "footfall/model/sliced_rows.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/co_occurrence.hpp"
#include "model/journeys.hpp"
#include "model/newest_pairs.hpp"
#include "model/rows_on_demand.hpp"
#include "model/similar_sessions.hpp"
#include "model/slice_rows.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

// How a definition counts rows.
struct row_rules {
  row_rules(const model_definition& definition, const question& asked)
      : candidates(definition.whole(option::session_candidates)),
        reach{definition.whole(option::pair_distance),
              static_cast<float>(definition[option::backward_weight])},
        half_life_ms(definition.ms(option::half_life)) {
    const auto scope =
        std::ranges::find(definition.options, option::maximum_rating_age.key, &option_value::key);
    if (scope != definition.options.end())
      scope_ms = asked.scope_ms > 0 ? asked.scope_ms : static_cast<std::int64_t>(scope->value);
  }

  std::size_t candidates;
  pair_reach reach;
  std::int64_t half_life_ms;
  std::int64_t scope_ms = 0;
};

// What is known of one context item in one slice.
struct held_sequences {
  const model_slice* slice;
  item_index place;  // number of the item in the sequences of the slice
  std::span<const std::uint32_t> sessions;
  std::span<const std::uint32_t> journeys;
};

// Leaves of several lists, each newest first, what belongs to the `most` newest of all, and others of the
// second of the oldest of them.
template <class Lists>
void leave_newest(Lists& lists, std::span<const std::uint32_t> held_sequences::*which, std::size_t most,
                  const sequences slice_rows::*of) {
  if (lists.size() < 2) return;
  thread_local std::vector<std::uint32_t> ends_s;
  ends_s.clear();
  for (const auto& each : lists)
    for (const auto sequence : each.*which) ends_s.push_back(((*each.slice->rows).*of).last_s(sequence));
  if (ends_s.size() <= most) return;
  const auto last = ends_s.begin() + static_cast<std::ptrdiff_t>(most) - 1;
  std::ranges::nth_element(ends_s, last, std::greater{});
  for (auto& each : lists) {
    auto& list = each.*which;
    const auto& sequences = (*each.slice->rows).*of;
    const auto end = std::ranges::find_if(
        list, [&](std::uint32_t sequence) { return sequences.last_s(sequence) < *last; });
    list = list.first(static_cast<std::size_t>(end - list.begin()));
  }
}

// Counts the row of one context item in one view. Each thread keeps one, so that a request allocates nothing
// once it has grown to its usual size.
class view_row {
 public:
  // Returns S.
  double count(const slice_view& view, item_index item, std::size_t rank, const row_rules& rules) {
    find(view, item, std::max<std::size_t>(rules.candidates / (rank + 1), 1));
    std::size_t places = 0;
    for (const auto& each : held_)
      places += places_of(each.slice->rows->sessions, each.sessions) + each.journeys.size();
    counts_.clear(places);
    double sessions = 0;
    for (const auto& each : held_) {
      const auto& rows = *each.slice->rows;
      const auto span = span_of_scope(rules.scope_ms, rules.half_life_ms, rows.reference_s);
      if (rows.of_journeys) {
        sessions += sessions_of(each, span);
        add_journeys(each, span);
      } else {
        sessions += pairs_.count(each.place, rows.sessions, each.sessions, span, rules.reach);
        add_pairs(each, item);
      }
    }
    return sessions;
  }

  [[nodiscard]] std::span<const scored_item> counts() noexcept { return counts_.entries(); }

 private:
  void find(const slice_view& view, item_index item, std::size_t most) {
    held_.clear();
    for (const auto* slice : view.slices) {
      const auto place = slice->rows ? slice->rows->number_of(item, *slice) : model_slice::nowhere;
      if (place == model_slice::nowhere) continue;
      const auto number = static_cast<item_index>(place);
      const auto first = [&](const sequences& of) {
        const auto list = of.holding(number);
        return list.first(std::min(list.size(), most));
      };
      held_.push_back({slice, number, first(slice->rows->sessions), first(slice->rows->journeys)});
    }
    leave_newest(held_, &held_sequences::sessions, most, &slice_rows::sessions);
    leave_newest(held_, &held_sequences::journeys, most, &slice_rows::journeys);
  }

  void add_pairs(const held_sequences& from, item_index item) {
    for (const auto& pair : pairs_.pairs()) {
      const auto other = from.slice->items[pair.item];
      if (other != item)
        counts_.find_or_add(other).score += pair.sum / from.slice->rows->held_back[pair.item];
    }
  }

  // What journeys are divided by.
  static double sessions_of(const held_sequences& from, const time_span& span) {
    const auto& rows = *from.slice->rows;
    if (from.place < rows.held_back.size()) return double{rows.held_back[from.place]};
    double sum = 0;
    for (const auto session : from.sessions) {
      const auto last_s = rows.sessions.last_s(session);
      if (last_s <= span.after_s) break;
      sum += span.weight_of(last_s);
    }
    return sum;
  }

  void add_journeys(const held_sequences& from, const time_span& span) {
    const auto& rows = *from.slice->rows;
    for (const auto journey : from.journeys) {
      const auto end_s = rows.journeys.last_s(journey);
      if (end_s <= span.after_s) break;
      const auto items = rows.journeys.items_of(journey);
      const auto place = static_cast<std::size_t>(std::ranges::find(items, from.place) - items.begin());
      const auto weight = double{rows.weights[rows.journeys.first_place(journey) + place]};
      if (weight > 0)
        counts_.find_or_add(rows.targets[journey]).score +=
            static_cast<float>(weight * span.weight_of(end_s));
    }
  }

  std::vector<held_sequences> held_;
  newest_pairs pairs_;
  item_entries<scored_item> counts_;
};

}  // namespace

std::size_t memory_bytes_of(const model_slices& slices) noexcept {
  auto bytes = slices.capacity() * sizeof(model_slice);
  for (const auto& each : slices) {
    bytes += each.name.capacity() + each.items.capacity() * sizeof(item_index) +
             (each.amounts.capacity() + each.counts.capacity()) * sizeof(float) +
             each.facts.capacity() * sizeof(std::string);
    if (each.rows) bytes += each.rows->memory_bytes();
  }
  return bytes;
}

void add_sliced_rows(const model_definition& definition, std::span<const slice_view> views,
                     const question& asked, scored_list& list) {
  thread_local view_row row;
  thread_local scored_list added;
  thread_local item_entries<scored_item> sums;
  const auto* const kind = find_model_kind(definition.type);
  const bool by_journeys = kind != nullptr && kind->rows_of_slices == sliced_rows::of_journeys;
  const auto damping = by_journeys ? definition[option::prior] : definition[option::damping];
  const row_rules rules(definition, asked);
  const ranked_context context(asked.context, context_items_max);
  added.clear();
  for (std::size_t rank = 0; rank < context.size; ++rank) {
    const auto of_rank = slice_share / static_cast<double>(views.size()) *
                         std::pow(static_cast<double>(rank + 1), -definition[option::context_decay]);
    for (const auto& view : views) {
      const auto own = row.count(view, context.items[rank], rank, rules) + damping;
      for (const auto& each : row.counts())
        if (each.score > 0 && own > 0)
          added.push_back({each.item, static_cast<float>(double{each.score} * of_rank / own), 1U << rank});
    }
  }
  if (added.empty()) return;
  sums.clear(list.size() + added.size());
  for (const auto* part : {&list, &added})
    for (const auto& each : *part) {
      auto& sum = sums.find_or_add(each.item);
      sum.score += each.score;
      sum.context_bits |= each.context_bits;
    }
  list.assign(sums.entries().begin(), sums.entries().end());
}

}  // namespace footfall::model
