// A fixed amount of memory that remembers one time for each of many keys.
#pragma once

#include "footfall/core/array_on_demand.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace footfall::traffic {

/// 65,536 places of 16 bytes, 1 MiB when all are in use: 64 stripes with a lock of their own (held for a few
/// instructions) of 256 sets of 4 places. A key belongs into one set; when that is full, the key with the
/// smallest time is forgotten. Keys must be spread like hashes; 0 stands for none. Memory is taken by the
/// first use of a stripe. Thread-safe.
class keyed_times {
 public:
  /// Calls `change(time)` with the time of the key (0 for a new one) under the lock and returns what it
  /// returns; it must be short.
  template <class Change>
  auto update(std::uint64_t key, const Change& change) {
    auto& part = stripe_of(key);
    const std::lock_guard lock(part.mutex);
    if (part.places.empty()) part.places.resize(sets * set_places);
    return change(find_or_add(part, key).time);
  }

  /// Forgets all keys.
  void clear() {
    for (auto& part : stripes_.all()) {
      const std::lock_guard lock(part.mutex);
      part.places.clear();
    }
  }

  static constexpr std::size_t stripe_count = 64;
  static constexpr std::size_t sets = 256;
  static constexpr std::size_t set_places = 4;

 private:
  struct place {
    std::uint64_t key = 0;
    std::int64_t time = 0;
  };
  struct alignas(64) stripe {
    std::mutex mutex;           // guards the places
    std::vector<place> places;  // set n begins at n * set_places
  };

  stripe& stripe_of(std::uint64_t key) { return stripes_[key % stripe_count]; }

  static place& find_or_add(stripe& part, std::uint64_t key) {
    auto* const begin = &part.places[key / stripe_count % sets * set_places];
    auto* oldest = begin;
    for (auto* each = begin; each != begin + set_places; ++each) {
      if (each->key == key) return *each;
      if (each->time < oldest->time) oldest = each;
    }
    *oldest = {key, 0};
    return *oldest;
  }

  array_on_demand<stripe, stripe_count> stripes_;
};

}  // namespace footfall::traffic
