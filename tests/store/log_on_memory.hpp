// An event log on a store in memory whose commits can be held up.
#pragma once

#include "footfall/store/event_log.hpp"
#include "support/commit_recorder.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace footfall::test {

using group = std::vector<events::event>;

class log_on_memory {
 public:
  explicit log_on_memory(std::size_t events_max = 1000, std::size_t bytes_max = 1'000'000)
      : log(store, events_max, bytes_max, recorder.observer()) {}

  /// Returns once a commit is under way that does not end before `store.release()`.
  void hold_a_commit() {
    store.hold();
    group first{click(1, 1)};
    ASSERT_TRUE(log.append(first));
    store.wait_for_held_commit();
  }

  memory_event_store store;
  commit_recorder recorder;
  store::event_log log;
};

}  // namespace footfall::test
