// Slices of kinds that count rows: of each part of the log its newest sequences.
#include "model/co_occurrence.hpp"
#include "model/journeys.hpp"
#include "model/make_slices.hpp"
#include "model/newest_pairs.hpp"
#include "model/rows_on_demand.hpp"
#include "model/session_neighbours.hpp"
#include "model/session_reader.hpp"
#include "model/slice_rows.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace footfall::model {

namespace {

// One slice while it is made.
struct growing_slice {
  newest_sequences sessions;
  newest_sequences journeys;
  std::vector<item_index> clicked{};  // of journeys: all items of the sequences that are kept, ascending
  std::vector<double> supports{};     // by place in it: weights of the sessions that hold it
};

// How many events are kept.
struct slice_size {
  std::size_t sessions;
  std::size_t journeys;

  [[nodiscard]] growing_slice slice() const {
    return {newest_sequences(sessions), newest_sequences(journeys)};
  }
};

// Makes the slices of one model.
class row_slice_maker {
 public:
  explicit row_slice_maker(const sliced_model& of)
      : of_(of),
        by_journeys_(of.kind.rows_of_slices == sliced_rows::of_journeys),
        by_scope_(std::ranges::find(of.definition.options, option::maximum_rating_age.key,
                                    &option_value::key) != of.definition.options.end()),
        book_(of.input.history.book(of.kind.inputs.front())),
        supports_(by_journeys_ ? std::vector<float>()
                               : find_supports(book_, of.window.after_s,
                                               age_decay(of.window.reference_s, of.window.after_s,
                                                         of.definition.ms(option::half_life)))) {}

  // `events_max`: of all slices together.
  void append(const slice_members& members, std::size_t events_max, model_slices& made) const {
    const auto names = members.names();
    if (names.empty()) return;
    std::vector<growing_slice> slices(names.size(), size_of(events_max / names.size()).slice());
    if (by_journeys_) add_journeys(members, slices);
    if (!by_journeys_ || by_scope_) add_sessions(members, slices);
    for (auto& each : slices) cut(each);
    if (by_journeys_ && !by_scope_) count_sessions(members, slices);
    for (std::size_t number = 0; number < names.size(); ++number) {
      made.push_back(by_journeys_ ? finish_journeys(slices[number]) : finish_pairs(slices[number]));
      made.back().name = names[number];
    }
  }

  // Journeys have no segments of their own: of these is only known what was taken.
  void append_carried(std::vector<profile::segment_part>& parts, model_slices& made) const {
    for (auto& part : parts) {
      if (by_journeys_) {
        auto& slice = made.emplace_back();
        for (const auto& each : part.events) slice.items.push_back(each.item);
        leave_each_once(slice.items);
        slice.total = static_cast<double>(part.events.size());
      } else {
        auto slice = size_of(slice_row_events_max).slice();
        add_carried(part, slice.sessions);
        cut(slice);
        made.push_back(finish_pairs(slice));
      }
      name_carried(part, made.back());
    }
  }

 private:
  // Of sessions there is nothing to keep where they are counted at once.
  [[nodiscard]] slice_size size_of(std::size_t events) const {
    const auto most = std::clamp(events, slice_row_events_min, slice_row_events_max);
    if (!by_journeys_) return {most, 0};
    if (!by_scope_) return {0, most};
    return {most / 2, most / 2};
  }

  static void leave_each_once(std::vector<item_index>& items) {
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
    items.shrink_to_fit();
  }

  void add_journeys(const slice_members& members, std::vector<growing_slice>& slices) const {
    visit_journeys(of_.definition, of_.input.history, of_.window.after_s,
                   [&](owner_number owner, const journey& each) {
                     for (const auto number : members.of(owner)) add_journey(owner, each, slices[number]);
                     members.visit_hours(
                         each.begin_s, [&](std::size_t number) { add_journey(owner, each, slices[number]); });
                   });
  }

