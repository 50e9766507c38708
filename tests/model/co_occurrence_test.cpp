// The co-occurrence model: what context items add up to.
#include "model/co_occurrence.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall::test {
namespace {

using events::event_type;
using model::scored_item;

// Items 0 and 1 both go with 2; 0 also with 3.
struct small_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("also_clicked", "CF_I2I_CLICK");
  std::int64_t now_ms = 10'000'000;

  small_shop() {
    std::uint64_t user = 0;
    for (const auto& [first, second] : {std::pair{0U, 2U}, {0U, 3U}, {1U, 2U}}) {
      append_event(history, event_type::click, ++user, first, 1000);
      append_event(history, event_type::click, user, second, 1001);
    }
    definition.set(model::option::history, 10'000'000);
    definition.set(model::option::second_order, 0);
    history.settle();
  }

  boost::shared_ptr<const model::model> build(unsigned threads) const {
    return model::make_co_occurrence_updater(definition, event_type::click)
        ->update({history, items, now_ms, threads});
  }

  std::vector<scored_item> ask(std::vector<item_index> context) const {
    std::vector<scored_item> out;
    build(2)->answer({.context = context, .wanted = 10}, out);
    std::ranges::sort(out, {}, &scored_item::item);
    return out;
  }
};

TEST(co_occurrence, context_item_of_rank_r_counts_by_the_decay) {
  const small_shop shop;
  const auto alone = shop.ask({0});
  const auto other = shop.ask({1});
  const auto both = shop.ask({0, 1});
  ASSERT_EQ(alone.size(), 2U);
  ASSERT_EQ(other.size(), 1U);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].item, 2U);
  EXPECT_FLOAT_EQ(both[0].score, alone[0].score + other[0].score / 4);
  EXPECT_EQ(both[0].context_bits, 0b11U);
  EXPECT_FLOAT_EQ(both[1].score, alone[1].score);
  EXPECT_EQ(both[1].context_bits, 0b01U);
}

TEST(co_occurrence, repeated_context_item_counts_once_and_takes_no_rank) {
  const small_shop shop;
  const auto repeated = shop.ask({0, 0, 1});
  const auto plain = shop.ask({0, 1});
  ASSERT_EQ(repeated.size(), plain.size());
  for (std::size_t place = 0; place < plain.size(); ++place) {
    EXPECT_EQ(repeated[place].score, plain[place].score);
    EXPECT_EQ(repeated[place].context_bits, plain[place].context_bits);
  }
}

TEST(co_occurrence, only_the_first_ten_context_items_are_looked_at) {
  const small_shop shop;
  std::vector<item_index> context;
  for (item_index item = 100; item < 110; ++item) context.push_back(item);
  context.push_back(0);
  EXPECT_TRUE(shop.ask(context).empty());
  EXPECT_TRUE(shop.ask({}).empty());
}

TEST(co_occurrence, list_that_stands_alone_has_no_neighbours_of_neighbours) {
  small_shop shop;
  shop.definition.set(model::option::second_order, 0.02);
  const auto built = shop.build(1);
  const auto ask = [&](bool alone) {
    std::vector<scored_item> out;
    const std::vector<item_index> context{1};
    built->answer({.context = context, .wanted = 10, .alone = alone}, out);
    std::ranges::sort(out, {}, &scored_item::item);
    std::vector<item_index> items;
    for (const auto& entry : out) items.push_back(entry.item);
    return items;
  };
  EXPECT_EQ(ask(true), (std::vector<item_index>{2}));
  EXPECT_EQ(ask(false), (std::vector<item_index>{0, 2}));  // 0 goes with 2, too
}

TEST(co_occurrence, update_without_changes_shows_the_same_neighbours_and_says_so) {
  small_shop shop;
  const auto updater = model::make_co_occurrence_updater(shop.definition, event_type::click);
  const auto build = [&] { return updater->update({shop.history, shop.items, shop.now_ms, 1, 1}); };
  const auto first = build();
  EXPECT_FALSE(first->record().from_changes);
  EXPECT_EQ(first->record().sessions_changed, 3U);
  EXPECT_GT(first->record().state_bytes, 0U);
  const auto second = build();
  EXPECT_TRUE(second->record().from_changes);
  EXPECT_EQ(second->record().sessions_changed, 0U);
  EXPECT_EQ(second->record().items, 4U);
  EXPECT_EQ(second->record().memory_bytes, first->record().memory_bytes);
  std::vector<scored_item> out;
  second->answer({.context = std::vector<item_index>{0}, .wanted = 10}, out);
  EXPECT_EQ(out.size(), 2U);
}

TEST(co_occurrence, nothing_is_kept_of_a_history_that_is_always_counted_as_a_whole) {
  const small_shop shop;
  const auto updater = model::make_co_occurrence_updater(shop.definition, event_type::click);
  EXPECT_EQ(updater->update({shop.history, shop.items, shop.now_ms, 1, 7})->record().state_bytes, 0U);
  EXPECT_FALSE(updater->update({shop.history, shop.items, shop.now_ms, 1, 7})->record().from_changes);
}

TEST(co_occurrence, stages_of_a_build_have_names_and_add_up) {
  const small_shop shop;
  const auto record = shop.build(1)->record();
  std::int64_t sum_ns = 0;
  for (const auto& stage : record.stages) {
    EXPECT_FALSE(stage.name.empty());
    sum_ns += stage.duration_ns;
  }
  EXPECT_EQ(sum_ns, record.duration_ns);
  EXPECT_EQ(record.stages.size(), 4U);
}

TEST(co_occurrence, record_says_what_was_used) {
  const small_shop shop;
  const auto built = shop.build(1);
  EXPECT_EQ(built->record().events_used, 6U);
  EXPECT_EQ(built->record().sessions_used, 3U);
  EXPECT_EQ(built->record().items, 4U);
  EXPECT_EQ(built->record().built_at_ms, shop.now_ms);
  EXPECT_GT(built->record().memory_bytes, 0U);
}

}  // namespace
}  // namespace footfall::test
