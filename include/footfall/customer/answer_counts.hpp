// How the answers of each scenario turned out.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace footfall::recommend {
struct recommendation;
}

namespace footfall::customer {

/// Answers of one scenario by outcome, since the start. Thread-safe.
struct scenario_answers {
  std::atomic<std::uint64_t> full{0};      ///< as many items as were asked for, all of the first stage
  std::atomic<std::uint64_t> fallback{0};  ///< as many, some of them of later stages
  std::atomic<std::uint64_t> few{0};       ///< fewer than were asked for
  std::atomic<std::uint64_t> empty{0};     ///< none
  std::atomic<std::uint64_t> items{0};     ///< of all of them
};

/// Those of one customer. It grows with the scenarios of the settings only. Thread-safe.
class answer_counts {
 public:
  /// An answer of a scenario that the customer has.
  void count(std::string_view scenario, const recommend::recommendation& answer);

  /// Calls `visit` for each scenario that was asked for, in the order of their ids.
  void visit(
      const std::function<void(const std::string& scenario, const scenario_answers& counts)>& visit) const;

 private:
  [[nodiscard]] scenario_answers& of(std::string_view scenario);

  mutable std::shared_mutex mutex_;  // guards the map, not what it holds
  std::map<std::string, scenario_answers, std::less<>> by_scenario_;
};

}  // namespace footfall::customer
