// Co-occurrence from changes: the same as counting everything, whatever happens to sessions.
#include "model/co_occurrence.hpp"

#include "footfall/events/link_event.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;
using model::build_input;
using model::model_definition;
using model::scored_item;

/// FOOTFALL_TEST_EFFORT: 1 is quick, 10 is everything.
int effort() {
  const auto* value = std::getenv("FOOTFALL_TEST_EFFORT");
  return value == nullptr ? 1 : std::max(1, std::atoi(value));
}

constexpr std::int64_t now_s = 10'000'000;

struct click {
  std::uint64_t user;
  item_index item;
  std::int64_t time_s;
};
struct statement {
  event_type type;
  std::uint64_t source;
  std::uint64_t target;
  std::int64_t time_s;
};
struct removal {
  std::uint64_t user;
};
using happening = std::variant<click, statement, removal>;

events::event link_event(const statement& said) {
  events::event stored;
  stored.type = said.type;
  stored.time_ms = said.time_s * 1000;
  stored.user = user_numbered(said.source);
  events::append_link(stored.details, {stored.user, user_numbered(said.target)});
  return stored;
}

void add(const happening& what, model::event_history& history) {
  if (const auto* clicked = std::get_if<click>(&what)) {
    append_event(history, event_type::click, clicked->user, clicked->item, clicked->time_s);
  } else if (const auto* said = std::get_if<statement>(&what)) {
    history.link(link_event(*said), 50);
  } else {
    history.settle();  // only what is settled can be forgotten
    history.forget(user_numbered(std::get<removal>(what).user));
  }
}

/// A log of few items and users, in which everything happens that can happen to sessions.
class random_log {
 public:
  random_log(std::uint64_t seed, item_index items) : random_(seed), items_(items) {}

