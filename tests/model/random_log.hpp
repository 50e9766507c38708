// Any mixture of what can happen to sessions: late events, logins and undone logins, forgotten users.
#pragma once

#include "footfall/events/link_event.hpp"
#include "footfall/model/event_history.hpp"
#include "support/event_builder.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <utility>

namespace footfall::test {

inline events::event login(events::event_type type, std::uint64_t source, std::uint64_t target,
                           std::int64_t time_s) {
  events::event stored;
  stored.type = type;
  stored.time_ms = time_s * 1000;
  stored.user = user_numbered(source);
  events::append_link(stored.details, {stored.user, user_numbered(target)});
  return stored;
}

/// A log with all that can happen to sessions.
class random_log {
 public:
  explicit random_log(std::uint64_t seed) : random_(seed) {}

  void append_to(model::event_history& one, model::event_history& other) {
    const auto user = 1 + random_() % 12;
    now_s_ += random_() % 400;
    switch (random_() % 30) {
      case 0:
      case 1: {
        const auto said = login(events::event_type::login, user, 20 + random_() % 4, now_s_);
        one.link(said, 4);
        other.link(said, 4);
        return;
      }
      case 2: {
        const auto said = login(events::event_type::unlink, user, 20 + random_() % 4, now_s_);
        one.link(said, 4);
        other.link(said, 4);
        return;
      }
      case 3:
        user_forgotten_ = user_numbered(user);
        return;
      default: {
        const auto who = random_() % 4 == 0 ? 20 + random_() % 4 : user;
        const auto item = static_cast<item_index>(random_() % 50);
        const auto late_s = random_() % 8 == 0 ? static_cast<std::int64_t>(random_() % 9000) : 0;
        const auto type = random_() % 3 == 0 ? events::event_type::buy : events::event_type::click;
        const auto quantity = 1 + static_cast<std::uint32_t>(random_() % 3);
        append_event(one, type, who, item, now_s_ - late_s, quantity);
        append_event(other, type, who, item, now_s_ - late_s, quantity);
      }
    }
  }
  /// A user whose events are to go from both.
  std::optional<user_key> take_forgotten() { return std::exchange(user_forgotten_, std::nullopt); }
  bool now_and_then() { return random_() % 10 == 0; }

 private:
  std::mt19937_64 random_;
  std::int64_t now_s_ = 100'000;
  std::optional<user_key> user_forgotten_;
};

}  // namespace footfall::test
