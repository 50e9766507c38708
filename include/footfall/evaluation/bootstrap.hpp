// How sure a measure is: intervals and comparisons by drawing the sessions again.
#pragma once

#include "footfall/evaluation/examination.hpp"

#include <cstdint>
#include <span>

namespace footfall::evaluation {

/// A value and where it lies with a probability of 95 %.
struct interval {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// The measures that sessions have one by one.
struct intervals {
  interval hit_rate;
  interval reciprocal_rank;
  interval gain;
};

/// Second minus first of two examinations on the same queries.
struct difference {
  interval change;
  bool significant = false;  ///< the interval leaves out zero
};

/// The differences of the measures.
struct comparison {
  difference hit_rate;
  difference reciprocal_rank;
  difference gain;
};

/// Percentile intervals (Efron) from 1,000 samples. Whole sessions are drawn: queries of one session are not
/// independent. The seed is fixed, so that the same scores give the same intervals. Thread-safe.
[[nodiscard]] intervals find_intervals(std::span<const session_score> scores);

/// The paired bootstrap: in each sample both have the same sessions, so that what makes a session easy or
/// hard for both cancels out. The two have as many sessions, in the same order, with the same queries.
/// Thread-safe.
[[nodiscard]] comparison compare(std::span<const session_score> first, std::span<const session_score> second);

}  // namespace footfall::evaluation
