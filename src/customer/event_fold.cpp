#include "footfall/customer/event_fold.hpp"

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"

#include <spdlog/spdlog.h>

namespace footfall::customer {
namespace {

constexpr std::size_t events_per_read = 50'000;

/// What the history keeps of the event's value (see `profile::history_entry`).
std::uint8_t history_value(events::history_type type, const events::event& committed) {
  switch (type) {
    case events::history_type::consumed:
      return static_cast<std::uint8_t>(committed.value < 0 ? 100 : committed.value);
    case events::history_type::rated:
      return static_cast<std::uint8_t>(committed.value < 0 ? 0 : committed.value);
    default:
      return 1;
  }
}

std::uint32_t seconds_of(std::int64_t time_ms) { return static_cast<std::uint32_t>(time_ms / 1000); }

void apply_record(opt_out_set& opt_outs, const events::event& committed) {
  if (committed.type == events::event_type::opt_out)
    opt_outs.add(committed.user);
  else
    opt_outs.remove(committed.user);
}

void report(const customer& target, const identity::link_change& change) {
  for (const auto& each : change.unlinked)
    spdlog::warn(
        "customer {}: the user with hash {} is not linked with others any more: {}; "
        "GET /admin/customers/{}/links lists such users",
        target.settings.load()->id, events::to_text(each.user),
        each.placeholder ? "its id is a placeholder" : "too many logins from or to it within a week",
        target.settings.load()->id);
}

void link(customer& target, const events::event& committed) {
  const auto said = events::read_link(committed);
  if (!said) return;  // of a newer version
  if (said->source_is_placeholder) report(target, target.profiles.refuse(said->source, committed.time_ms));
  if (said->target_is_placeholder) report(target, target.profiles.refuse(said->target, committed.time_ms));
  report(target, target.profiles.link(said->source, said->target, committed.time_ms,
                                      target.settings.load()->linked_users_max));
}

void unlink(customer& target, const events::event& committed) {
  if (const auto said = events::read_link(committed)) target.profiles.unlink(said->source, said->target);
}

void allow_links(customer& target, const events::event& committed) { target.profiles.allow(committed.user); }

/// What an event says of its item, whoever the user is.
void apply_to_item(customer& target, item_index item, const events::event& committed) {
  const auto time_s = seconds_of(committed.time_ms);
  if (committed.type == events::event_type::rate && committed.value >= 0)
    target.ratings.add(committed.item.type, static_cast<std::uint8_t>(committed.value));
  if (committed.type != events::event_type::click) return;
  target.viewers.apply(item, committed.user, committed.time_ms);
  const auto path = events::find_detail(committed.details, events::category_path_detail);
  if (path && target.settings.load()->click_categories) target.categories.add(item, *path, time_s);
}

void apply_to_history(customer& target, const events::event_kind& kind, const events::event& committed) {
  const auto item = target.items.add(committed.item);
  if (!item) return;  // the catalogue is full: stored, but not in anybody's history
  const auto time_s = seconds_of(committed.time_ms);
  if (kind.effect == events::event_effect::removes)
    target.profiles.remove(committed.user, *item, kind.history, time_s);
  else
    target.profiles.apply(committed.user,
                          {*item, time_s, kind.history, history_value(kind.history, committed)},
                          committed.time_ms);
  apply_to_item(target, *item, committed);
}

}  // namespace

void apply(customer& target, const events::event& committed) {
  if (events::is_record(committed.type)) return apply_record(target.opt_outs, committed);
  if (!committed.counts()) return;
  const auto* kind = events::find_event_kind(committed.type);
  if (kind == nullptr) return;
  switch (kind->effect) {
    case events::event_effect::nothing:
      return;
    case events::event_effect::links:
      return link(target, committed);
    case events::event_effect::unlinks:
      return unlink(target, committed);
    case events::event_effect::allows:
      return allow_links(target, committed);
    case events::event_effect::adds:
    case events::event_effect::removes:
      if (!committed.item.empty()) apply_to_history(target, *kind, committed);
  }
}

void expire_viewers(customer& target, std::int64_t now_ms, std::size_t clicks_max) {
  const auto window_ms = std::int64_t{target.settings.load()->session_minutes} * 60'000;
  target.viewers.expire(now_ms, window_ms, clicks_max);
}

void learn(const events::event& committed, catalog::item_dictionary& items, std::size_t linked_users_max,
           model::event_history& history) {
  if (!committed.counts()) return;
  const auto* kind = events::find_event_kind(committed.type);
  if (kind == nullptr) return;  // of a newer version
  if (events::is_about_links(kind->effect)) history.link(committed, linked_users_max);
  if (!kind->for_models) return;
  if (const auto item = items.add(committed.item)) history.append(committed, *item);
}

result<void> read_opt_outs(store::event_reader& log, customer_number number, opt_out_set& out) {
  const auto visit = [&](const events::event& committed) {
    if (committed.customer == number && events::is_record(committed.type)) apply_record(out, committed);
  };
  for (store::cursor place;;) {
    const auto next = log.scan(place, events_per_read, visit);
    if (!next) return next.error();
    if (*next == place) return {};
    place = *next;
  }
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
