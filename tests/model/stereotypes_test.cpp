// Groups of items that go together, and what people like who like some of them.
#include "model/stereotypes.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>

namespace footfall::test {
namespace {

using events::event_type;
using events::history_type;
using answers = std::map<item_index, float>;

answers ask(const model::model& made, const std::vector<item_index>& clicked, std::size_t wanted = 20) {
  std::vector<profile::history_entry> own;
  for (const auto item : clicked) own.push_back({item, 1, history_type::clicked, 1});
  model::scored_list out;
  made.answer({.history = own, .wanted = wanted}, out);
  answers found;
  for (const auto& each : out) EXPECT_TRUE(found.emplace(each.item, each.score).second) << each.item;
  return found;
}

// Groups of 0.6 and 0.4 of popularity: items 0 and 1, each half of the first, and 2 and 3, a quarter and the
// rest of the second.
boost::shared_ptr<const model::model> two_groups() {
  model::item_groups groups{{1, 1, 2, 2}, 2};
  return model::make_stereotypes(model::ranking({{0, 30}, {1, 30}, {2, 10}, {3, 30}}), std::move(groups),
                                 history_type::clicked, {});
}

TEST(stereotypes, weigh_a_group_by_the_history_and_by_its_popularity) {
  const auto found = ask(*two_groups(), {0, 2, 3, 2});
  EXPECT_NEAR(found.at(0), 0.222222, 1e-6);
  EXPECT_NEAR(found.at(2), 0.138889, 1e-6);
  EXPECT_NEAR(found.at(3), 0.416667, 1e-6);
}

TEST(stereotypes, add_up_to_one_and_nobody_without_a_history_gets_any) {
  const auto found = ask(*two_groups(), {0, 1, 2});
  EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0,
                              [](double sum, const auto& each) { return sum + double{each.second}; }),
              1, 1e-6);
  EXPECT_TRUE(ask(*two_groups(), {}).empty());
}

TEST(stereotypes, a_history_in_the_proportions_of_popularity_keeps_its_order) {
  const auto found = ask(*two_groups(), {0, 1, 0, 2, 3});
  EXPECT_NEAR(found.at(0), 0.3, 1e-6);
  EXPECT_NEAR(found.at(3), 0.3, 1e-6);
  EXPECT_NEAR(found.at(2), 0.1, 1e-6);
}

TEST(stereotypes, one_more_item_of_a_group_raises_it_and_lowers_the_other) {
  const auto before = ask(*two_groups(), {0});
  const auto after = ask(*two_groups(), {0, 1});
  EXPECT_GT(after.at(0), before.at(0));
  EXPECT_LT(after.at(3), before.at(3));
}

TEST(stereotypes, the_best_few_are_the_first_of_all) {
  const auto few = ask(*two_groups(), {2, 3}, 1);
  const auto all = ask(*two_groups(), {2, 3});
  EXPECT_TRUE(few.contains(3));
  EXPECT_EQ(few.at(3), all.at(3));
}

// Garden things 0..3 are clicked together, tea things 4..7 too, and 8 alone.
struct garden_and_tea {
  garden_and_tea() : definition(model::default_definition("made", "STEREOTYPES_CF_CLICK")) {
    std::uint64_t user = 0;
    for (item_index one = 0; one < 8; ++one)
      for (item_index other = one / 4 * 4; other < one / 4 * 4 + 4; ++other) {
        if (one == other) continue;
        append_event(history, event_type::click, user, one, now_s - 100);
        append_event(history, event_type::click, user++, other, now_s - 90);
      }
    append_event(history, event_type::click, user, 8, now_s - 50);
    history.settle();
  }
  [[nodiscard]] boost::shared_ptr<const model::model> build() {
    return updater->update({.history = history, .items = items, .now_ms = now_s * 1000});
  }

  static constexpr std::int64_t now_s = 1'000'000'000;
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition;
  std::unique_ptr<model::model_updater> updater =
      model::make_stereotypes_updater(definition, event_type::click);
};

TEST(stereotypes, items_that_are_clicked_together_are_one_group) {
  garden_and_tea shop;
  const auto found = ask(*shop.build(), {0});
  ASSERT_EQ(found.size(), 9U);
  for (const item_index garden : {1U, 2U, 3U})
    for (const item_index other : {4U, 5U, 6U, 7U}) EXPECT_GT(found.at(garden), found.at(other));
  EXPECT_GT(found.at(8), 0);
}

TEST(stereotypes, values_of_the_catalogue_are_the_groups_where_one_is_named) {
  garden_and_tea shop;
  shop.definition.source = "color";
  catalog::catalogue_editor editor({});
  for (item_index item = 0; item < 8; ++item) {
    catalog::item told;
    told.attribute("color", catalog::attribute_type::nominal).texts = {item % 2 == 0 ? "even" : "odd"};
    editor.put(item, told);
  }
  const auto told = editor.finish();
  const auto updater = model::make_stereotypes_updater(shop.definition, event_type::click);
  const auto build = [&](boost::shared_ptr<const catalog::catalogue> catalogue) {
    return updater->update({.history = shop.history,
                            .items = shop.items,
                            .now_ms = garden_and_tea::now_s * 1000,
                            .catalogue = std::move(catalogue)});
  };
  const auto lift_of = [](const model::model& made) {
    return double{ask(made, {0}).at(6)} / double{ask(made, {1}).at(6)};
  };
  EXPECT_NEAR(lift_of(*build(nullptr)), 1, 1e-5);
  EXPECT_GT(lift_of(*build(told)), 1.3);
}

TEST(stereotypes, an_item_of_several_values_is_of_the_rarest_of_those_that_are_groups) {
  catalog::catalogue_editor editor({});
  const std::vector<std::vector<std::string>> brands{{"a", "b"}, {"a"}, {"a", "c"}, {"b"}, {}};
  for (item_index item = 0; item < brands.size(); ++item) {
    catalog::item told;
    told.attribute("kind", catalog::attribute_type::nominal).texts = brands[item];
    editor.put(item, told);
  }
  const model::ranking popular({{0, 5}, {1, 4}, {2, 3}, {3, 2}, {4, 1}});
  const auto groups = model::find_groups_by_value(*editor.finish(), popular, "kind", 2);
  EXPECT_EQ(groups.count, 2U);
  EXPECT_EQ(groups.group_of, (std::vector<std::uint32_t>{2, 1, 1, 2, 0}));
}

TEST(stereotypes, what_is_new_is_in_no_group_until_the_next_day) {
  garden_and_tea shop;
  static_cast<void>(shop.build());
  for (std::uint64_t user = 200; user < 206; ++user) {
    append_event(shop.history, event_type::click, user, 0, garden_and_tea::now_s - 20);
    append_event(shop.history, event_type::click, user, 9, garden_and_tea::now_s - 10);
  }
  shop.history.settle();
  const auto lift_of = [](const model::model& made) {
    return double{ask(made, {0, 1, 2}).at(9)} / double{ask(made, {4, 5, 6}).at(9)};
  };
  EXPECT_NEAR(lift_of(*shop.build()), 1, 1e-5);
  const auto tomorrow = shop.updater->update(
      {.history = shop.history, .items = shop.items, .now_ms = (garden_and_tea::now_s + 86'400) * 1000});
  EXPECT_GT(lift_of(*tomorrow), 1.5);
}

}  // namespace
}  // namespace footfall::test
