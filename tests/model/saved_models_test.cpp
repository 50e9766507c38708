// Models in a file: what is loaded scores as what was saved; what is damaged is refused.
#include "footfall/model/model_set.hpp"
#include "model/co_occurrence.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tuple>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000;
constexpr item_index item_count = 60;

struct busy_shop {
  model::event_history history;
  catalog::item_dictionary items;
  std::vector<model::model_definition> definitions = model::built_in_models().edit();
  std::mt19937_64 random{5};

  busy_shop() {
    for (std::uint32_t number = 1; number <= item_count; ++number)
      static_cast<void>(items.add({1 + number % 2, number, {}}));
    for (auto& definition : definitions) definition.set(model::option::window_events_min, 1);
    visit(400);
  }
  void visit(int sessions) {
    for (; sessions > 0; --sessions) {
      const auto user = random() % 200;
      const auto begin_s = now_s - 10'000 + static_cast<std::int64_t>(random() % 9000);
      for (auto left = 1 + random() % 6; left > 0; --left)
        for (const auto type : {event_type::click, event_type::buy, event_type::rate})
          append_event(history, type, user, static_cast<item_index>(random() % item_count),
                       begin_s + static_cast<std::int64_t>(left), 1 + static_cast<std::uint32_t>(left % 2));
    }
    history.settle();
  }
  model::build_input input() {
    model::build_input made{history, items, now_s * 1000, 1};
    made.changes_from_events = 0;
    return made;
  }
};

