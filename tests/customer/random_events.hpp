// Any mixture of events: late ones, logins and undone logins, opting out, ids that are shared.
#pragma once

#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/page_events.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "support/example_events.hpp"

#include <cstdint>
#include <iterator>
#include <random>
#include <vector>

namespace footfall::test {

inline constexpr std::uint64_t random_users = 40;

/// Of one customer out of `customers`, from 1.
inline events::event random_event(std::mt19937& random, std::uint32_t customers = 1) {
  const auto time_ms = noon_ms + static_cast<std::int64_t>(random() % 100'000);
  auto event = click(random() % random_users, static_cast<std::uint32_t>(1 + random() % 30));
  event.customer = {static_cast<std::uint32_t>(1 + random() % customers)};
  event.time_ms = time_ms;
  const auto kind = random() % 16;
  if (kind == 0) {
    event.type = random() % 4 == 0 ? events::event_type::unlink : events::event_type::login;
    event.item = {};
    const auto target = click(random() % random_users, 1).user;
    events::append_link(event.details, {event.user, target});
  } else if (kind == 1) {
    constexpr events::event_type records[] = {events::event_type::opt_out, events::event_type::opt_in,
                                              events::forget_record, events::forgotten_record};
    event.type = records[random() % std::size(records)];
    if (event.type == events::forgotten_record) event.user = identity::key_of_forgotten(event.user);
    event.item = {};
  } else if (kind < 10) {
    const auto type = static_cast<events::event_type>(1 + random() % 13);
    if (events::find_event_kind(type)->shape != events::path_shape::user_user) event.type = type;
  }
  if (event.type == events::event_type::click && random() % 4 == 0)
    event.details = "c=Shoes/Sort" + std::to_string(random() % 5);
  if (event.type == events::event_type::rate) {
    event.details = "r=" + std::to_string(random() % 60);
    events::restore_fields(event);
  }
  if (event.type == events::event_type::buy && random() % 2 == 0)
    event.details = "o=" + std::to_string(random() % 99) + "&ol=" + std::to_string(random() % 3);
  if (!event.item.empty() && random() % 4 == 0)
    events::append_detail(event.details, events::segments_detail,
                          "s" + std::to_string(random() % 4) + ",s" + std::to_string(random() % 4));
  if (kind == 14) {
    event.type = events::preference_event;
    event.item = {};
    event.details.clear();
    events::append_detail(event.details, "pt", "brand " + std::to_string(random() % 5));
    events::append_detail(event.details, "py", "brand");
    events::append_detail(event.details, "pa", random() % 2 == 0 ? "like" : "neutral");
  }
  if (kind == 15) event.item = {2, 0, "text " + std::to_string(random() % 9)};
  return event;
}

inline std::vector<events::event> random_events(std::mt19937& random, std::size_t count,
                                                std::uint32_t customers = 1) {
  std::vector<events::event> made;
  for (std::size_t index = 0; index < count; ++index) made.push_back(random_event(random, customers));
  return made;
}

}  // namespace footfall::test
