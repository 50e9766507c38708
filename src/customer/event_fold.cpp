#include "footfall/customer/event_fold.hpp"

#include "footfall/events/event_kinds.hpp"

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

void apply_record(customer& target, const events::event& committed) {
  if (committed.type == events::event_type::opt_out)
    target.opt_outs.add(committed.user);
  else
    target.opt_outs.remove(committed.user);
}

}  // namespace

void apply(customer& target, const events::event& committed) {
  if (events::is_record(committed.type)) return apply_record(target, committed);
  if (!committed.counts()) return;
  const auto* kind = events::find_event_kind(committed.type);
  if (kind == nullptr || committed.item.empty() || kind->history == events::history_type::none) return;
  const auto item = target.items.add(committed.item);
  if (!item) return;  // the catalogue is full: stored, but not in anybody's history
  target.profiles.apply(committed.user, {*item, static_cast<std::uint32_t>(committed.time_ms / 1000),
                                         kind->history, history_value(kind->history, committed)});
  if (committed.type == events::event_type::click)
    target.viewers.apply(*item, committed.user, committed.time_ms);
}

result<std::size_t> replay(const customer_directory& customers, store::event_reader& log,
                           const std::function<bool(std::size_t)>& go_on) {
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
  for (store::cursor place; go_on(count);) {
    const auto next = log.scan(place, events_per_read, visit);
    if (!next) return next.error();
    if (*next == place) break;
    place = *next;
  }
  return count;
}

}  // namespace footfall::customer
