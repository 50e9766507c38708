// Similar rated: co-liking less co-disliking, by hand.
#include "model/similar_rated.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <utility>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr item_index a = 0;
constexpr item_index b = 1;
constexpr item_index c = 2;
constexpr item_index d = 3;

struct cinema {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("similar", "CF_I2I_RATE");
  std::uint64_t users = 0;

  cinema() {
    for (std::uint32_t item = 1; item <= 10; ++item) static_cast<void>(items.add({1, item, {}}));
  }
  void rate(std::uint64_t user, item_index item, int rating, std::int64_t age_s = 10) {
    events::event stored;
    stored.type = event_type::rate;
    stored.time_ms = (now_s - age_s) * 1000;
    stored.user = user_numbered(user);
    stored.value = static_cast<std::int16_t>(rating);
    history.append(stored, item);
  }
  void add_person(std::initializer_list<std::pair<item_index, int>> ratings) {
    ++users;
    for (const auto& [item, rating] : ratings) rate(users, item, rating);
  }
  std::map<item_index, float> ask(std::vector<item_index> context,
                                  std::initializer_list<std::pair<item_index, int>> own = {}) {
    history.settle();
    std::vector<profile::history_entry> rated;
    for (const auto& [item, rating] : own)
      rated.push_back({item, 1, events::history_type::rated, static_cast<std::uint8_t>(rating)});
    model::scored_list out;
    model::make_similar_rated_updater(definition, event_type::rate)
        ->update({history, items, now_s * 1000, 1})
        ->answer({.context = context, .history = rated, .wanted = 10}, out);
    std::map<item_index, float> found;
    for (const auto& entry : out) EXPECT_TRUE(found.emplace(entry.item, entry.score).second) << entry.item;
    return found;
  }
};

void add_four_persons(cinema& films, int scale = 1) {
  films.add_person({{a, 5 * scale}, {b, 4 * scale}, {c, 1 * scale}, {d, 1 * scale}});
  films.add_person({{a, 5 * scale}, {b, 5 * scale}, {c, 2 * scale}, {d, 1 * scale}});
  films.add_person({{a, 4 * scale}, {d, 5 * scale}});
  films.add_person({{b, 2 * scale}, {c, 5 * scale}});
}

TEST(similar_rated, what_is_liked_together_counts_and_what_is_disliked_together_is_kept_away) {
  cinema films;
  add_four_persons(films);
  const auto liked = films.ask({a});
  EXPECT_NEAR(liked.at(b), 0.093595, 1e-6);
  EXPECT_NEAR(liked.at(d), 0.047619, 1e-6);
  const auto found = films.ask({a, c}, {{c, 1}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.at(b), 0.093595, 1e-6);
}

TEST(similar_rated, the_scale_of_ratings_does_not_matter) {
  cinema stars;
  add_four_persons(stars);
  cinema points;
  add_four_persons(points, 20);
  EXPECT_EQ(stars.ask({a, b}), points.ask({a, b}));
  EXPECT_EQ(stars.ask({a, c}, {{c, 1}}), points.ask({a, c}, {{c, 20}}));
}

TEST(similar_rated, what_the_user_has_rated_is_left_out) {
  cinema films;
  add_four_persons(films);
  EXPECT_FALSE(films.ask({a}, {{b, 5}}).contains(b));
}

TEST(similar_rated, without_dislikes_in_the_context_their_weight_changes_nothing) {
  cinema films;
  add_four_persons(films);
  const auto before = films.ask({a, b});
  films.definition.set(model::option::dislikes, 2);
  EXPECT_EQ(films.ask({a, b}), before);
}

TEST(similar_rated, more_dislikes_never_raise_and_more_likes_never_lower) {
  cinema films;
  add_four_persons(films);
  const auto one = films.ask({a});
  for (const auto& [item, score] : films.ask({a, c}, {{c, 1}})) EXPECT_LE(score, one.at(item) + 1e-7F);
  const auto two = films.ask({a, b});
  for (const auto& [item, score] : one) EXPECT_TRUE(!two.contains(item) || two.at(item) >= score - 1e-7F);
}

TEST(similar_rated, a_rating_that_was_replaced_gives_the_model_without_it) {
  cinema changed;
  add_four_persons(changed);
  changed.rate(1, b, 1, 5);
  cinema films;
  films.add_person({{a, 5}, {b, 1}, {c, 1}, {d, 1}});
  films.add_person({{a, 5}, {b, 5}, {c, 2}, {d, 1}});
  films.add_person({{a, 4}, {d, 5}});
  films.add_person({{b, 2}, {c, 5}});
  EXPECT_EQ(changed.ask({a}), films.ask({a}));
}

}  // namespace
}  // namespace footfall::test
