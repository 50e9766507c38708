#include "footfall/customer/event_fold.hpp"

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"

#include <spdlog/spdlog.h>

#include <optional>

namespace footfall::customer {
namespace {

constexpr std::size_t events_per_read = 50'000;

/// The number of the item that an event names; nothing when it is new and there are too many.
std::optional<item_index> number_of(catalog::item_dictionary& items, const events::event& committed,
                                    std::size_t items_max) {
  return items.name(committed.item, static_cast<std::uint32_t>(committed.time_ms / 1000), items_max);
}

/// The number of the item that an event is about. What is only for statistics has none, and what was shown to
/// somebody makes none: whoever calls a URL could make any number of items otherwise.
std::optional<item_index> item_of(customer& target, const events::event_kind& kind,
                                  const events::event& committed) {
  if (committed.item.empty()) return std::nullopt;
  if (kind.effect != events::event_effect::adds && kind.effect != events::event_effect::removes)
    return std::nullopt;
  if (kind.history == events::history_type::rendered) return target.items.find(committed.item);
  const auto settings = target.settings.load();
  const auto number = number_of(target.items, committed, settings->items_unknown_max);
  if (!number && target.events_without_item++ == 0)
    spdlog::warn(
        "customer {}: {} items are known, which is as many as items_unknown_max allows: events of others are "
        "stored, but nothing is learned from them",
        settings->id, settings->items_unknown_max);
  return number;
}

}  // namespace

void apply(customer& target, const events::event& committed) {
  fold_event event{committed, events::find_event_kind(committed.type), target.settings};
  if (!events::is_any_record(committed.type)) {
    if (!committed.counts() || event.kind == nullptr) return;
    event.item = item_of(target, *event.kind, committed);
    if (events::is_about_links(event.kind->effect)) event.link = events::read_link(committed);
    if (committed.type == events::event_type::click && !committed.details.empty())
      event.category_path = events::find_detail(committed.details, events::category_path_detail);
    if (event.item && !committed.details.empty())
      event.segments = events::find_detail(committed.details, events::segments_detail);
  }
  if (committed.type == events::forget_record)
    for (const auto& each : target.states) each->forget(committed.user);
  for (const auto& each : target.states) each->apply(event);
}

namespace {

// Whether pages have the ids of the catalogue: what was shown comes from our own lists.
void note_item(customer& target, const events::event_kind& kind, const events::event& committed,
               std::int64_t now_ms) {
  const bool tracks =
      kind.effect == events::event_effect::adds || kind.effect == events::event_effect::removes;
  if (!tracks || kind.history == events::history_type::rendered || committed.item.empty()) return;
  const auto index = target.items.find(committed.item);
  const auto told = target.catalogue.load();
  const bool is_known = index && told && told->find(*index) != nullptr;
  target.item_events.note(is_known, committed.time_ms, now_ms);
}

}  // namespace

void note_changes(customer& target, const events::event& committed, const clock& time) {
  const auto* kind = events::find_event_kind(committed.type);
  if (!events::is_any_record(committed.type) && (!committed.counts() || kind == nullptr)) return;
  constexpr std::int64_t second_ms = 1000;
  const auto now_ms = time.wall_ms();  // read after what is noted was done
  if (kind != nullptr) note_item(target, *kind, committed, now_ms);
  const bool adds = kind != nullptr && kind->effect != events::event_effect::removes &&
                    !events::is_about_links(kind->effect);
  if (!adds || committed.time_ms / second_ms < now_ms / second_ms)
    target.changes.note_user(committed.user, now_ms);
  if (kind != nullptr && events::is_about_links(kind->effect))
    if (const auto link = events::read_link(committed)) target.changes.note_user(link->target, now_ms);
  if (target.profiles.has_taken_links_back()) target.changes.note_users(now_ms);
  if (target.categories.has_changed()) target.changes.note_categories(now_ms);
}

void apply_tracked(customer& target, const events::event& committed) {
  fold_event event{committed, events::find_event_kind(committed.type), target.settings};
  if (!committed.counts() || event.kind == nullptr) return;
  event.item = item_of(target, *event.kind, committed);
  if (event.tracks_item()) target.tracked.add(*event.item, event.time_s());
}

void apply_categories(customer& target, const events::event& committed) {
  const auto* kind = events::find_event_kind(committed.type);
  const bool tells = committed.type == events::event_type::click && committed.counts() &&
                     !committed.details.empty() && target.settings.load()->click_categories;
  const auto item = tells ? item_of(target, *kind, committed) : std::nullopt;
  const auto path =
      tells ? events::find_detail(committed.details, events::category_path_detail) : std::nullopt;
  if (item && path) target.categories.add(*item, *path, static_cast<std::uint32_t>(committed.time_ms / 1000));
}

void expire_viewers(customer& target, std::int64_t now_ms, std::size_t clicks_max) {
  const auto window_ms = std::int64_t{target.settings.load()->session_minutes} * 60'000;
  target.viewers.expire(now_ms, window_ms, clicks_max);
}

void learn(const events::event& committed, catalog::item_dictionary& items, const learning_bounds& bounds,
           model::event_history& history) {
  if (!committed.counts()) return;
  if (committed.type == events::forget_record) return history.forget(committed.user);
  const auto* kind = events::find_event_kind(committed.type);
  if (kind == nullptr) return;  // a record, or of a newer version
  if (events::is_about_links(kind->effect)) history.link(committed, bounds.linked_users_max);
  if (!kind->for_models) return;
  if (const auto item = number_of(items, committed, bounds.items_max)) history.append(committed, *item);
}

result<std::size_t> replay(const customer_directory& customers, store::event_reader& log,
                           const std::function<bool(std::size_t)>& go_on, store::cursor from) {
  std::size_t count = 0;
  customer_number last_number{};
  customer_directory::pointer last;
  const auto visit = [&](const events::event& committed) {
    ++count;
    if (committed.customer != last_number) {
      last_number = committed.customer;
      last = customers.find(last_number);
    }
    if (last) apply(*last, committed);
  };
  for (auto place = from; go_on(count);) {
    const auto next = log.scan(place, events_per_read, visit);
    if (!next) return next.error();
    if (*next == place) break;
    place = *next;
  }
  return count;
}

}  // namespace footfall::customer
