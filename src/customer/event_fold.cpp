#include "footfall/customer/event_fold.hpp"

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"

#include <optional>

namespace footfall::customer {
namespace {

constexpr std::size_t events_per_read = 50'000;

/// The number of the item that an event teaches something about; nothing for what is only for statistics.
std::optional<item_index> item_of(customer& target, const events::event_kind& kind,
                                  const events::event& committed) {
  if (committed.item.empty()) return std::nullopt;
  if (kind.effect != events::event_effect::adds && kind.effect != events::event_effect::removes)
    return std::nullopt;
  return target.items.add(committed.item);
}

}  // namespace

void apply(customer& target, const events::event& committed) {
  fold_event event{committed, events::find_event_kind(committed.type), target.settings};
  if (!events::is_record(committed.type)) {
    if (!committed.counts() || event.kind == nullptr) return;
    event.item = item_of(target, *event.kind, committed);
    if (events::is_about_links(event.kind->effect)) event.link = events::read_link(committed);
    if (committed.type == events::event_type::click && !committed.details.empty())
      event.category_path = events::find_detail(committed.details, events::category_path_detail);
  }
  for (const auto& each : target.states) each->apply(event);
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
    if (committed.customer == number && events::is_record(committed.type)) out.apply(committed);
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
