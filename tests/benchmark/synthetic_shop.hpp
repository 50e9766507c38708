// A shop of 100,000 items by Zipf's law, whose visitors click five times in a session on average.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/events/event.hpp"
#include "footfall/model/event_history.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace footfall::benchmarks {

inline constexpr std::size_t catalogue_items = 100'000;
inline constexpr std::uint32_t newest_s = 1'769'860'800;
inline constexpr std::uint32_t days_90_s = 90 * 86'400;

/// Makes clicks. Seeded, so that every run sees the same.
class synthetic_shop {
 public:
  static constexpr std::array clicks_only{events::event_type::click};

  synthetic_shop() : shares_(catalogue_items) {
    double sum = 0;
    for (std::size_t rank = 0; rank < catalogue_items; ++rank)
      shares_[rank] = sum += 1.0 / static_cast<double>(rank + 1);
    // Item numbers must not follow popularity, as they do not in a shop.
    for (std::size_t rank = 0; rank < catalogue_items; ++rank)
      names_.push_back(static_cast<item_index>(rank));
    std::shuffle(names_.begin(), names_.end(), random_);
  }

  /// An item: that of rank r in proportion to 1 / r.
  item_index draw_item() {
    const auto drawn = std::uniform_real_distribution(0.0, shares_.back())(random_);
    const auto rank = std::upper_bound(shares_.begin(), shares_.end(), drawn) - shares_.begin();
    return names_[std::min<std::size_t>(static_cast<std::size_t>(rank), catalogue_items - 1)];
  }

  /// Events of a session: five on average, geometrically distributed from 1.
  std::size_t draw_length() { return 1 + std::geometric_distribution<std::size_t>(0.2)(random_); }

  /// Appends sessions with `events` events of 90 days of each of these types; every other one is of a visitor
  /// who was here before.
  void fill(model::event_history& history, std::size_t events,
            std::span<const events::event_type> types = clicks_only) {
    for (std::size_t made = 0; made < events;) {
      const auto user = random_() % 2 == 0 && users_ > 0 ? random_() % users_ : users_++;
      const auto start_s = newest_s - static_cast<std::uint32_t>(random_() % days_90_s);
      const auto length = std::min(draw_length(), events - made);
      for (std::size_t event = 0; event < length; ++event) {
        const auto time_s = start_s + 30 * static_cast<std::uint32_t>(event);
        for (const auto type : types) append(history, type, user, time_s);
      }
      made += length;
    }
  }

  /// Appends `events` events of the next ten seconds, as they come while models are brought up to date every
  /// ten seconds: of six visitors, five go on with what they did, one comes.
  void go_on(model::event_history& history, std::size_t events,
             std::span<const events::event_type> types = clicks_only) {
    for (std::size_t event = 0; event < events; ++event) {
      if (visitors_.size() < events || random_() % 6 == 0) visitors_.push_back(users_++);
      const auto visitor = visitors_[visitors_.size() - 1 - random_() % std::min(visitors_.size(), events)];
      append(history, types[event % types.size()], visitor,
             now_s_ + static_cast<std::uint32_t>(10 * event / events));
    }
    now_s_ += 10;
  }

  /// One of those who were here.
  user_key draw_user() { return key_of(random_() % users_); }

 private:
  static user_key key_of(std::uint64_t user) { return {{user * 0x9E3779B97F4A7C15ULL, user}}; }

  void append(model::event_history& history, events::event_type type, std::uint64_t user,
              std::uint32_t time_s) {
    events::event stored;
    stored.type = type;
    stored.user = key_of(user);
    if (type == events::event_type::rate) stored.value = static_cast<std::int16_t>(20 + 20 * (random_() % 5));
    stored.time_ms = std::int64_t{time_s} * 1000;
    history.append(stored, draw_item());
  }

  std::mt19937_64 random_{42};
  std::vector<double> shares_;
  std::vector<item_index> names_;
  std::uint64_t users_ = 0;
  std::vector<std::uint64_t> visitors_;  // of the last seconds, newest last
  std::uint32_t now_s_ = newest_s;
};

/// The items of the shop.
inline void fill(catalog::item_dictionary& items) {
  for (std::uint32_t number = 1; number <= catalogue_items; ++number)
    static_cast<void>(items.add({1, number, {}}));
}

}  // namespace footfall::benchmarks
