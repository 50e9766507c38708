// Iterative revealing, both views, and what the measures mean.
#include "footfall/evaluation/examination.hpp"

#include "footfall/catalog/catalogue.hpp"
#include "footfall/model/model_set.hpp"
#include "recommend/shop.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace footfall::test {
namespace {

using evaluation::view;
using events::event_type;

// After 1 comes 2, then 3; 9 is never learned.
struct small_shop : shop {
  model::event_history training;

  small_shop() {
    for (const item_index item : {1U, 2U, 2U, 3U, 4U})
      append_event(training, event_type::click, 1, item, 1000);
    training.settle();
    add_neighbours("near", {{1, {{2, 0.9F}, {3, 0.5F}}}, {2, {{1, 0.9F}, {3, 0.1F}}}});
    add_stage({{"near"}});
  }
  evaluation::measures examine(view which, const std::vector<item_index>& session,
                               const evaluation::item_knowledge& told = {}) const {
    const evaluation::known_items known(training);
    evaluation::examination examined(plan, models, items, known, event_type::click, which, told);
    examined.ask(session);
    return examined.total();
  }
};

TEST(examination, each_event_is_looked_for_behind_those_before_it) {
  const auto found = small_shop().examine(view::novel, {1, 2, 3});
  EXPECT_EQ(found.sessions, 1U);
  EXPECT_EQ(found.queries, 2U);
  EXPECT_DOUBLE_EQ(found.hit_rate, 1);
  EXPECT_DOUBLE_EQ(found.reciprocal_rank, 1);  // 1 and 2 are left out of the second list
}

TEST(examination, rank_of_the_target_decides_reciprocal_rank_and_gain) {
  const auto found = small_shop().examine(view::novel, {1, 3});
  EXPECT_DOUBLE_EQ(found.reciprocal_rank, 0.5);
  EXPECT_DOUBLE_EQ(found.gain, 1 / std::log2(3));
}

TEST(examination, repeats_are_asked_for_in_the_standard_view_only) {
  const small_shop shop;
  EXPECT_EQ(shop.examine(view::novel, {1, 2, 1}).queries, 1U);
  const auto standard = shop.examine(view::standard, {1, 2, 1});
  EXPECT_EQ(standard.queries, 2U);
  EXPECT_DOUBLE_EQ(standard.hit_rate, 1);
}

TEST(examination, items_that_were_never_learned_are_counted_and_passed_over) {
  const auto found = small_shop().examine(view::novel, {1, 9, 2});
  EXPECT_EQ(found.unknown_targets, 1U);
  EXPECT_EQ(found.queries, 1U);
  EXPECT_DOUBLE_EQ(found.hit_rate, 1);
}

TEST(examination, what_was_never_learned_is_looked_for_alone_in_the_cold_view_and_is_context) {
  small_shop shop;
  shop.add_neighbours("alike", {{1, {{9, 0.5F}, {2, 0.4F}}}, {9, {{8, 0.5F}}}});
  shop.plan.stages = {};
  shop.add_stage({{"alike"}});
  const auto found = shop.examine(view::cold, {1, 2, 9, 8, 9});
  EXPECT_EQ(found.queries, 2U);  // for 9 and, with 9 in the context, for 8
  EXPECT_EQ(found.unknown_targets, 0U);
  EXPECT_DOUBLE_EQ(found.hit_rate, 1);
  EXPECT_EQ(shop.examine(view::novel, {1, 9}).queries, 0U);
}

TEST(examination, items_that_the_customer_does_not_offer_are_in_no_list) {
  const small_shop shop;
  const auto hidden = [&] {
    catalog::catalogue_editor editor({});
    catalog::item which;
    which.visible = false;
    editor.put(3, which);
    return editor.finish(0);
  }();
  EXPECT_DOUBLE_EQ(shop.examine(view::novel, {1, 3}).hit_rate, 1);
  evaluation::item_knowledge told;
  told.offered.catalogue = told.categories.told = hidden.get();
  EXPECT_DOUBLE_EQ(shop.examine(view::novel, {1, 3}, told).hit_rate, 0);
}

TEST(examination, filters_by_what_a_user_did_are_those_of_the_view_and_the_others_of_the_scenario) {
  small_shop shop;
  const auto priced = [&] {
    catalog::catalogue_editor editor({});
    catalog::item which;
    which.price = text::price{500, {}};
    editor.put(2, which);
    editor.put(3, {});
    return editor.finish(0);
  }();
  shop.plan.filters.already_purchased = true;
  shop.plan.filters.price_unknown = true;
  evaluation::item_knowledge told;
  told.offered.catalogue = told.categories.told = priced.get();
  const evaluation::known_items known(shop.training);
  evaluation::examination examined(shop.plan, shop.models, shop.items, known, event_type::click, view::novel,
                                   told);
  const std::vector<profile::history_entry> owned{{2, 500, events::history_type::owns, 1}};
  examined.ask(std::vector<item_index>{1, 2}, {owned, 2'000'000});
  examined.ask(std::vector<item_index>{1, 3}, {owned, 2'000'000});
  EXPECT_DOUBLE_EQ(examined.total().hit_rate, 0.5);
  EXPECT_EQ(examined.targets().at(2).hits, 1U);
  EXPECT_EQ(examined.targets().at(3).hits, 0U);
}

TEST(examination, a_request_names_the_segments_that_the_session_was_in) {
  small_shop shop;
  const auto definition = model::default_definition("colleagues", "B2B_LAST_CLICK");
  const auto built = model::build_models({&definition, 1}, {shop.training, shop.items, 2'000'000});
  shop.add("colleagues", "B2B_LAST_CLICK", built->models.front().content);
  shop.plan.stages = {};
  shop.add_stage({{"colleagues"}});
  profile::segment_log happened;
  events::event clicked;
  clicked.type = event_type::click;
  clicked.time_ms = 1'900'000;
  happened.apply(clicked, 4, "7");
  evaluation::item_knowledge told;
  told.happened = &happened;
  const evaluation::known_items known(shop.training);
  evaluation::examination examined(shop.plan, shop.models, shop.items, known, event_type::click, view::novel,
                                   told);
  const std::vector<std::string> seven{"7"};
  examined.ask(std::vector<item_index>{1, 4}, {.now_ms = 2'000'000, .segments = seven});
  examined.ask(std::vector<item_index>{1, 4}, {.now_ms = 2'000'000});
  EXPECT_EQ(examined.scores()[0].hits, 1U);
  EXPECT_EQ(examined.scores()[1].hits, 0U);
}

TEST(examination, coverage_and_popularity_are_those_of_the_lists) {
  const auto found = small_shop().examine(view::novel, {1, 4});
  EXPECT_DOUBLE_EQ(found.hit_rate, 0);
  EXPECT_DOUBLE_EQ(found.coverage, 0.5);          // 2 and 3 of 1, 2, 3, 4
  EXPECT_DOUBLE_EQ(found.popularity_bias, 0.75);  // counts 2 and 1 of at most 2
}

TEST(examination, a_missing_item_is_looked_for_with_all_the_others_whatever_their_order) {
  const small_shop shop;
  const evaluation::known_items known(shop.training);
  evaluation::examination examined(shop.plan, shop.models, shop.items, known, event_type::buy, view::novel);
  const std::vector<item_index> basket{3, 1, 2};
  examined.ask_for_missing(basket, 0);
  EXPECT_DOUBLE_EQ(examined.total().hit_rate, 1);
  examined.ask_for_missing(basket, 1);  // 2 and 3: 1 is a neighbour of 2
  EXPECT_DOUBLE_EQ(examined.total().hit_rate, 1);
  examined.ask_for_missing(std::vector<item_index>{1, 4}, 1);
  EXPECT_EQ(examined.total().queries, 3U);
  EXPECT_LT(examined.total().hit_rate, 1);
  examined.ask_for_missing(std::vector<item_index>{1, 9}, 1);
  EXPECT_EQ(examined.total().queries, 3U);
  EXPECT_EQ(examined.total().unknown_targets, 1U);
}

TEST(examination, what_a_person_has_bought_before_is_no_repeat) {
  small_shop shop;
  auto own = model::default_definition("own", "OWN_ITEMS_BUY");
  shop.models.models.push_back(
      model::build_models(std::span(&own, 1), {shop.training, shop.items, 0, 1})->models.front());
  shop.plan.stages = {};
  shop.add_stage({{"own"}});
  const evaluation::known_items known(shop.training);
  evaluation::examination examined(shop.plan, shop.models, shop.items, known, event_type::buy, view::novel);
  const std::vector<profile::history_entry> earlier{{3, 500, events::history_type::owns, 1}};
  examined.ask(std::vector<item_index>{1, 3}, {earlier, 2'000'000});
  EXPECT_DOUBLE_EQ(examined.total().hit_rate, 1);
  examined.ask(std::vector<item_index>{3, 1, 3}, {earlier, 2'000'000});
  EXPECT_EQ(examined.total().queries, 2U);  // in the running session it is one
}

TEST(held_out, entries_are_what_a_user_has_had_newest_first) {
  model::event_history history;
  append_event(history, event_type::buy, 1, 7, 1000);
  append_event(history, event_type::buy, 1, 8, 2000);
  append_event(history, event_type::buy, 1, 7, 900'000);
  append_event(history, event_type::buy, 2, 9, 1000);
  history.settle();
  const auto sessions = history.sessions(event_type::buy, 500'000);
  ASSERT_EQ(sessions.owners.size(), 1U);
  const auto entries = evaluation::entries_of(history, event_type::buy, sessions.owners[0]);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0], (profile::history_entry{7, 900'000, events::history_type::owns, 2}));
  EXPECT_EQ(entries[1], (profile::history_entry{8, 2000, events::history_type::owns, 1}));
}

TEST(held_out, entries_of_all_types_are_those_of_before_and_ratings_the_last_ones) {
  model::event_history history;
  append_event(history, event_type::click, 1, 7, 1000);
  append_event(history, event_type::buy, 1, 7, 1500, 3);
  append_event(history, event_type::buy, 1, 7, 9000, 4);
  for (const auto& [value, time_s] : {std::pair{80, 1600}, std::pair{20, 1700}}) {
    events::event rated;
    rated.type = event_type::rate;
    rated.time_ms = time_s * std::int64_t{1000};
    rated.user = user_numbered(1);
    rated.value = static_cast<decltype(rated.value)>(value);
    history.append(rated, 7);
  }
  history.settle();
  const auto owner = history.find_user(user_numbered(1));
  ASSERT_TRUE(owner);
  using events::history_type;
  EXPECT_EQ(evaluation::all_entries_of(history, *owner, 9000),
            (std::vector<profile::history_entry>{{7, 1700, history_type::rated, 20},
                                                 {7, 1500, history_type::owns, 3},
                                                 {7, 1000, history_type::clicked, 1}}));
}

TEST(held_out, what_models_may_know_has_its_users) {
  model::event_history history;
  append_event(history, event_type::click, 1, 7, 1000);
  append_event(history, event_type::click, 2, 7, 5000);
  history.settle();
  EXPECT_EQ(history.part(std::nullopt, 0, 2000).find_user(user_numbered(1)),
            history.find_user(user_numbered(1)));
}

TEST(held_out, session_across_the_split_is_on_neither_side) {
  model::event_history history;
  append_event(history, event_type::click, 1, 1, 990);
  append_event(history, event_type::click, 1, 2, 1010);
  append_event(history, event_type::click, 1, 3, 1020);
  append_event(history, event_type::click, 2, 4, 1010);
  append_event(history, event_type::click, 2, 5, 1030);
  append_event(history, event_type::click, 3, 6, 1040);
  history.settle({60});
  const auto sessions = evaluation::sessions_after(history, event_type::click, 1000, 60);
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(evaluation::items_of(sessions, 0)[0], 4U);
}

}  // namespace
}  // namespace footfall::test
