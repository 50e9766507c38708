// A set of models: built from definitions, found by id.
#include "footfall/model/model_set.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(model_set, builds_every_definition_even_without_events) {
  const model::event_history history;
  const catalog::item_dictionary items;
  const auto definitions = model::built_in_models();
  const auto set = model::build_models(definitions, {history, items, 1'000'000, 2});
  ASSERT_EQ(set->models.size(), definitions.size());
  EXPECT_EQ(set->built_at_ms, 1'000'000);
  EXPECT_EQ(set->events_seen, 0U);
  for (const auto& built : set->models) {
    ASSERT_TRUE(built.content) << built.definition.id;
    std::vector<model::scored_item> out;
    built.content->answer({.wanted = 10}, out);
    EXPECT_TRUE(out.empty());
  }
}

TEST(model_set, finds_models_by_id_and_keeps_unknown_types_unbuilt) {
  const model::event_history history;
  const catalog::item_dictionary items;
  auto definitions = model::built_in_models().edit();
  definitions.resize(1);
  definitions.push_back(definitions.front());
  definitions.back().id = "strange";
  definitions.back().type = "NO_SUCH_TYPE";
  const auto set = model::build_models(definitions, {history, items, 0, 1});
  ASSERT_NE(set->find("strange"), nullptr);
  EXPECT_EQ(set->find("strange")->content, nullptr);
  EXPECT_NE(set->find(definitions.front().id), nullptr);
  EXPECT_EQ(set->find("nobody"), nullptr);
}

// Clicks and purchases, and the models of both.
struct two_kinds {
  model::event_history history;
  catalog::item_dictionary items;
  std::vector<model::model_definition> definitions{
      model::default_definition("clicked", "POPULARITY_LONG_CLICK"),
      model::default_definition("bought", "POPULARITY_LONG_BUY")};
  model::model_library library;
  std::int64_t now_s = 1'000'000'000;

  two_kinds() {
    append(events::event_type::click);
    append(events::event_type::buy);
  }
  void append(events::event_type type) { append_event(history, type, 1, 1, now_s - 10); }
  boost::shared_ptr<const model::model_set> update() {
    history.settle();
    return library.update(definitions, {history, items, now_s * 1000, 1});
  }
};

TEST(model_set, a_model_of_whose_events_none_came_stays_as_it_is) {
  two_kinds shop;
  const auto before = shop.update();
  shop.append(events::event_type::click);
  const auto after = shop.update();
  EXPECT_NE(after->find("clicked")->content, before->find("clicked")->content);
  EXPECT_EQ(after->find("bought")->content, before->find("bought")->content);
}

TEST(model_set, a_forgotten_user_makes_its_models_anew) {
  two_kinds shop;
  append_event(shop.history, events::event_type::buy, 2, 7, shop.now_s);
  const auto before = shop.update();
  shop.history.forget(user_numbered(2));
  const auto after = shop.update();
  EXPECT_NE(after->find("bought")->content, before->find("bought")->content);
  EXPECT_EQ(after->find("clicked")->content, before->find("clicked")->content);
}

TEST(model_set, a_model_is_made_again_when_its_weights_by_age_are_no_longer_right) {
  two_kinds shop;
  const auto before = shop.update();
  shop.now_s += 3600;
  EXPECT_EQ(shop.update()->find("clicked")->content, before->find("clicked")->content);
  shop.now_s += 2 * 86'400;  // more than a 64th of the 90 days of its history
  EXPECT_NE(shop.update()->find("clicked")->content, before->find("clicked")->content);
  shop.now_s -= 3 * 86'400;  // the clock was set back
  EXPECT_NE(shop.update()->find("bought")->content, before->find("bought")->content);
}

TEST(model_set, a_definition_that_was_changed_makes_its_model_anew) {
  two_kinds shop;
  const auto before = shop.update();
  shop.definitions[0].set(model::option::half_life, 1000);
  const auto after = shop.update();
  EXPECT_NE(after->find("clicked")->content, before->find("clicked")->content);
  EXPECT_EQ(after->find("bought")->content, before->find("bought")->content);
}

TEST(model_set, what_a_model_leaves_to_the_log_is_as_chosen_and_else_as_its_type_has_it) {
  two_kinds shop;
  shop.definitions = {model::default_definition("pairs", "CF_I2I_CLICK"),
                      model::default_definition("fixed", "CF_I2I_CLICK")};
  shop.definitions[0].set(model::option::half_life, model::automatic);
  shop.definitions[0].set(model::option::history, model::automatic);
  const auto before = shop.update();
  EXPECT_EQ(before->find("pairs")->definition.ms(model::option::half_life), 30 * 86'400'000LL);
  model::weight_choice choice{.learns_from = events::event_type::click, .reason = {}};
  choice.half_life_ms = 6 * 3'600'000;
  choice.history_ms = 90 * 86'400'000LL;
  const auto after = shop.library.update(shop.definitions, {shop.history, shop.items, shop.now_s * 1000, 1},
                                         std::span(&choice, 1));
  EXPECT_EQ(after->find("pairs")->definition.ms(model::option::half_life), choice.half_life_ms);
  EXPECT_NE(after->find("pairs")->content, before->find("pairs")->content);
  EXPECT_EQ(after->find("fixed")->content, before->find("fixed")->content);

  std::vector<std::byte> bytes;
  model::model_writer to(
      [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
  model::save_models(*after, to);
  to.flush();
  model::model_reader from(bytes);
  const auto loaded = model::load_models(shop.definitions, from, 10);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->choices.front().serves_like(choice));
  EXPECT_EQ(loaded->find("pairs")->definition, after->find("pairs")->definition);
}

}  // namespace
}  // namespace footfall::test
