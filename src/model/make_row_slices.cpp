// Slices of kinds that count rows: of each part of the log its newest sequences.
#include "model/co_occurrence.hpp"
#include "model/journeys.hpp"
#include "model/make_slices.hpp"
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
  explicit growing_slice(std::size_t places_max) : sessions(places_max), journeys(places_max) {}
  newest_sequences sessions;
  newest_sequences journeys;
};

// Makes the slices of one model.
class row_slice_maker {
 public:
  explicit row_slice_maker(const sliced_model& of)
      : of_(of),
        by_journeys_(of.kind.rows_of_slices == sliced_rows::of_journeys),
        book_(of.input.history.book(of.kind.inputs.front())),
        supports_(by_journeys_ ? std::vector<float>()
                               : find_supports(book_, of.window.after_s,
                                               age_decay(of.window.reference_s, of.window.after_s,
                                                         of.definition.ms(option::half_life)))) {}

  void append(const slice_members& members, model_slices& made) const {
    const auto names = members.names();
    if (names.empty()) return;
    std::vector<growing_slice> slices(
        names.size(), growing_slice(std::clamp(model_slices_events_max / names.size(), slice_events_min,
                                               slice_row_events_max)));
    const auto add_to = [&](owner_number owner, std::uint32_t begin_s, const auto& add) {
      for (const auto number : members.of(owner)) add(slices[number]);
      members.visit_hours(begin_s, [&](std::size_t number) { add(slices[number]); });
    };
    book_.visit_live([&](session_number number, const session_view& whole) {
      const auto session = whole.after(of_.window.after_s);
      if (session.size() == 0) return;
      const auto items = session.items.last(std::min(session.size(), session_items_max));
      const auto owner = book_.owner_of(number);
      add_to(owner, session.times_s.front(),
             [&](growing_slice& to) { to.sessions.add(items, session.times_s.back(), owner); });
    });
    if (by_journeys_)
      visit_journeys(of_.definition, of_.input.history, of_.window.after_s,
                     [&](owner_number owner, const journey& each) {
                       add_to(owner, each.begin_s, [&](growing_slice& to) { add_journey(owner, each, to); });
                     });
    for (std::size_t number = 0; number < names.size(); ++number) {
      made.push_back(finish(slices[number]));
      made.back().name = names[number];
    }
  }

  // Journeys have no segments of their own: their slices are of users and hours.
  void append_carried(model_slices& made) const {
    for (auto& part : largest_sets(of_)) {
      growing_slice slice(slice_row_events_max);
      add_carried(part, slice.sessions);
      name_carried(part, made.emplace_back(finish(slice)));
    }
  }

 private:
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

  [[nodiscard]] model_slice finish(growing_slice& from) const {
    model_slice made;
    auto& items = made.items;
    for (auto* part : {&from.sessions, &from.journeys}) {
      part->finish();
      items.insert(items.end(), part->items().begin(), part->items().end());
    }
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
    items.shrink_to_fit();
    const auto per_item = of_.definition.whole(option::session_candidates);
    auto rows = boost::make_shared<slice_rows>();
    rows->sessions = from.sessions.numbered(items, per_item);
    rows->reference_s = of_.window.reference_s;
    rows->of_journeys = by_journeys_;
    if (by_journeys_) {
      rows->journeys = from.journeys.numbered(items, per_item);
      rows->weights.assign(from.journeys.weights().begin(), from.journeys.weights().end());
    } else {
      // Without damping what only segments tell of would be held back by nothing at all.
      constexpr double least = 1e-3;
      for (const auto item : items)
        rows->held_back.push_back(static_cast<float>(
            std::pow(std::max(double{support_of(supports_, item)} + of_.definition[option::damping], least),
                     of_.definition[option::neighbour_exponent])));
    }
    made.total = static_cast<double>(from.sessions.size() + from.journeys.size());
    made.rows = std::move(rows);
    return made;
  }

  const sliced_model& of_;
  bool by_journeys_;
  const session_book& book_;
  std::vector<float> supports_;
};

}  // namespace

void append_row_slices(const sliced_model& of, const slice_members& members, bool by_carried,
                       model_slices& made) {
  const row_slice_maker maker(of);
  maker.append(members, made);
  if (by_carried) maker.append_carried(made);
}

}  // namespace footfall::model
