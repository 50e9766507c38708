#include "model/make_slices.hpp"

#include "footfall/model/sliced_rows.hpp"
#include "footfall/text/local_days.hpp"
#include "model/age_decay.hpp"
#include "model/newest_ratings.hpp"
#include "model/person_amounts.hpp"
#include "model/segment_amounts.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace footfall::model {

namespace {

// The newest events of one slice.
class newest_events {
 public:
  explicit newest_events(std::size_t events_max = slice_events_max) : events_max_(events_max) {}

  void add(const counted_event& event) {
    events_.push_back(event);
    if (events_.size() >= 2 * events_max_) cut();
  }

  [[nodiscard]] model_slice slice(std::string name, const age_decay& decay, bool of_ratings) {
    cut();
    std::ranges::sort(events_, {}, &counted_event::item);
    model_slice made{.name = std::move(name), .items = {}, .amounts = {}};
    for (const auto& event : events_) {
      if (made.items.empty() || made.items.back() != event.item) {
        made.items.push_back(event.item);
        made.amounts.push_back(0);
        if (of_ratings) made.counts.push_back(0);
      }
      const auto weight = decay(event.time_s);
      made.amounts.back() += weight * event.amount;
      if (of_ratings) made.counts.back() += weight;
    }
    for (const auto each : of_ratings ? made.counts : made.amounts) made.total += double{each};
    return made;
  }

 private:
  static bool is_newer(const counted_event& left, const counted_event& right) noexcept {
    return std::pair(left.time_s, right.item) > std::pair(right.time_s, left.item);
  }

  void cut() {
    if (events_.size() <= events_max_) return;
    const auto end = events_.begin() + static_cast<std::ptrdiff_t>(events_max_);
    std::nth_element(events_.begin(), end, events_.end(), is_newer);
    events_.erase(end, events_.end());
  }

  std::size_t events_max_;
  std::vector<counted_event> events_;
};

template <class Visit>
void visit_ratings(const sliced_model& of, const Visit& visit) {
  const auto ratings = find_newest_ratings(of.book(), of.window.after_s);
  const auto scales = find_scales(ratings, of.input.items);
  for (const auto& each : ratings) {
    const auto& scale = scales.at(of.input.items.key_of(each.item).type);
    const counted_event one{each.time_s, each.item, static_cast<float>(scale.share(each.value))};
    visit(each.owner, std::span(&one, 1));
  }
}

// Slices of users and hours.
void append_counted(const sliced_model& of, const slice_members& members, person_amounts& amounts,
                    const age_decay& decay, model_slices& made) {
  const auto names = members.names();
  if (names.empty()) return;
  std::vector<newest_events> events(
      names.size(),
      newest_events(std::clamp<std::size_t>(model_slices_events_max / names.size(), 1, slice_events_max)));
  const auto add = [&](owner_number owner, std::span<const counted_event> some) {
    for (const auto number : members.of(owner))
      for (const auto& each : some) events[number].add(each);
    if (members.has_hours())
      for (const auto& each : some)
        members.visit_hours(each.time_s, [&](std::size_t number) { events[number].add(each); });
  };
  if (of.is_of_ratings())
    visit_ratings(of, add);
  else
    amounts.visit_owners(of.book(), of.window.after_s, add);
  for (std::size_t number = 0; number < names.size(); ++number)
    made.push_back(events[number].slice(names[number], decay, of.is_of_ratings()));
}

// What happened in segments that events carry, a slice for each set of them that events have together.
void append_carried(const sliced_model& of, person_amounts& amounts, const age_decay& decay,
                    model_slices& made) {
  const auto largest = of.is_of_ratings() ? find_scales(find_newest_ratings(of.book(), 0), of.input.items)
                                          : std::map<std::uint32_t, rating_scale>();
  for (auto& part : largest_sets(of)) {
    newest_events events;
    const auto add = [&](const counted_event& each) { events.add(each); };
    if (of.is_of_ratings())
      visit_rated(part.events, largest, of.input.items, add);
    else
      visit_amounts(part.events, of.type, amounts, add);
    name_carried(part, made.emplace_back(events.slice({}, decay, of.is_of_ratings())));
  }
}

// Attributes of users whose values have slices, each once.
std::vector<std::string> attributes_of(const model_definition& definition,
                                       std::span<const std::string> asked) {
  auto attributes = definition.user_attributes;
  const auto add = [&](const std::string& key) {
    if (std::ranges::find(attributes, key) == attributes.end()) attributes.push_back(key);
  };
  for (const auto& each : definition.submodels)
    if (each.is_of_users()) add(each.key);
  for (const auto& each : asked) add(each);
  return attributes;
}

}  // namespace

bool has_slices_of_users(const model_definition& definition) {
  return !definition.segment_groups.empty() || !definition.user_attributes.empty() ||
         std::ranges::any_of(definition.submodels, &submodel::is_of_users);
}

std::vector<profile::segment_part> largest_sets(const sliced_model& of) {
  auto parts = of.input.segments->read(of.type, of.window.after_s);
  std::ranges::sort(parts, [](const profile::segment_part& left, const profile::segment_part& right) {
    const auto by_size = right.events.size() <=> left.events.size();
    return by_size != 0 ? by_size < 0 : left.segments < right.segments;
  });
  if (parts.size() > segment_slices_max) parts.resize(segment_slices_max);
  return parts;
}

void name_carried(const profile::segment_part& part, model_slice& made) {
  made.name = "segments=";
  for (const auto& each : part.segments) {
    made.name.append(made.name.back() == '=' ? "" : ",").append(each);
    made.facts.push_back(fact_of(each));
  }
  std::ranges::sort(made.facts);
}

boost::shared_ptr<const model_slices> make_slices(const model_definition& definition, const model_kind& kind,
                                                  const build_input& input,
                                                  std::span<const std::string> asked_attributes) {
  const auto attributes = attributes_of(definition, asked_attributes);
  const bool by_carried =
      input.segments != nullptr && input.segments->size() != 0 &&
      std::ranges::find(input.asked_by_segments, definition.id) != input.asked_by_segments.end();
  const bool by_hours = !input.time_slots.empty() &&
                        (kind.family == model_family::popularity || kind.rows_of_slices != sliced_rows::none);
  const bool is_sliced = by_carried || by_hours || !definition.segment_groups.empty() || !attributes.empty();
  if (!is_sliced || kind.inputs.empty()) return nullptr;
  const auto type = kind.learns_from;
  const sliced_model of{definition, kind, type, input,
                        choose_window(input.history, type, definition, input.now_ms)};
  const slice_members members(definition, attributes, input);
  auto made = boost::make_shared<model_slices>();
  if (kind.rows_of_slices != sliced_rows::none) {
    append_row_slices(of, members, by_carried, *made);
  } else {
    const age_decay decay(of.window.reference_s, of.window.after_s, definition.ms(option::half_life));
    const text::local_days days(input.time_zone, of.window.after_s,
                                std::max(of.window.reference_s, input.history.newest_s()));
    person_amounts amounts(type, days);
    append_counted(of, members, amounts, decay, *made);
    if (by_carried) append_carried(of, amounts, decay, *made);
  }
  if (made->empty()) return nullptr;
  return made;
}

}  // namespace footfall::model
