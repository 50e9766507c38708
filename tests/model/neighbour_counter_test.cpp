// Counting of neighbours: against a worked example, and against a double loop over random sessions.
#include "model/neighbour_counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <vector>

namespace footfall::test {
namespace {

using model::model_definition;
using model::session_columns;

// What sessions count to, events after 0 with ages before `reference_s`.
model::neighbour_table count_neighbours(const session_columns& sessions, std::uint32_t reference_s,
                                        const model_definition& definition, unsigned threads) {
  model::session_book book;
  book.begin_numbering(sessions.items.size());
  for (model::owner_number session = 0; session < sessions.size(); ++session) {
    for (auto event = sessions.offsets[session]; event < sessions.offsets[session + 1]; ++event)
      book.append_event(sessions.items[event], sessions.times_s[event], 1);
    book.close_session(session);
  }
  book.end_numbering(static_cast<model::owner_number>(sessions.size()));
  model::neighbour_counter counter(definition, reference_s, 0);
  model::stage_times times;
  counter.count_all(book, threads, false, times);
  return counter.table(threads);
}

using pair_scores = std::map<std::pair<item_index, item_index>, double>;

void add_session(session_columns& sessions,
                 std::initializer_list<std::pair<item_index, std::uint32_t>> events) {
  if (sessions.offsets.empty()) sessions.offsets.push_back(0);
  for (const auto& [item, time_s] : events) {
    sessions.items.push_back(item);
    sessions.times_s.push_back(time_s);
  }
  sessions.offsets.push_back(static_cast<std::uint32_t>(sessions.items.size()));
}

// The formula as it is written down, pair by pair, in doubles.
pair_scores score_by_double_loop(const session_columns& sessions, std::uint32_t reference_s,
                                 const model_definition& definition) {
  pair_scores counts;
  std::map<item_index, double> supports;
  const auto decay = [&](std::uint32_t event) {
    const auto age_s = std::max(0.0, static_cast<double>(reference_s) - sessions.times_s[event]);
    return definition.ms(model::option::half_life) == 0
               ? 1.0
               : std::exp2(-age_s * 1000 / static_cast<double>(definition.ms(model::option::half_life)));
  };
  for (std::size_t session = 0; session < sessions.size(); ++session) {
    const auto begin = sessions.offsets[session];
    const auto end = sessions.offsets[session + 1];
    pair_scores largest;
    std::map<item_index, std::vector<double>> decays;
    for (auto p = begin; p < end; ++p) {
      const auto x = sessions.items[p];
      decays[x].push_back(decay(p));
      for (auto q = p + 1; q < end && q - p <= definition.whole(model::option::pair_distance); ++q) {
        const auto y = sessions.items[q];
        if (x == y) continue;
        const auto weight = decay(q) / (q - p);
        largest[{x, y}] = std::max(largest[{x, y}], weight);
        largest[{y, x}] = std::max(largest[{y, x}], weight * definition[model::option::backward_weight]);
      }
    }
    for (const auto& [pair, weight] : largest) counts[pair] += weight;
    for (const auto& [item, all] : decays) {
      double sum = 0;
      for (const auto one : all) sum += one;
      supports[item] += sum / static_cast<double>(all.size());
    }
  }
  pair_scores scores;
  for (const auto& [pair, count] : counts)
    if (count > 0)
      scores[pair] = count / ((supports[pair.first] + definition[model::option::damping]) *
                              std::pow(supports[pair.second] + definition[model::option::damping],
                                       definition[model::option::neighbour_exponent]));
  return scores;
}

TEST(neighbour_counter, worked_example_of_the_formula) {
  // One session a b a c, no ageing, damping 1, exponent 1, backward pairs half:
  //   C[a,b] = 1 (forward, distance 1), C[a,c] = 1 (from the second a), C[b,a] = 1, C[b,c] = 1/2,
  //   C[c,a] = 1/2 (backward, distance 1), C[c,b] = 1/4 (backward, distance 2); S = 1 for each of them.
  session_columns sessions;
  add_session(sessions, {{0, 10}, {1, 20}, {0, 30}, {2, 40}});
  model_definition definition;
  definition.set(model::option::damping, 1);
  definition.set(model::option::neighbour_exponent, 1);
  const auto table = count_neighbours(sessions, 40, definition, 1);
  const auto expect = [&](item_index item, std::vector<model::neighbour> neighbours) {
    const auto row = table.of(item);
    ASSERT_EQ(row.size(), neighbours.size());
    for (std::size_t place = 0; place < row.size(); ++place) {
      EXPECT_EQ(row[place].item, neighbours[place].item);
      EXPECT_FLOAT_EQ(row[place].weight, neighbours[place].weight);
    }
  };
  expect(0, {{1, 1.0F / 4}, {2, 1.0F / 4}});
  expect(1, {{0, 1.0F / 4}, {2, 0.5F / 4}});
  expect(2, {{0, 0.5F / 4}, {1, 0.25F / 4}});
}

TEST(neighbour_counter, pair_weighs_by_the_age_of_its_later_event) {
  // Half life 100 s, reference 200 s: b at 100 s weighs 1/2 in both directions, though a is older.
  session_columns sessions;
  add_session(sessions, {{0, 50}, {1, 100}});
  model_definition definition;
  definition.set(model::option::half_life, 100'000);
  definition.set(model::option::backward_weight, 0.5);
  definition.set(model::option::damping, 1);
  definition.set(model::option::neighbour_exponent, 0);
  const auto table = count_neighbours(sessions, 200, definition, 1);
  const auto support_a = std::exp2(-1.5);
  EXPECT_NEAR(table.of(0)[0].weight, 0.5 / (support_a + 1), 1e-6);
  EXPECT_NEAR(table.of(1)[0].weight, 0.25 / (0.5 + 1), 1e-6);
}

TEST(neighbour_counter, nothing_comes_of_nothing) {
  const model_definition definition;
  EXPECT_TRUE(count_neighbours({}, 0, definition, 3).neighbours.empty());
  session_columns lonely;
  add_session(lonely, {{5, 1}});
  add_session(lonely, {{5, 1}, {5, 2}});
  const auto table = count_neighbours(lonely, 2, definition, 3);
  EXPECT_TRUE(table.of(5).empty());
  EXPECT_TRUE(table.of(6).empty());
}

TEST(neighbour_counter, only_the_best_neighbours_are_kept_and_frequent_ones_win_ties) {
  session_columns sessions;
  add_session(sessions, {{9, 1}, {3, 2}});
  add_session(sessions, {{9, 1}, {2, 2}});
  add_session(sessions, {{9, 1}, {1, 2}});
  add_session(sessions, {{3, 1}});
  model_definition definition;
  definition.set(model::option::neighbours, 2);
  definition.set(model::option::neighbour_exponent, 0);  // scores of the three are equal
  const auto table = count_neighbours(sessions, 2, definition, 1);
  ASSERT_EQ(table.of(9).size(), 2U);
  EXPECT_EQ(table.of(9)[0].item, 3U);
  EXPECT_EQ(table.of(9)[1].item, 1U);
}

TEST(neighbour_counter, very_old_events_still_give_neighbours) {
  session_columns sessions;
  add_session(sessions, {{0, 1}, {1, 1}});
  model_definition definition;
  definition.set(model::option::half_life, 3'600'000);
  const auto table = count_neighbours(sessions, 2'000'000'000, definition, 1);
  ASSERT_EQ(table.of(0).size(), 1U);
  EXPECT_GT(table.of(0)[0].weight, 0);
}

session_columns random_sessions(std::uint32_t seed, std::size_t count, item_index items,
                                std::uint32_t events_max) {
  std::mt19937 engine(seed);
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(engine() % end); };
  session_columns sessions;
  sessions.offsets.push_back(0);
  for (std::size_t session = 0; session < count; ++session) {
    const auto length = 1 + below(events_max);
    auto time_s = 1'000'000 + below(1'000'000);
    for (std::uint32_t event = 0; event < length; ++event) {
      // The smaller of two: low numbers are frequent, so that items repeat within sessions.
      sessions.items.push_back(std::min(below(items), below(items)));
      sessions.times_s.push_back(time_s += below(60));
    }
    sessions.offsets.push_back(static_cast<std::uint32_t>(sessions.items.size()));
  }
  return sessions;
}

struct random_case {
  std::uint32_t seed;
  std::size_t sessions;
  item_index items;
  std::uint32_t events_max;
  std::uint32_t distance;
  double backward;
  std::int64_t half_life_ms;
};

TEST(neighbour_counter, equals_a_double_loop_over_random_sessions) {
  const random_case cases[] = {
      {1, 200, 40, 8, 10, 0.5, 0},
      {2, 200, 15, 30, 3, 0.5, 86'400'000},
      {3, 50, 5, 60, 10, 1.0, 3'600'000},
      {4, 2000, 300, 6, 10, 0.0, 86'400'000},
      {5, 100, 60, 40, 100, 0.3, 43'200'000},
      {6, 17'000, 2000, 4, 10, 0.5, 86'400'000},
  };
  constexpr std::uint32_t reference_s = 1'900'000;  // some events are later
  for (const auto& row : cases) {
    const auto sessions = random_sessions(row.seed, row.sessions, row.items, row.events_max);
    model_definition definition;
    definition.set(model::option::pair_distance, row.distance);
    definition.set(model::option::backward_weight, row.backward);
    definition.set(model::option::half_life, row.half_life_ms);
    definition.set(model::option::neighbours, 1000);
    const auto expected = score_by_double_loop(sessions, reference_s, definition);
    const auto table = count_neighbours(sessions, reference_s, definition, 1);
    const auto threaded = count_neighbours(sessions, reference_s, definition, 3);
    EXPECT_EQ(table.neighbours, threaded.neighbours) << "seed " << row.seed;
    EXPECT_EQ(table.offsets, threaded.offsets) << "seed " << row.seed;
    ASSERT_EQ(table.neighbours.size(), expected.size()) << "seed " << row.seed;
    for (item_index item = 0; item < row.items; ++item) {
      auto previous = std::numeric_limits<float>::infinity();
      for (const auto& near : table.of(item)) {
        const auto score = expected.at({item, near.item});
        ASSERT_NEAR(near.weight, score, 2e-5 * score) << "seed " << row.seed;
        ASSERT_LE(near.weight, previous);
        previous = near.weight;
      }
    }
  }
}

TEST(neighbour_counter, short_rows_are_the_beginning_of_long_ones) {
  const auto sessions = random_sessions(7, 3000, 400, 8);
  model_definition definition;
  definition.set(model::option::half_life, 86'400'000);
  definition.set(model::option::neighbours, 1000);
  const auto all = count_neighbours(sessions, 2'000'000, definition, 2);
  definition.set(model::option::neighbours, 7);
  const auto best = count_neighbours(sessions, 2'000'000, definition, 2);
  for (item_index item = 0; item < 400; ++item) {
    const auto expected = all.of(item).first(std::min<std::size_t>(7, all.of(item).size()));
    ASSERT_TRUE(std::ranges::equal(best.of(item), expected)) << item;
  }
}

}  // namespace
}  // namespace footfall::test