  happening next() {
    time_s_ += below(200);
    const auto user = 1 + below(40);
    switch (below(60)) {
      case 0:
        return statement{event_type::login, user, 50 + below(5), time_s_};
      case 1:
        return statement{event_type::unlink, user, 50 + below(5), time_s_};
      case 2:
        return removal{user};
      default:
        break;
    }
    // Some come late, some of them from before the window.
    const auto late_s = below(10) == 0 ? below(200'000) : 0;
    return click{below(5) == 0 ? 50 + below(5) : user, item(), time_s_ - static_cast<std::int64_t>(late_s)};
  }
  std::uint64_t below(std::uint64_t end) { return random_() % end; }

 private:
  // The smallest of three: some items are frequent and repeat within sessions.
  item_index item() {
    return static_cast<item_index>(std::min({below(items_), below(items_), below(items_)}));
  }

  std::mt19937_64 random_;
  item_index items_;
  std::int64_t time_s_ = now_s - 150'000;
};

using row = std::vector<scored_item>;

row neighbours_of(item_index item, const model::model& from) {
  row found;
  from.answer({.context = std::vector{item}, .wanted = 1000}, found);
  std::ranges::sort(found, [](const scored_item& left, const scored_item& right) {
    return left.score != right.score ? left.score > right.score : left.item < right.item;
  });
  return found;
}

// Neighbours with the same scores, and, but for those that tie with the last one, the same neighbours.
std::string difference(const row& updated, const row& counted) {
  constexpr double rounding = 5e-5;
  if (updated.size() != counted.size())
    return std::to_string(updated.size()) + " neighbours, not " + std::to_string(counted.size());
  std::map<item_index, double> expected;
  for (const auto& entry : counted) expected.emplace(entry.item, entry.score);
  for (std::size_t place = 0; place < counted.size(); ++place) {
    const double score = updated[place].score;
    if (std::abs(score - counted[place].score) > rounding * score)
      return "place " + std::to_string(place) + ": " + std::to_string(score) + ", not " +
             std::to_string(counted[place].score);
    const auto same = expected.find(updated[place].item);
    if (same == expected.end()) {
      if (score > counted.back().score * (1 + rounding)) return "a neighbour that is none";
    } else if (std::abs(same->second - score) > rounding * score) {
      return "another score of item " + std::to_string(updated[place].item);
    }
  }
  return {};
}

struct update_case {
  const char* name;
  item_index items;
  std::uint32_t neighbours;
  std::int64_t half_life_ms;
  double exponent;
  double damping;
  double backward;
  std::uint32_t distance;
  double second_order = 0;  // where rows are cut, its sums depend on which of tied neighbours are shown
};

constexpr update_case cases[] = {
    {"ties", 30, 2, 0, 0, 1, 1, 10},
    {"short_rows", 60, 3, 20'000'000, 0.2, 10, 0.5, 10},
    {"no_damping", 60, 4, 40'000'000, 1, 0, 0.5, 3},
    {"forward_only", 40, 1, 40'000'000, 0.5, 1, 0, 2},
    {"long_rows", 60, 100, 20'000'000, 0.2, 10, 0.5, 10},
    {"many_items", 400, 5, 10'000'000, 0.2, 10, 0.5, 5},
    {"weights_that_vanish", 60, 3, 200'000, 0.2, 1, 0.5, 10},
    {"supports_that_vanish", 400, 3, 200'000, 1, 0, 0.5, 10},
    {"second_order", 400, 1000, 20'000'000, 0.2, 10, 0.5, 2, 0.02},
};

model_definition definition_of(const update_case& chosen) {
  auto definition = model::default_definition("also_clicked", "CF_I2I_CLICK");
  definition.set(model::option::history, 100'000'000);
  definition.set(model::option::half_life, chosen.half_life_ms);
  definition.set(model::option::neighbours, chosen.neighbours);
  definition.set(model::option::neighbour_exponent, chosen.exponent);
  definition.set(model::option::damping, chosen.damping);
  definition.set(model::option::backward_weight, chosen.backward);
  definition.set(model::option::pair_distance, chosen.distance);
  definition.set(model::option::window_events_min, 1);
  definition.set(model::option::second_order, chosen.second_order);
  return definition;
}

struct update_counts {
  int from_changes = 0;
  std::size_t recounted = 0;
};

// One log, in pieces into one history with an updater that follows, and at once into fresh ones.
void compare_on_random_log(const update_case& chosen, std::uint64_t seed, update_counts& counts) {
  const auto definition = definition_of(chosen);
  const catalog::item_dictionary items;
  random_log log(seed, chosen.items);
  std::vector<happening> told;
  model::event_history followed;
  const auto updater = model::make_co_occurrence_updater(definition, event_type::click);
  // Somebody is there now: ages count from now, however small the half life is.
  add(told.emplace_back(click{1000, 0, now_s}), followed);
  const auto base = 700 + log.below(1500);
  for (std::uint64_t number = 0; number < base; ++number) add(told.emplace_back(log.next()), followed);
  followed.settle();
  static_cast<void>(updater->update({followed, items, now_s * 1000, 1, 0}));

  for (int piece = 0; piece < 6; ++piece) {
    for (auto left = log.below(12); left > 0; --left) add(told.emplace_back(log.next()), followed);
    followed.settle();
    const auto updated = updater->update({followed, items, now_s * 1000, 2, 0});
    counts.from_changes += updated->record().from_changes ? 1 : 0;
    counts.recounted += updated->record().rows_recounted;

    model::event_history fresh;
    for (const auto& what : told) add(what, fresh);
    fresh.settle();
    const auto counted = model::make_co_occurrence_updater(definition, event_type::click)
                             ->update({fresh, items, now_s * 1000, 1, 0});
    ASSERT_FALSE(counted->record().from_changes);
    ASSERT_EQ(updated->record().events_used, counted->record().events_used) << "seed " << seed;
    ASSERT_EQ(updated->record().sessions_used, counted->record().sessions_used) << "seed " << seed;
    for (item_index item = 0; item < chosen.items; ++item)
      ASSERT_EQ(difference(neighbours_of(item, *updated), neighbours_of(item, *counted)), "")
          << chosen.name << ", seed " << seed << ", piece " << piece << ", item " << item;
  }
}

class co_occurrence_random_updates : public testing::TestWithParam<update_case> {};

TEST_P(co_occurrence_random_updates, give_the_neighbours_of_counting_everything) {
  update_counts counts;
  const auto rounds = 40 * effort();
  for (int round = 1; round <= rounds; ++round) {
    compare_on_random_log(GetParam(), static_cast<std::uint64_t>(round), counts);
    if (HasFatalFailure()) return;
  }
  // Or nothing was proved: most updates were of changes, and bounds were reached.
  EXPECT_GT(counts.from_changes, 3 * rounds);
  if (GetParam().neighbours < 10) {
    EXPECT_GT(counts.recounted, static_cast<std::size_t>(rounds) / 8);
  }
}

TEST(co_occurrence_updates, neighbour_that_others_leave_comes_forward_from_behind_those_kept) {
  const catalog::item_dictionary items;
  model::event_history history;
  // 0 goes with 1, 2 and 3 alike, and everybody has 3: one neighbour is shown and two are kept, so 3 is
  // neither.
  std::uint64_t user = 0;
  for (const item_index other : {1U, 2U, 3U}) {
    append_event(history, event_type::click, ++user, 0, now_s - 100);
    append_event(history, event_type::click, user, other, now_s - 90);
  }
  append_event(history, event_type::click, ++user, 1, now_s - 80);
  append_event(history, event_type::click, ++user, 2, now_s - 80);
  const auto first_lonely = user + 1;
  for (int lonely = 0; lonely < 20; ++lonely) append_event(history, event_type::click, ++user, 3, now_s - 70);
  history.settle();
  auto definition = definition_of({"", 4, 1, 0, 1, 1, 0.5, 10});
  const auto updater = model::make_co_occurrence_updater(definition, event_type::click);
  const auto before = updater->update({history, items, now_s * 1000, 1, 0});
  EXPECT_EQ(neighbours_of(0, *before).at(0).item, 1U);
  for (auto lonely = first_lonely; lonely <= user; ++lonely) history.forget(user_numbered(lonely));
  history.settle();
  const auto after = updater->update({history, items, now_s * 1000, 1, 0});
  ASSERT_TRUE(after->record().from_changes);
  EXPECT_EQ(neighbours_of(0, *after).at(0).item, 3U);
  EXPECT_GT(after->record().rows_recounted, 0U);
}

// Names the case in messages.
void PrintTo(const update_case& tested, std::ostream* out) { *out << tested.name; }

INSTANTIATE_TEST_SUITE_P(random_logs, co_occurrence_random_updates, testing::ValuesIn(cases),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace footfall::test
