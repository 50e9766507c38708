// All models of one customer: updated one after the other, found by id.
#include "footfall/model/model_set.hpp"

#include "footfall/model/sliced_rows.hpp"
#include "model/make_slices.hpp"
#include "model/repurchases.hpp"
#include "model/update_period.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <new>

namespace footfall::model {

namespace {

const model_kind* choose_kind(const model_definition& definition, std::span<const weight_choice> choices) {
  const auto* kind = find_model_kind(definition.type);
  if (kind == nullptr || kind->family != model_family::session_order) return kind;
  const auto choice = std::ranges::find(choices, kind->learns_from, &weight_choice::learns_from);
  if (choice == choices.end() || !choice->by_sets) return kind;
  return find_model_kind(model_family::session_sets, kind->learns_from);
}

// The definition with what it leaves to the log: as was chosen, or else as its type has it.
model_definition decide(model_definition definition, const model_kind* kind,
                        std::span<const weight_choice> choices) {
  if (kind == nullptr) return definition;
  const auto choice = std::ranges::find(choices, kind->learns_from, &weight_choice::learns_from);
  const auto put = [&](const model_option& option, std::int64_t weight_choice::*chosen) {
    auto* const value = definition.find(option.key);
    if (value == nullptr || *value != automatic) return;
    const bool is_chosen = choice != choices.end() && (*choice).*chosen >= 0;
    *value = is_chosen ? static_cast<double>((*choice).*chosen) : definition[option];
  };
  put(option::history, &weight_choice::history_ms);
  put(option::half_life, &weight_choice::half_life_ms);
  return definition;
}

}  // namespace

const built_model* model_set::find(std::string_view id) const noexcept {
  const auto entry =
      std::ranges::find_if(models, [&](const built_model& built) { return built.definition.id == id; });
  return entry == models.end() ? nullptr : &*entry;
}

const weight_choice* model_set::choice_of(events::event_type learns_from) const noexcept {
  const auto choice = std::ranges::find(choices, learns_from, &weight_choice::learns_from);
  return choice == choices.end() ? nullptr : &*choice;
}

// The updater that made this model last time, or a new one.
model_library::updated_model model_library::take(const model_definition& definition, const model_kind* kind) {
  const auto known = std::ranges::find_if(models_, [&](const updated_model& each) {
    return each.updater && each.definition == definition && each.kind == kind;
  });
  if (known != models_.end()) return std::move(*known);
  return {definition, kind, kind == nullptr ? nullptr : kind->make_updater(definition, kind->learns_from),
          nullptr,    {},   nullptr,
          nullptr,    0,    0,
          {},         {}};
}

const boost::shared_ptr<const model>& model_library::updated_model::bring_up_to_date(
    const build_input& input) {
  std::vector<book_place> places;
  for (const auto type : kind->inputs) places.push_back(input.history.book(type).place());
  const auto catalogue = kind->reads_catalogue ? input.catalogue : nullptr;
  const auto age_ms = made ? input.now_ms - made->record().built_at_ms : 0;
  const bool stands = made && made_from == places && made_from_catalogue == catalogue && age_ms >= 0 &&
                      age_ms < update_period_ms(definition);
  if (!stands) {
    made = updater->update(input);
    made_from = std::move(places);
    made_from_catalogue = catalogue;
  }
  bring_slices_up_to_date(input, !stands);
  return made;
}

void model_library::updated_model::bring_slices_up_to_date(const build_input& input, bool model_is_new) {
  const bool same_slots = std::ranges::equal(sliced_at, input.time_slots);
  const bool by_segments =
      std::ranges::find(input.asked_by_segments, definition.id) != input.asked_by_segments.end();
  const auto happened = by_segments && input.segments != nullptr ? input.segments->revision() : 0;
  // What requests prefer moves only these; others would have slices for nothing.
  const bool prefers = made->ranks() != nullptr || kind->rows_of_slices != sliced_rows::none;
  const auto asked = prefers ? input.asked_attributes : std::span<const std::string>();
  // What is said of users moves what requests prefer with the next events: somebody is told of all the time.
  const bool same_users = sliced_by == input.users.revision || !has_slices_of_users(definition);
  if (!model_is_new && same_slots && same_users && sliced_segments == happened &&
      std::ranges::equal(sliced_attributes, asked))
    return;
  slices = make_slices(definition, *kind, input, asked);
  sliced_attributes.assign(asked.begin(), asked.end());
  sliced_by = input.users.revision;
  sliced_segments = happened;
  sliced_at.assign(input.time_slots.begin(), input.time_slots.end());
}

boost::shared_ptr<model_set> model_library::update(std::span<const model_definition> definitions,
                                                   const build_input& input,
                                                   std::span<const weight_choice> choices) {
  auto set = boost::make_shared<model_set>();
  set->built_at_ms = input.now_ms;
  set->events_seen = input.history.size();
  set->choices.assign(choices.begin(), choices.end());
  const auto& purchases = input.history.book(events::event_type::buy);
  if (purchases_seen_ != purchases.place()) {
    repurchase_share_ = repurchase_share(purchases);
    purchases_seen_ = purchases.place();
  }
  set->repurchase_share = repurchase_share_;
  std::vector<updated_model> updated;
  for (const auto& each : definitions) {
    const auto* kind = choose_kind(each, choices);
    const auto definition = decide(each, kind, choices);
    auto next = take(definition, kind);
    built_model built{definition, kind, nullptr};
    try {
      if (next.updater) {
        built.content = next.bring_up_to_date(input);
        built.slices = next.slices;
      }
    } catch (const std::bad_alloc&) {
      // One model that is too large must not take the others with it: its scenarios go on with their next
      // stage, and the model status shows that it is missing. It begins anew the next time.
      next.updater.reset();
      next.made.reset();
    }
    set->models.push_back(std::move(built));
    updated.push_back(std::move(next));
  }
  models_ = std::move(updated);
  return set;
}

std::optional<std::int64_t> model_library::next_update_ms() const {
  std::optional<std::int64_t> next_ms;
  for (const auto& each : models_) {
    if (!each.made || !each.kind->reads_catalogue) continue;
    const auto due_ms = each.made->record().built_at_ms + update_period_ms(each.definition);
    next_ms = std::min(next_ms.value_or(due_ms), due_ms);
  }
  return next_ms;
}

boost::shared_ptr<const model_set> build_models(std::span<const model_definition> definitions,
                                                const build_input& input,
                                                std::span<const weight_choice> choices) {
  return model_library().update(definitions, input, choices);
}

namespace {

void put_text(std::string_view text, model_writer& to) { to.put_all(std::span(text.data(), text.size())); }

// Everything that decides what a model is built from and how it scores.
std::vector<std::byte> bytes_of(const model_definition& definition, const model_kind* kind) {
  std::vector<std::byte> bytes;
  model_writer to(
      [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
  put_text(definition.id, to);
  put_text(kind == nullptr ? definition.type : kind->type, to);
  for (const auto& [key, value] : definition.options) {
    put_text(key, to);
    to.put(value);
  }
  for (const auto& entry : definition.items) put_text(entry, to);
  put_text(definition.source, to);
  put_text(definition.stem, to);
  for (const auto& each : definition.attributes) {
    for (const std::string_view text : {each.key, each.type, each.scale}) put_text(text, to);
    to.put(each.weight);
    to.put(each.spread);
  }
  to.flush();
  return bytes;
}

// What people are told of a model; the stages of its build are told once.
struct saved_record {
  std::int64_t built_at_ms = 0;
  std::int64_t duration_ns = 0;
  std::int64_t reference_time_ms = 0;
  std::uint64_t counts_from_newest_event = 0;
  std::uint64_t short_window = 0;
  std::uint64_t events_used = 0;
  std::uint64_t sessions_used = 0;
  std::uint64_t items = 0;
};

saved_record save_record(const build_record& from) {
  return {from.built_at_ms,
          from.duration_ns,
          from.reference_time_ms,
          from.counts_from_newest_event ? 1U : 0U,
          from.short_window ? 1U : 0U,
          from.events_used,
          from.sessions_used,
          from.items};
}

build_record load_record(const saved_record& from) {
  build_record record;
  record.built_at_ms = from.built_at_ms;
  record.duration_ns = from.duration_ns;
  record.reference_time_ms = from.reference_time_ms;
  record.counts_from_newest_event = from.counts_from_newest_event != 0;
  record.short_window = from.short_window != 0;
  record.events_used = static_cast<std::size_t>(from.events_used);
  record.sessions_used = static_cast<std::size_t>(from.sessions_used);
  record.items = static_cast<std::size_t>(from.items);
  return record;
}

// Numbers of a choice; its reason follows.
struct saved_choice {
  std::uint64_t learns_from = 0;
  std::uint64_t by_sets = 0;
  std::uint64_t is_default = 0;
  std::int64_t chosen_at_ms = 0;
  std::uint64_t days = 0;
  std::uint64_t sessions = 0;
  std::uint64_t queries = 0;
  std::int64_t spent_ns = 0;
  std::int64_t history_ms = 0;
  std::int64_t half_life_ms = 0;
};

constexpr std::size_t reason_bytes_max = 1000;

void save_choice(const weight_choice& from, model_writer& to) {
  to.put(saved_choice{.learns_from = static_cast<std::uint64_t>(from.learns_from),
                      .by_sets = from.by_sets ? 1U : 0U,
                      .is_default = from.is_default ? 1U : 0U,
                      .chosen_at_ms = from.chosen_at_ms,
                      .days = from.days,
                      .sessions = from.sessions,
                      .queries = from.queries,
                      .spent_ns = from.spent_ns,
                      .history_ms = from.history_ms,
                      .half_life_ms = from.half_life_ms});
  for (const auto number : {from.session_weight, from.set_weight, from.own_weight, from.hit_rate,
                            from.reciprocal_rank, from.default_hit_rate, from.default_reciprocal_rank})
    to.put(number);
  put_text(from.reason, to);
}

// False when no such choice is ever made.
bool load_choice(model_reader& from, weight_choice& into) {
  saved_choice numbers;
  if (!from.take(numbers)) return false;
  for (auto* each : {&into.session_weight, &into.set_weight, &into.own_weight, &into.hit_rate,
                     &into.reciprocal_rank, &into.default_hit_rate, &into.default_reciprocal_rank})
    if (!from.take(*each) || !(*each >= 0 && *each <= 1)) return false;
  std::vector<char> reason;
  if (!from.take_all(reason) || reason.size() > reason_bytes_max) return false;
  into.reason.assign(reason.begin(), reason.end());
  into.learns_from = static_cast<events::event_type>(numbers.learns_from);
  into.by_sets = numbers.by_sets != 0;
  into.is_default = numbers.is_default != 0;
  into.chosen_at_ms = numbers.chosen_at_ms;
  into.days = static_cast<std::uint32_t>(numbers.days);
  into.sessions = static_cast<std::size_t>(numbers.sessions);
  into.queries = static_cast<std::size_t>(numbers.queries);
  into.spent_ns = numbers.spent_ns;
  into.history_ms = numbers.history_ms;
  into.half_life_ms = numbers.half_life_ms;
  return static_cast<std::uint64_t>(into.learns_from) == numbers.learns_from &&
         find_model_kind(model_family::session_order, into.learns_from) != nullptr;
}

bool load_choices(model_reader& from, model_set& into) {
  std::uint64_t count = 0;
  if (!from.take(count) || count > model_kinds().size()) return false;
  for (; count > 0; --count) {
    weight_choice choice;
    if (!load_choice(from, choice) || into.choice_of(choice.learns_from) != nullptr) return false;
    into.choices.push_back(std::move(choice));
  }
  return true;
}

}  // namespace

void save_models(const model_set& from, model_writer& to) {
  to.put(from.built_at_ms);
  to.put(std::uint64_t{from.events_seen});
  to.put(std::uint64_t{from.choices.size()});
  for (const auto& each : from.choices) save_choice(each, to);
  to.put(from.repurchase_share);
  for (const auto& each : from.models) {
    to.put_all(std::span<const std::byte>(bytes_of(each.definition, each.kind)));
    to.put(save_record(each.content->record()));
    each.content->save(to);
  }
}

boost::shared_ptr<const model_set> load_models(std::span<const model_definition> definitions,
                                               model_reader& from, std::size_t items_end) {
  auto set = boost::make_shared<model_set>();
  std::uint64_t events_seen = 0;
  if (!from.take(set->built_at_ms) || !from.take(events_seen)) return nullptr;
  set->events_seen = static_cast<std::size_t>(events_seen);
  if (!load_choices(from, *set)) return nullptr;
  if (!from.take(set->repurchase_share) || !(set->repurchase_share >= 0 && set->repurchase_share <= 1))
    return nullptr;
  for (const auto& each : definitions) {
    const auto* kind = choose_kind(each, set->choices);
    const auto definition = decide(each, kind, set->choices);
    built_model built{definition, kind, nullptr};
    std::vector<std::byte> defined;
    saved_record record;
    if (built.kind == nullptr || !from.take_all(defined) || defined != bytes_of(definition, built.kind) ||
        !from.take(record))
      return nullptr;
    built.content = built.kind->load(definition, load_record(record), from, items_end);
    if (!built.content) return nullptr;
    set->models.push_back(std::move(built));
  }
  return from.at_end() ? set : nullptr;
}

}  // namespace footfall::model
