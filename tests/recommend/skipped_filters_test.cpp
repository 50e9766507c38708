// Filters that the list of a kind does not obey, and the one that the log decides on.
#include "recommend/request_admission.hpp"
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::history_type;
using item_list = std::vector<item_index>;

/// What the user had, whatever the kind: what `PROFILE_*` and the like do.
class history_list final : public model::model {
 public:
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override {
    for (const auto& entry : asked.history)
      if (asked.may_have(entry.item)) out.push_back({entry.item, 1 / static_cast<float>(out.size() + 1), 0});
  }
  const footfall::model::build_record& record() const noexcept override { return record_; }
  void save(footfall::model::model_writer&) const override {}

 private:
  footfall::model::build_record record_;
};

struct buyers_shop : shop {
  buyers_shop() {
    add("own", "PROFILE_BUY", boost::make_shared<history_list>());
    add_list("top", {{1, 9, 0}, {2, 8, 0}, {3, 7, 0}, {4, 6, 0}});
    history = {{2, 50, history_type::owns, 1}, {4, 40, history_type::owns, 1}};
    plan.filters.already_purchased = true;
  }
};

TEST(skipped_filters, a_list_of_purchases_has_what_was_purchased_and_the_next_stage_has_not) {
  buyers_shop box;
  box.add_stage({{"own"}});
  box.add_stage({{"top"}});
  const auto answer = box.answer(box.about({}));
  EXPECT_EQ(items_of(answer), (item_list{2, 4, 1, 3}));
}

TEST(skipped_filters, in_a_mixture_only_the_list_that_skips_brings_such_items) {
  buyers_shop box;
  box.add_stage({{"top"}, {"own"}});
  recommend::answer_record record;
  const auto answer = recommend::recommend(box.about({}), {.plan = box.plan,
                                                           .models = box.models,
                                                           .items = box.items,
                                                           .history = box.history,
                                                           .record = &record});
  ASSERT_EQ(answer->items.size(), 4U);
  for (std::size_t place = 0; place < 4; ++place) EXPECT_EQ(record.items[place].shares.size(), 1U) << place;
}

TEST(skipped_filters, a_mixture_that_the_log_divides_obeys_all) {
  buyers_shop box;
  box.add_stage({{"top"}, {"own"}});
  box.plan.stages[0].chosen_weights = true;
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{1, 3}));
}

TEST(skipped_filters, what_an_editor_has_put_on_the_blacklist_is_in_no_list) {
  buyers_shop box;
  box.add_stage({{"own"}});
  box.add_stage({{"top"}});
  box.add("editor_blacklist", "EDITOR_BASED",
          boost::make_shared<fixed_list>(std::vector<model::scored_item>{{4, 2, 0}, {3, 1, 0}}));
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{2, 4, 1, 3})) << "a list without a name";
  box.models.models.back().definition.items = {"996", "997"};
  const auto answer = box.answer(box.about({}));
  EXPECT_EQ(items_of(answer), (item_list{2, 1}));
  EXPECT_EQ(answer.cause, recommend::shortage::filters);
}

TEST(skipped_filters, all_others_are_obeyed) {
  buyers_shop box;
  box.add_stage({{"own"}});
  box.history.push_back({2, 30, history_type::blacklist, 1});
  EXPECT_EQ(items_of(box.answer(box.about({}))), item_list{4});
  EXPECT_EQ(items_of(box.answer(box.about({4}))), item_list{});
}

TEST(skipped_filters, an_answer_from_the_own_history_needs_one_and_is_of_the_user) {
  buyers_shop box;
  box.add_stage({{"own"}});
  EXPECT_LE(box.answer(box.about({})).fresh.lasts_ms, 5 * 60'000);
  box.history = {{2, 50, history_type::clicked, 1}};
  const auto refused = box.ask(box.about({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), error::nothing_possible);
  box.add_stage({{"top"}});
  EXPECT_EQ(box.answer(box.about({})).cause, recommend::shortage::no_context);
}

TEST(skipped_filters, every_name_in_the_table_of_kinds_is_a_filter_that_leaves_out_items_by_themselves) {
  for (const auto& kind : model::model_kinds())
    for (const auto name : kind.skipped_filters) {
      const auto row = std::ranges::find(recommend::filters(), name, &recommend::filter::name);
      ASSERT_NE(row, recommend::filters().end()) << kind.type << " " << name;
      EXPECT_EQ(row->refuses, nullptr) << name;
    }
}

TEST(automatic_filter, purchased_items_are_shown_where_a_tenth_of_all_purchases_are_repurchases) {
  buyers_shop box;
  box.add_stage({{"top"}});
  const auto shown = [&](recommend::automatic_switch purchased, double share) {
    box.plan.filters.already_purchased = purchased;
    box.models.repurchase_share = share;
    return items_of(box.answer(box.about({}))).size();
  };
  const auto automatic = recommend::automatic_switch::automatic();
  EXPECT_EQ(shown(automatic, 0.09), 2U);
  EXPECT_EQ(shown(automatic, 0.1), 4U);
  EXPECT_EQ(shown(true, 0.5), 2U);
  EXPECT_EQ(shown(false, 0), 4U);
}

}  // namespace
}  // namespace footfall::test