std::vector<std::byte> bytes_of(const model::model_set& set) {
  std::vector<std::byte> bytes;
  {
    model::model_writer to(
        [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
    model::save_models(set, to);
  }
  return bytes;
}

boost::shared_ptr<const model::model_set> load(const busy_shop& shop, std::span<const std::byte> bytes,
                                               std::size_t items_end = item_count) {
  model::model_reader from(bytes);
  return model::load_models(shop.definitions, from, items_end);
}

void expect_same(const model::model_set& saved, const model::model_set& loaded, std::mt19937_64& random) {
  ASSERT_EQ(saved.models.size(), loaded.models.size());
  EXPECT_EQ(saved.built_at_ms, loaded.built_at_ms);
  EXPECT_EQ(saved.events_seen, loaded.events_seen);
  for (std::size_t place = 0; place < saved.models.size(); ++place) {
    const auto& one = *saved.models[place].content;
    const auto& other = *loaded.models[place].content;
    EXPECT_EQ(one.record().events_used, other.record().events_used);
    EXPECT_EQ(one.record().reference_time_ms, other.record().reference_time_ms);
    for (int question = 0; question < 50; ++question) {
      std::vector<item_index> context;
      for (auto left = random() % 5; left > 0; --left)
        context.push_back(static_cast<item_index>(random() % item_count));
      std::vector<model::scored_item> first;
      std::vector<model::scored_item> second;
      one.answer({.context = context, .wanted = 20}, first);
      other.answer({.context = context, .wanted = 20}, second);
      ASSERT_EQ(first.size(), second.size()) << saved.models[place].definition.id;
      std::vector<model::scored_item> first_alone;
      std::vector<model::scored_item> second_alone;
      one.answer({.context = context, .wanted = 20, .alone = true}, first_alone);
      other.answer({.context = context, .wanted = 20, .alone = true}, second_alone);
      ASSERT_EQ(first_alone.size(), second_alone.size()) << saved.models[place].definition.id;
      for (std::size_t rank = 0; rank < first.size(); ++rank) {
        ASSERT_EQ(first[rank].item, second[rank].item);
        ASSERT_EQ(first[rank].score, second[rank].score);
      }
    }
  }
}

TEST(saved_models, what_is_loaded_scores_as_what_was_saved) {
  busy_shop shop;
  const auto set = model::build_models(shop.definitions, shop.input());
  const auto loaded = load(shop, bytes_of(*set));
  ASSERT_TRUE(loaded);
  expect_same(*set, *loaded, shop.random);
}

TEST(saved_models, models_made_from_changes_are_saved_whole) {
  busy_shop shop;
  model::model_library library;
  static_cast<void>(library.update(shop.definitions, shop.input()));
  for (int piece = 0; piece < 3; ++piece) {
    shop.visit(8);
    const auto set = library.update(shop.definitions, shop.input());
    EXPECT_TRUE(set->find("session_clicked")->content->record().from_changes);
    const auto loaded = load(shop, bytes_of(*set));
    ASSERT_TRUE(loaded);
    expect_same(*set, *loaded, shop.random);
  }
}

TEST(saved_models, choices_come_back_with_the_models_that_they_made) {
  busy_shop shop;
  const model::weight_choice choice{.learns_from = event_type::click,
                                    .session_weight = 0.6,
                                    .by_sets = true,
                                    .is_default = false,
                                    .reason = "better than the default",
                                    .chosen_at_ms = 5,
                                    .days = 2,
                                    .sessions = 700,
                                    .queries = 900,
                                    .hit_rate = 0.5,
                                    .reciprocal_rank = 0.25,
                                    .default_hit_rate = 0.4,
                                    .default_reciprocal_rank = 0.125,
                                    .spent_ns = 7};
  const auto set = model::build_models(shop.definitions, shop.input(), std::span(&choice, 1));
  const auto loaded = load(shop, bytes_of(*set));
  ASSERT_TRUE(loaded);
  expect_same(*set, *loaded, shop.random);
  EXPECT_EQ(loaded->find("session_clicked")->kind->family, model::model_family::session_sets);
  ASSERT_EQ(loaded->choices.size(), 1U);
  const auto& again = loaded->choices.front();
  EXPECT_TRUE(again.serves_like(choice));
  EXPECT_FALSE(again.is_default);
  EXPECT_EQ(again.reason, choice.reason);
  EXPECT_EQ(again.chosen_at_ms, choice.chosen_at_ms);
  EXPECT_EQ(std::tuple(again.days, again.sessions, again.queries, again.spent_ns),
            std::tuple(choice.days, choice.sessions, choice.queries, choice.spent_ns));
  EXPECT_EQ(std::tuple(again.hit_rate, again.reciprocal_rank, again.default_hit_rate,
                       again.default_reciprocal_rank),
            std::tuple(choice.hit_rate, choice.reciprocal_rank, choice.default_hit_rate,
                       choice.default_reciprocal_rank));
}

TEST(saved_models, choices_that_cannot_be_are_refused) {
  busy_shop shop;
  const model::weight_choice good{.learns_from = event_type::click, .reason = {}};
  const auto refused = [&](auto spoil, int count = 1) {
    std::vector<model::weight_choice> choices(static_cast<std::size_t>(count), good);
    spoil(choices.back());
    return !load(shop, bytes_of(*model::build_models(shop.definitions, shop.input(), choices)));
  };
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& choice) { choice.session_weight = 1.5; }));
  EXPECT_TRUE(refused([](auto& choice) { choice.hit_rate = std::nan(""); }));
  EXPECT_TRUE(refused([](auto& choice) { choice.learns_from = event_type::login; }));
  EXPECT_TRUE(refused([](auto& choice) { choice.reason.assign(100'000, 'x'); }));
  EXPECT_TRUE(refused([](auto&) {}, 2));
}

TEST(saved_models, models_of_other_settings_are_refused) {
  busy_shop shop;
  const auto bytes = bytes_of(*model::build_models(shop.definitions, shop.input()));
  shop.definitions[8].set(model::option::damping, 11);
  EXPECT_FALSE(load(shop, bytes));
  shop.definitions[8].set(model::option::damping, 10);
  shop.definitions.pop_back();
  EXPECT_FALSE(load(shop, bytes));
}

TEST(saved_models, models_of_items_that_there_are_not_are_refused) {
  busy_shop shop;
  const auto bytes = bytes_of(*model::build_models(shop.definitions, shop.input()));
  EXPECT_FALSE(load(shop, bytes, item_count - 1));
}

TEST(saved_models, what_was_cut_off_or_damaged_is_refused_or_does_no_harm) {
  busy_shop shop;
  auto bytes = bytes_of(*model::build_models(shop.definitions, shop.input()));
  for (int round = 0; round < 300; ++round)
    EXPECT_FALSE(load(shop, std::span(bytes).first(shop.random() % bytes.size())));
  std::vector<model::scored_item> out;
  for (int round = 0; round < 300; ++round) {
    const auto place = shop.random() % bytes.size();
    const auto before = bytes[place];
    bytes[place] = static_cast<std::byte>(shop.random());
    if (const auto loaded = load(shop, bytes))
      for (const auto& each : loaded->models)
        for (item_index item = 0; item < item_count; ++item) {
          out.clear();
          each.content->answer({.context = std::span(&item, 1), .wanted = 20}, out);
          each.content->answer({.context = std::span(&item, 1), .wanted = 20, .alone = true}, out);
          for (const auto& found : out) EXPECT_LT(found.item, item_count);
        }
    bytes[place] = before;
  }
}

}  // namespace
}  // namespace footfall::test
