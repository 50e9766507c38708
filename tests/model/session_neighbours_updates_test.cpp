// Session kNN brought up to date piece by piece: the same lists as made from the whole history at once.
#include "model/session_neighbours.hpp"

#include "footfall/events/link_event.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::uint64_t users = 25;
constexpr std::uint64_t accounts = 4;
constexpr std::uint64_t forgotten_together = 8;
constexpr std::uint64_t items = 20;
constexpr int steps = 1200;
constexpr std::int64_t begin_s = 1'000'000;
constexpr std::int64_t end_s = begin_s + steps * 100;

/// FOOTFALL_TEST_EFFORT: 1 is quick, 10 is everything.
std::uint64_t log_count() {
  const auto* effort = std::getenv("FOOTFALL_TEST_EFFORT");
  return 30 * static_cast<std::uint64_t>(effort == nullptr ? 1 : std::max(1, std::atoi(effort)));
}

/// A log with all that can happen to sessions, taken by two histories.
class random_log {
 public:
  explicit random_log(std::uint64_t seed) : random_(seed) {}

  void append_to(model::event_history& in_pieces, model::event_history& at_once) {
    const auto user = 1 + random_() % users;
    now_s_ += 400 * static_cast<std::int64_t>(random_() % 4 == 0);  // many sessions end in the same second
    const auto what = random_() % 100;
    if (what < 3) {
      link(what < 2 ? event_type::login : event_type::unlink, user, in_pieces, at_once);
    } else if (what == 3) {
      // Only what was settled is known, and so can be forgotten. Several, so that lists become short.
      in_pieces.settle();
      at_once.settle();
      for (auto each = user; each < user + forgotten_together; ++each) {
        in_pieces.forget(user_numbered(each));
        at_once.forget(user_numbered(each));
      }
    } else {
      const auto who = random_() % 4 == 0 ? users + 1 + random_() % accounts : user;
      // Some items are in most sessions.
      const auto item = static_cast<item_index>(std::min(random_() % items, random_() % items));
      const auto late_s = random_() % 8 == 0 ? 400 * static_cast<std::int64_t>(random_() % 150) : 0;
      append_event(in_pieces, event_type::click, who, item, now_s_ - late_s);
      append_event(at_once, event_type::click, who, item, now_s_ - late_s);
    }
  }
  std::uint64_t draw() { return random_(); }

 private:
  void link(event_type type, std::uint64_t user, model::event_history& in_pieces,
            model::event_history& at_once) {
    events::event said;
    said.type = type;
    said.time_ms = now_s_ * 1000;
    said.user = user_numbered(user);
    events::append_link(said.details, {said.user, user_numbered(users + 1 + random_() % accounts)});
    in_pieces.link(said, users);
    at_once.link(said, users);
  }

  std::mt19937_64 random_;
  std::int64_t now_s_ = begin_s;
};

struct session_neighbours_updates : testing::TestWithParam<const char*> {
  model::model_definition definition = model::default_definition("sessions", GetParam());
  catalog::item_dictionary no_items;

  session_neighbours_updates() {
    definition.set(model::option::session_neighbours, 3);
    definition.set(model::option::half_life, 20'000'000);
    definition.set(model::option::history, (end_s - begin_s) * 1000 * 2 / 3);
    definition.set(model::option::window_events_min, 1);
  }
  [[nodiscard]] model::build_input input_of(const model::event_history& history) const {
    return {history, no_items, end_s * 1000, 1, 0};
  }
  [[nodiscard]] std::unique_ptr<model::model_updater> make_updater() const {
    return model::find_model_kind(GetParam())->make_updater(definition, event_type::click);
  }
};

std::map<item_index, model::scored_item> ask(const model::model& asked, std::span<const item_index> context) {
  std::vector<model::scored_item> list;
  asked.answer({.context = context, .wanted = 20}, list);
  std::map<item_index, model::scored_item> found;
  for (const auto& entry : list) EXPECT_TRUE(found.emplace(entry.item, entry).second) << entry.item;
  return found;
}

void expect_same(const model::model& left, const model::model& right, std::span<const item_index> context) {
  const auto found = ask(left, context);
  const auto expected = ask(right, context);
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [item, entry] : expected) {
    ASSERT_TRUE(found.contains(item)) << item;
    ASSERT_NEAR(found.at(item).score, entry.score, 1e-5 + 1e-4 * entry.score) << item;
    ASSERT_EQ(found.at(item).context_bits, entry.context_bits) << item;
  }
}

TEST_P(session_neighbours_updates, piece_by_piece_gives_the_lists_of_the_whole_history) {
  int from_changes = 0;
  std::size_t with_items = 0;
  for (std::uint64_t seed = 1; seed <= log_count(); ++seed) {
    random_log log(seed);
    definition.set(model::option::session_candidates, static_cast<std::uint32_t>(1 + seed % 8));
    model::event_history in_pieces;
    model::event_history at_once;
    // Somebody is there now: ages count from now, however old the others are.
    append_event(in_pieces, event_type::click, 1000, 0, end_s);
    append_event(at_once, event_type::click, 1000, 0, end_s);
    const auto updater = make_updater();
    for (int step = 0; step < steps; ++step) {
      log.append_to(in_pieces, at_once);
      if (log.draw() % 15 != 0) continue;
      in_pieces.settle();
      const auto updated = updater->update(input_of(in_pieces));
      // While the window moves with the newest event, a period holds on to the one that it began with.
      if (!updated->record().from_changes || updated->record().counts_from_newest_event) continue;
      ++from_changes;
      at_once.settle();
      const auto fresh = make_updater()->update(input_of(at_once));
      EXPECT_EQ(updated->record().sessions_used, fresh->record().sessions_used);
      EXPECT_EQ(updated->record().events_used, fresh->record().events_used);
      for (int question = 0; question < 20; ++question) {
        std::vector<item_index> context;
        for (auto size = 1 + log.draw() % 6; size > 0; --size)
          context.push_back(static_cast<item_index>(log.draw() % items));
        with_items += ask(*fresh, context).size();
        expect_same(*updated, *fresh, context);
        if (HasFatalFailure()) FAIL() << "seed " << seed << ", step " << step;
      }
    }
  }
  EXPECT_GT(from_changes, 20 * static_cast<int>(log_count()));
  EXPECT_GT(with_items, 500 * log_count());
}

INSTANTIATE_TEST_SUITE_P(both_kinds, session_neighbours_updates,
                         testing::Values("SESSION_KNN_CLICK", "SESSION_KNN_SET_CLICK"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace footfall::test
