// Who and when belongs to which slice, and what the newest events of each say.
#include "model/make_slices.hpp"

#include "footfall/text/local_days.hpp"
#include "footfall/text/local_minutes.hpp"
#include "model/age_decay.hpp"
#include "model/person_amounts.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace footfall::model {

namespace {

using facts_by_owner = boost::unordered_flat_map<owner_number, std::vector<std::string>>;
using slice_numbers = std::vector<std::size_t>;

// What is said of people who have events, as far as it is of one of these attributes.
facts_by_owner find_facts(const build_input& input, const std::vector<std::string>& keys) {
  facts_by_owner facts;
  if (!input.users.visit) return facts;
  input.users.visit([&](const user_key& user, std::string_view key, std::string_view value) {
    if (std::ranges::find(keys, key) == keys.end()) return;
    if (const auto owner = input.history.find_user(user))
      facts[*owner].push_back(std::string(key).append(1, '=').append(value));
  });
  return facts;
}

std::string key_of_fact(std::string_view fact) { return std::string(fact.substr(0, fact.find('='))); }

std::vector<std::string> keys_of(const model_definition& definition) {
  auto keys = definition.user_attributes;
  for (const auto& group : definition.segment_groups)
    for (const auto& part : group.parts)
      for (const auto& segment : part.segments) keys.push_back(key_of_fact(fact_of(segment)));
  return keys;
}

// The values of attributes that have slices of their own: of each attribute those of most users.
std::vector<std::string> frequent_values(const model_definition& definition, const facts_by_owner& facts) {
  std::map<std::string, std::size_t> owners;
  for (const auto& [owner, known] : facts)
    for (const auto& fact : known) ++owners[fact];
  std::vector<std::string> chosen;
  for (const auto& key : definition.user_attributes) {
    std::vector<std::pair<std::size_t, std::string>> values;
    for (const auto& [fact, count] : owners)
      if (key_of_fact(fact) == key) values.emplace_back(count, fact);
    std::ranges::stable_sort(values,
                             [](const auto& left, const auto& right) { return left.first > right.first; });
    if (values.size() > slice_values_max) values.resize(slice_values_max);
    for (auto& [count, fact] : values) chosen.push_back(std::move(fact));
  }
  return chosen;
}

// The newest events of one slice.
class newest_events {
 public:
  void add(const counted_event& event) {
    events_.push_back(event);
    if (events_.size() >= 2 * slice_events_max) cut();
  }

  [[nodiscard]] model_slice slice(std::string name, const age_decay& decay) {
    cut();
    std::ranges::sort(events_, {}, &counted_event::item);
    model_slice made{.name = std::move(name), .items = {}, .amounts = {}};
    for (const auto& event : events_) {
      if (made.items.empty() || made.items.back() != event.item) {
        made.items.push_back(event.item);
        made.amounts.push_back(0);
      }
      made.amounts.back() += decay(event.time_s) * event.amount;
    }
    for (const auto amount : made.amounts) made.total += double{amount};
    return made;
  }

 private:
  static bool is_newer(const counted_event& left, const counted_event& right) noexcept {
    return std::pair(left.time_s, right.item) > std::pair(right.time_s, left.item);
  }

  void cut() {
    if (events_.size() <= slice_events_max) return;
    const auto end = events_.begin() + static_cast<std::ptrdiff_t>(slice_events_max);
    std::nth_element(events_.begin(), end, events_.end(), is_newer);
    events_.erase(end, events_.end());
  }

  std::vector<counted_event> events_;
};

// All slices of a model while they are made: groups, then facts, then hours.
class slice_maker {
 public:
  slice_maker(const model_definition& definition, const build_input& input)
      : definition_(definition),
        input_(input),
        facts_(find_facts(input, keys_of(definition))),
        values_(frequent_values(definition, facts_)),
        events_(definition.segment_groups.size() + values_.size() + input.time_slots.size()) {}

  [[nodiscard]] bool empty() const noexcept { return events_.empty(); }

  void count(const session_book& book, events::event_type type, const time_window& window) {
    const text::local_days days(input_.time_zone, window.after_s,
                                std::max(window.reference_s, input_.history.newest_s()));
    const text::local_minutes clocks(input_.time_zone);
    person_amounts amounts(type, days);
    amounts.visit_owners(book, window.after_s, [&](owner_number owner, std::span<const counted_event> some) {
      add_person(slices_of(owner), some);
      if (!input_.time_slots.empty()) add_hours(clocks, some);
    });
  }

  [[nodiscard]] model_slices slices(const age_decay& decay) {
    model_slices made;
    auto from = events_.begin();
    for (const auto& group : definition_.segment_groups) made.push_back((from++)->slice(group.id, decay));
    for (const auto& fact : values_) made.push_back((from++)->slice(fact, decay));
    for (const auto& slot : input_.time_slots) made.push_back((from++)->slice(name_of(slot), decay));
    return made;
  }

 private:
  [[nodiscard]] slice_numbers slices_of(owner_number owner) const {
    slice_numbers numbers;
    const auto known = facts_.find(owner);
    if (known == facts_.end()) return numbers;
    const auto& groups = definition_.segment_groups;
    for (std::size_t group = 0; group < groups.size(); ++group)
      if (is_true(groups[group], known->second)) numbers.push_back(group);
    for (std::size_t value = 0; value < values_.size(); ++value)
      if (std::ranges::find(known->second, values_[value]) != known->second.end())
        numbers.push_back(groups.size() + value);
    return numbers;
  }

  void add_person(const slice_numbers& to, std::span<const counted_event> some) {
    for (const auto number : to)
      for (const auto& event : some) events_[number].add(event);
  }

  void add_hours(const text::local_minutes& clocks, std::span<const counted_event> some) {
    const auto first = events_.size() - input_.time_slots.size();
    for (const auto& event : some) {
      const auto minute = clocks.minute_of_day(event.time_s);
      for (std::size_t slot = 0; slot < input_.time_slots.size(); ++slot)
        if (is_within(input_.time_slots[slot], minute)) events_[first + slot].add(event);
    }
  }

  const model_definition& definition_;
  const build_input& input_;
  const facts_by_owner facts_;
  const std::vector<std::string> values_;
  std::vector<newest_events> events_;
};

}  // namespace

boost::shared_ptr<const model_slices> make_slices(const model_definition& definition, const model_kind& kind,
                                                  const build_input& input) {
  const bool is_sliced = !definition.segment_groups.empty() || !definition.user_attributes.empty() ||
                         (kind.family == model_family::popularity && !input.time_slots.empty());
  if (!is_sliced || kind.inputs.empty()) return nullptr;
  slice_maker maker(definition, input);
  if (maker.empty()) return nullptr;
  const auto& book = input.history.book(kind.learns_from);
  const auto window = choose_window(input.history, kind.learns_from, definition, input.now_ms);
  maker.count(book, kind.learns_from, window);
  return boost::make_shared<const model_slices>(
      maker.slices(age_decay(window.reference_s, window.after_s, definition.ms(option::half_life))));
}

}  // namespace footfall::model
