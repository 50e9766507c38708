// The bootstrap over sessions.
#include "footfall/evaluation/bootstrap.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <random>
#include <vector>

namespace footfall::evaluation {

namespace {

constexpr std::size_t samples = 1000;
constexpr double outside = 0.025;  // on each side of an interval

// Sums over sessions; a measure is one of the first three by the last.
using sums = std::array<double, 4>;
constexpr std::size_t measure_count = 3;

sums sums_of(const session_score& score) {
  return {static_cast<double>(score.hits), score.reciprocal_ranks, score.gains,
          static_cast<double>(score.queries)};
}

void add(const sums& more, sums& to) {
  for (std::size_t place = 0; place < to.size(); ++place) to[place] += more[place];
}

double measure(const sums& from, std::size_t which) {
  return from[measure_count] == 0 ? 0 : from[which] / from[measure_count];
}

interval interval_of(double value, std::vector<double>& drawn) {
  if (drawn.empty()) return {value, value, value};
  std::ranges::sort(drawn);
  const auto last = static_cast<double>(drawn.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(outside * last));
  const auto high = static_cast<std::size_t>(std::ceil((1 - outside) * last));
  return {value, drawn[low], drawn[high]};
}

// Draws sessions with replacement and calls `take` with the place of each, `finish` after each sample.
template <class Take, class Finish>
void draw_sessions(std::size_t sessions, Take take, Finish finish) {
  std::mt19937_64 random(42);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    for (std::size_t drawn = 0; drawn < sessions; ++drawn)
      take(static_cast<std::size_t>((random() >> 32U) * sessions >> 32U));
    finish();
  }
}

using drawn_values = std::array<std::vector<double>, measure_count>;

difference difference_of(double value, std::vector<double>& drawn) {
  difference found{interval_of(value, drawn), false};
  found.significant = found.change.low > 0 || found.change.high < 0;
  return found;
}

}  // namespace

intervals find_intervals(std::span<const session_score> scores) {
  std::vector<sums> sessions;
  sums all{};
  for (const auto& score : scores) {
    if (score.queries == 0) continue;
    sessions.push_back(sums_of(score));
    add(sessions.back(), all);
  }
  drawn_values drawn;
  sums sample{};
  if (!sessions.empty())
    draw_sessions(
        sessions.size(), [&](std::size_t place) { add(sessions[place], sample); },
        [&] {
          for (std::size_t which = 0; which < measure_count; ++which)
            drawn[which].push_back(measure(sample, which));
          sample = {};
        });
  return {interval_of(measure(all, 0), drawn[0]), interval_of(measure(all, 1), drawn[1]),
          interval_of(measure(all, 2), drawn[2])};
}

comparison compare(std::span<const session_score> first, std::span<const session_score> second) {
  assert(first.size() == second.size());
  struct pair {
    sums first;
    sums second;
  };
  std::vector<pair> sessions;
  pair all{};
  const auto add_pair = [](const pair& more, pair& to) {
    add(more.first, to.first);
    add(more.second, to.second);
  };
  for (std::size_t place = 0; place < first.size(); ++place) {
    if (first[place].queries == 0 && second[place].queries == 0) continue;
    sessions.push_back({sums_of(first[place]), sums_of(second[place])});
    add_pair(sessions.back(), all);
  }
  const auto change = [](const pair& of, std::size_t which) {
    return measure(of.second, which) - measure(of.first, which);
  };
  drawn_values drawn;
  pair sample{};
  if (!sessions.empty())
    draw_sessions(
        sessions.size(), [&](std::size_t place) { add_pair(sessions[place], sample); },
        [&] {
          for (std::size_t which = 0; which < measure_count; ++which)
            drawn[which].push_back(change(sample, which));
          sample = {};
        });
  return {difference_of(change(all, 0), drawn[0]), difference_of(change(all, 1), drawn[1]),
          difference_of(change(all, 2), drawn[2])};
}

}  // namespace footfall::evaluation