  static void add_journey(owner_number owner, const journey& each, growing_slice& to) {
    std::array<item_index, journey_items_max + 1> items{};
    std::array<float, journey_items_max + 1> weights{};
    std::ranges::copy(std::span(each.items).first(each.size), items.begin());
    std::ranges::copy(std::span(each.weights).first(each.size), weights.begin());
    items[each.size] = each.target;
    // Who buys a whole basket ends several journeys in one second.
    const auto tie = std::uint64_t{owner} << 32U | each.target;
    to.journeys.add(std::span(items).first(each.size + 1), each.end_s, tie,
                    std::span(weights).first(each.size + 1));
  }

  // Calls `visit(session, owner, numbers)` with each session of a slice, and the numbers of its slices.
  template <class Visit>
  void visit_sessions(const slice_members& members, const Visit& visit) const {
    std::vector<std::size_t> numbers;
    book_.visit_live([&](session_number which, const session_view& whole) {
      const auto session = whole.after(of_.window.after_s);
      if (session.size() == 0) return;
      const auto owner = book_.owner_of(which);
      const auto of_owner = members.of(owner);
      numbers.assign(of_owner.begin(), of_owner.end());
      members.visit_hours(session.times_s.front(), [&](std::size_t number) { numbers.push_back(number); });
      if (!numbers.empty()) visit(session, owner, numbers);
    });
  }

  void add_sessions(const slice_members& members, std::vector<growing_slice>& slices) const {
    visit_sessions(members, [&](const session_view& session, owner_number owner, const auto& numbers) {
      const auto items = session.items.last(std::min(session.size(), session_items_max));
      for (const auto number : numbers) slices[number].sessions.add(items, session.times_s.back(), owner);
    });
  }

  // Journeys are few beside sessions, and those that are kept reach further back than as many sessions would:
  // what they are divided by is counted of all sessions.
  void count_sessions(const slice_members& members, std::vector<growing_slice>& slices) const {
    const auto span = span_of_scope(0, of_.definition.ms(option::half_life), of_.window.reference_s);
    std::vector<item_index> items;
    visit_sessions(members, [&](const session_view& session, owner_number, const auto& numbers) {
      items.assign(session.items.begin(), session.items.end());
      std::ranges::sort(items);
      items.erase(std::unique(items.begin(), items.end()), items.end());
      const auto weight = span.weight_of(session.times_s.back());
      for (const auto number : numbers) {
        auto& slice = slices[number];
        for (const auto item : items)
          if (const auto place = std::ranges::lower_bound(slice.clicked, item);
              place != slice.clicked.end() && *place == item)
            slice.supports[static_cast<std::size_t>(place - slice.clicked.begin())] += weight;
      }
    });
  }

  // Sessions are those of one user id in one set.
  void add_carried(profile::segment_part& part, newest_sequences& to) const {
    using profile::segment_event;
    std::ranges::stable_sort(part.events, [](const segment_event& left, const segment_event& right) {
      return std::tie(left.user, left.time_s) < std::tie(right.user, right.time_s);
    });
    std::vector<item_index> items;
    for (std::size_t event = 0; event < part.events.size(); ++event) {
      const auto& each = part.events[event];
      items.push_back(each.item);
      const auto* next = event + 1 < part.events.size() ? &part.events[event + 1] : nullptr;
      const bool goes_on = next != nullptr && next->user == each.user &&
                           next->time_s - each.time_s <= of_.input.history.gap_s();
      if (goes_on) continue;
      to.add(std::span(items).last(std::min(items.size(), session_items_max)), each.time_s, event);
      items.clear();
    }
  }

