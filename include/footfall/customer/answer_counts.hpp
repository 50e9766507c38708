// How the answers of each scenario turned out.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
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

  [[nodiscard]] std::uint64_t calls() const noexcept { return full + fallback + few + empty; }
};

/// Answers of one scenario in a span of time.
struct answers_in_span {
  std::uint64_t calls = 0;
  std::uint64_t items = 0;
  friend bool operator==(const answers_in_span&, const answers_in_span&) = default;
};

/// Those of one customer. It grows with the scenarios of the settings only. Thread-safe.
class answer_counts {
 public:
  /// Hours for which answers are kept apart.
  static constexpr std::size_t hours_max = 31 * 24;

  /// An answer, at `now_ms`, of a scenario that the customer has. Costs some counters; with the first answer
  /// of an hour also a look at all scenarios.
  void count(std::string_view scenario, const recommend::recommendation& answer, std::int64_t now_ms);

  /// Calls `visit` for each scenario that was asked for, in the order of their ids.
  void visit(
      const std::function<void(const std::string& scenario, const scenario_answers& counts)>& visit) const;

  /// Answers of a scenario since the start.
  [[nodiscard]] answers_in_span since_start(std::string_view scenario) const;

  /// Answers of a scenario in the whole hours since the epoch from `from_hour` to below `to_hour`, as far as
  /// they lie within the last `hours_max` hours with answers since the start.
  [[nodiscard]] answers_in_span within(std::string_view scenario, std::int64_t from_hour,
                                       std::int64_t to_hour) const;

 private:
  // What was counted when an hour began.
  struct hour_mark {
    std::int64_t hour = 0;
    answers_in_span before;
  };
  struct counted_scenario {
    scenario_answers answers;
    std::deque<hour_mark> marks;  // of hours in which there may have been answers, ascending
    [[nodiscard]] answers_in_span before(std::int64_t hour) const;
  };

  [[nodiscard]] scenario_answers& of(std::string_view scenario);
  void begin_hour(std::int64_t hour);

  mutable std::shared_mutex mutex_;  // guards the map and the marks, not the counters
  std::map<std::string, counted_scenario, std::less<>> by_scenario_;
  std::atomic<std::int64_t> hour_{0};  // that is marked last
};

}  // namespace footfall::customer
