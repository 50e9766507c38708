// The categories that a stage is about (protocol J2).
#include "recommend/stage_categories.hpp"

#include "recommend/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using enum recommend::category_scope;
using item_list = std::vector<item_index>;

TEST(stage_categories, are_the_same_some_levels_up_or_the_main_ones) {
  const std::string tables = "Furniture/Desks&Tables/Tables";
  EXPECT_EQ(recommend::scoped_category(tables, site, 1), "");
  EXPECT_EQ(recommend::scoped_category(tables, same, 1), tables);
  EXPECT_EQ(recommend::scoped_category(tables, above, 1), "Furniture/Desks&Tables");
  EXPECT_EQ(recommend::scoped_category(tables, above, 2), "Furniture");
  EXPECT_EQ(recommend::scoped_category(tables, above, 3), "");
  EXPECT_EQ(recommend::scoped_category(tables, main, 1), "Furniture");
  EXPECT_EQ(recommend::scoped_category(tables, main, 2), "Furniture/Desks&Tables");
  EXPECT_EQ(recommend::scoped_category(tables, main, 9), tables);
  EXPECT_EQ(recommend::scoped_category("", main, 1), "");
}

// Items 0..2 are shoes for children, shoes for women, a book; 3 is in both kinds of shoes; 4 in none.
struct shop_of_shoes : shop {
  shop_of_shoes() {
    std::vector<model::scored_item> list;
    for (item_index item = 0; item < 5; ++item) list.push_back({item, 20.0F - static_cast<float>(item), 0});
    add_list("top", list);
    add_stage({{"top"}});
    catalog::catalogue_editor editor({});
    put(editor, 0, {{"Shoes", "Children"}});
    put(editor, 1, {{"Shoes", "Women"}});
    put(editor, 2, {{"Books"}});
    put(editor, 3, {{"Shoes", "Children"}, {"Shoes", "Women"}});
    put(editor, 4, {});
    catalogue = editor.finish();
  }
  static void put(catalog::catalogue_editor& to, item_index item, std::vector<catalog::category_path> in) {
    catalog::item told;
    told.categories = std::move(in);
    to.put(item, told);
  }
  [[nodiscard]] recommend::recommendation answer_to(const recommend::query& question) const {
    return recommend::recommend(question, {.plan = plan,
                                           .models = models,
                                           .items = items,
                                           .history = {},
                                           .categories = {nullptr, 0, catalogue.get()}})
        .value();
  }
  [[nodiscard]] item_list ask_in(std::vector<std::string> categories) const {
    auto question = about({});
    question.categories = std::move(categories);
    return items_of(answer_to(question));
  }

  boost::shared_ptr<const catalog::catalogue> catalogue;
};

TEST(stage_categories, limit_what_the_stage_recommends) {
  shop_of_shoes box;
  box.plan.stages[0].category = site;
  EXPECT_EQ(box.ask_in({"Shoes/Children"}), (item_list{0, 1, 2, 3, 4}));
  box.plan.stages[0].category = same;
  EXPECT_EQ(box.ask_in({"Shoes/Children"}), (item_list{0, 3}));
  EXPECT_EQ(box.ask_in({"Shoes/Children", "Books"}), (item_list{0, 2, 3}));
  box.plan.stages[0].category = above;
  EXPECT_EQ(box.ask_in({"Shoes/Children"}), (item_list{0, 1, 3}));
  EXPECT_EQ(box.ask_in({"Books"}), (item_list{0, 1, 2, 3, 4}));
  box.plan.stages[0].category = main;
  EXPECT_EQ(box.ask_in({"Shoes/Women"}), (item_list{0, 1, 3}));
}

TEST(stage_categories, a_later_stage_may_be_about_more) {
  shop_of_shoes box;
  box.plan.stages[0].category = same;
  box.add_stage({{"top"}});
  box.plan.stages[1].category = site;
  EXPECT_EQ(box.ask_in({"Shoes/Women"}), (item_list{1, 3, 0, 2, 4}));
}

TEST(stage_categories, are_those_of_the_context_items_where_the_request_names_none) {
  shop_of_shoes box;
  box.plan.stages[0].category = same;
  const auto beside_a_book = box.answer_to(box.about({2}));
  EXPECT_TRUE(beside_a_book.items.empty());
  EXPECT_EQ(beside_a_book.cause, recommend::shortage::filters);
  EXPECT_EQ(items_of(box.answer_to(box.about({0}))), (item_list{3}));
  EXPECT_EQ(box.ask_in({}), (item_list{0, 1, 2, 3, 4}));
}

TEST(stage_categories, of_rankings_are_those_of_the_request_unless_the_stage_has_its_own) {
  shop_of_shoes box;
  EXPECT_EQ(box.ask_in({"Shoes/Children"}), (item_list{0, 3}));
  EXPECT_EQ(box.ask_in({"Books", "Shoes/Women"}), (item_list{1, 2, 3}));
  EXPECT_EQ(box.ask_in({}), (item_list{0, 1, 2, 3, 4}));
  EXPECT_EQ(items_of(box.answer_to(box.about({0}))), (item_list{1, 2, 3, 4}));  // where it is, is no question
  auto question = box.about({0});
  question.categories_of_context = true;
  EXPECT_EQ(items_of(box.answer_to(question)), item_list{3});
  EXPECT_EQ(box.answer_to(question).cause, recommend::shortage::filters);
}

TEST(stage_categories, are_not_asked_of_what_belongs_to_the_context_items) {
  shop_of_shoes box;
  box.add_neighbours("beside", {{0, {{2, 5.0F}, {3, 1.0F}}}});
  box.plan.stages[0].models = {{"beside"}, {"top"}};
  auto question = box.about({0});
  question.categories = {"Shoes/Women"};
  const auto answer = box.answer_to(question);
  auto found = items_of(answer);
  std::ranges::sort(found);
  EXPECT_EQ(found, (item_list{1, 2, 3}));  // the book by its neighbour, of what is popular the shoes alone
}

}  // namespace
}  // namespace footfall::test