  // Leaves the newest, and numbers what was clicked before journeys ended.
  void cut(growing_slice& slice) const {
    slice.sessions.finish();
    slice.journeys.finish();
    if (!by_journeys_) return;
    slice.clicked.assign(slice.sessions.items().begin(), slice.sessions.items().end());
    slice.journeys.visit([&](const auto& items, const auto&, std::uint32_t) {
      slice.clicked.insert(slice.clicked.end(), items.begin(), items.end() - 1);
    });
    leave_each_once(slice.clicked);
    slice.supports.assign(slice.clicked.size(), 0);
  }

  // With items as their places in `numbers`, which has them all.
  static void add_numbered(std::span<const item_index> items, std::uint32_t last_s,
                           std::span<const item_index> numbers, sequences& to) {
    thread_local std::vector<item_index> places;
    places.clear();
    for (const auto item : items)
      places.push_back(static_cast<item_index>(std::ranges::lower_bound(numbers, item) - numbers.begin()));
    to.add(places, last_s);
  }

  [[nodiscard]] sequences sessions_of(const growing_slice& from, std::span<const item_index> numbers) const {
    sequences made;
    from.sessions.visit([&](const auto& items, const auto&, std::uint32_t last_s) {
      add_numbered(items, last_s, numbers, made);
    });
    made.index(of_.definition.whole(option::session_candidates));
    return made;
  }

  [[nodiscard]] model_slice finish_pairs(const growing_slice& from) const {
    model_slice made;
    made.items.assign(from.sessions.items().begin(), from.sessions.items().end());
    leave_each_once(made.items);
    made.total = static_cast<double>(from.sessions.size());
    auto rows = boost::make_shared<slice_rows>();
    rows->sessions = sessions_of(from, made.items);
    rows->reference_s = of_.window.reference_s;
    // Without damping what only segments tell of would be held back by nothing at all.
    constexpr double least = 1e-3;
    rows->held_back.reserve(made.items.size());
    for (const auto item : made.items)
      rows->held_back.push_back(static_cast<float>(
          std::pow(std::max(double{support_of(supports_, item)} + of_.definition[option::damping], least),
                   of_.definition[option::neighbour_exponent])));
    made.rows = std::move(rows);
    return made;
  }

  // The items of the slice are what its journeys led to: these are what is answered.
  [[nodiscard]] model_slice finish_journeys(growing_slice& from) const {
    auto rows = boost::make_shared<slice_rows>();
    rows->of_journeys = true;
    rows->reference_s = of_.window.reference_s;
    from.journeys.visit([&](const auto& items, const auto& weights, std::uint32_t end_s) {
      const auto clicks = items.size() - 1;
      add_numbered(items.first(clicks), end_s, from.clicked, rows->journeys);
      rows->weights.insert(rows->weights.end(), weights.begin(), weights.end() - 1);
      rows->targets.push_back(items.back());
    });
    rows->journeys.index(of_.definition.whole(option::session_candidates));
    rows->weights.shrink_to_fit();
    rows->targets.shrink_to_fit();
    if (by_scope_)
      rows->sessions = sessions_of(from, from.clicked);
    else
      rows->held_back.assign(from.supports.begin(), from.supports.end());
    rows->clicked = std::move(from.clicked);
    model_slice made;
    made.items = rows->targets;
    leave_each_once(made.items);
    made.total = static_cast<double>(from.journeys.size());
    made.rows = std::move(rows);
    return made;
  }

  const sliced_model& of_;
  bool by_journeys_;
  bool by_scope_;
  const session_book& book_;
  std::vector<float> supports_;
};

}  // namespace

void append_row_slices(const sliced_model& of, const slice_members& members, bool by_carried,
                       model_slices& made) {
  const row_slice_maker maker(of);
  auto parts = by_carried ? largest_sets(of) : std::vector<profile::segment_part>();
  std::size_t carried = 0;  // few enough as they are: of each type the log of segments is bounded
  for (const auto& each : parts) carried += each.events.size();
  maker.append(members, model_slices_events_max - std::min(carried, model_slices_events_max / 2), made);
  maker.append_carried(parts, made);
}

}  // namespace footfall::model
