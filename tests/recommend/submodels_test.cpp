// Parts of a model that a request asks for by attributes of items (protocol I2).
#include "recommend/submodels.hpp"

#include "recommend/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using item_list = std::vector<item_index>;
using selectors = std::vector<recommend::attribute_selector>;
constexpr auto submodels = recommend::model_data::submodels;

// Items 0..9 in this order by popularity. 0 and 1 are lime, 2 green, 3 white, 4 lime and white; the width of
// item n is n; prices are 49.99, 50, 100, 200 and 200.01 of items 0 to 4.
struct colourful_shop : shop {
  colourful_shop() {
    std::vector<model::scored_item> list;
    for (item_index item = 0; item < 10; ++item) list.push_back({item, 20.0F - static_cast<float>(item), 0});
    add_list("top", list);
    add_stage({{.model = "top", .data = submodels}});
    catalog::catalogue_editor editor({});
    put(editor, 0, {"lime"}, 4999);
    put(editor, 1, {"lime"}, 5000);
    put(editor, 2, {"green"}, 10000);
    put(editor, 3, {"white"}, 20000);
    put(editor, 4, {"lime", "white"}, 20001);
    told = editor.finish();
    models.models[0].definition.submodels = {{"color", {{{"lime", "green"}}, {{"sand"}}}, {}}};
  }
  static void put(catalog::catalogue_editor& to, item_index item, std::vector<std::string> colours,
                  std::int64_t price_minor, text::currency unit = {}) {
    catalog::item what;
    what.price = text::price{price_minor, unit};
    what.attribute("color", catalog::attribute_type::nominal).texts = std::move(colours);
    what.attribute("width", catalog::attribute_type::numeric).numbers = {static_cast<double>(item)};
    to.put(item, what);
  }
  [[nodiscard]] recommend::recommendation answer_to(selectors by,
                                                    std::initializer_list<item_index> beside = {},
                                                    recommend::answer_record* record = nullptr) const {
    auto question = about(beside);
    question.selectors = std::move(by);
    return recommend::recommend(question, {.plan = plan,
                                           .models = models,
                                           .items = items,
                                           .history = {},
                                           .categories = {nullptr, 0, told.get()},
                                           .offered = {told.get()},
                                           .record = record})
        .value();
  }
  [[nodiscard]] std::string_view refusal_of(std::string_view key) const {
    const std::vector<model::model_definition> definitions{models.models[0].definition};
    return recommend::refusal_of_key(key, plan, definitions, *told);
  }
  [[nodiscard]] item_list ask_for(selectors by) const { return items_of(answer_to(std::move(by))); }
  [[nodiscard]] item_list all() const { return ask_for({}); }

  boost::shared_ptr<const catalog::catalogue> told;
};

TEST(submodels, a_value_asks_for_its_group_and_several_values_for_all_of_their_groups) {
  const colourful_shop box;
  EXPECT_EQ(box.ask_for({{"color", {"lime"}}}), (item_list{0, 1, 2, 4}));
  EXPECT_EQ(box.ask_for({{"color", {"green"}}}), (item_list{0, 1, 2, 4}));
  EXPECT_EQ(box.ask_for({{"color", {"lime", "white"}}}), (item_list{0, 1, 2, 4})) << "white has no group";
  EXPECT_EQ(box.ask_for({{"color", {"lime", "sand"}}}), (item_list{0, 1, 2, 4}));
}

TEST(submodels, a_group_without_items_gives_nothing_and_the_next_stage_goes_on) {
  colourful_shop box;
  const auto nothing = box.answer_to({{"color", {"sand"}}});
  EXPECT_TRUE(nothing.items.empty());
  box.add_stage({{"top"}});
  EXPECT_EQ(box.ask_for({{"color", {"sand"}}}), box.all());
}

TEST(submodels, the_whole_model_answers_where_no_group_has_the_value_or_no_submodel_the_key) {
  colourful_shop box;
  EXPECT_EQ(box.all().size(), 10U);
  EXPECT_EQ(box.ask_for({{"color", {"white"}}}), box.all());
  EXPECT_EQ(box.ask_for({{"size", {"lime"}}}), box.all());
  box.plan.stages[0].models[0].data = recommend::model_data::none;
  EXPECT_EQ(box.ask_for({{"color", {"lime"}}}), box.all()) << "the stage does not ask for parts";
}

TEST(submodels, intervals_hold_their_beginning_and_the_last_one_its_end_in_the_currency_of_the_customer) {
  colourful_shop box;
  box.models.models[0].definition.submodels = {{"price", {}, {{0, 50}, {50, 100}, {100, 200}}}};
  EXPECT_EQ(box.ask_for({{"price", {"20"}}}), item_list{0});
  EXPECT_EQ(box.ask_for({{"price", {"50"}}}), item_list{1});
  EXPECT_EQ(box.ask_for({{"price", {"200"}}}), (item_list{2, 3}));
  EXPECT_EQ(box.ask_for({{"price", {"200.01"}}}), box.all());
  EXPECT_EQ(box.ask_for({{"price", {"cheap"}}}), box.all());
  EXPECT_EQ(box.ask_for({{.key = "price", .ranges = {{100, 200}}}}), (item_list{2, 3}));
  EXPECT_EQ(box.ask_for({{.key = "price", .ranges = {{49, 100}}}}), (item_list{0, 1})) << "not an interval";
  catalog::catalogue_editor editor(box.told);
  colourful_shop::put(editor, 0, {"lime"}, 4999, *text::find_currency("USD"));
  box.told = editor.finish();
  EXPECT_EQ(box.ask_for({{"price", {"20"}}}), item_list{});
}

TEST(submodels, numbers_of_items_are_those_of_the_catalogue_as_it_is_now) {
  colourful_shop box;
  box.models.models[0].definition.submodels = {{"width", {}, {{0, 2}, {2, 4}}}};
  EXPECT_EQ(box.ask_for({{"width", {"1"}}}), (item_list{0, 1}));
  EXPECT_EQ(box.ask_for({{"width", {"4"}}}), (item_list{2, 3, 4}));
  EXPECT_EQ(box.ask_for({{.key = "width", .ranges = {{1, 3}}}}), (item_list{1, 2}));
  catalog::catalogue_editor editor(box.told);
  colourful_shop::put(editor, 7, {}, 1);
  editor.remove(0);
  box.told = editor.finish();
  EXPECT_EQ(box.ask_for({{"width", {"1"}}}), item_list{1});
}

TEST(submodels, of_different_keys_all_must_fit) {
  colourful_shop box;
  auto& of_model = box.models.models[0].definition.submodels;
  of_model.push_back({"width", {}, {{0, 2}, {2, 4}}});
  EXPECT_EQ(box.ask_for({{"color", {"lime"}}, {"width", {"3"}}}), (item_list{2, 4}));
  EXPECT_EQ(box.ask_for({{"color", {"white"}}, {"width", {"3"}}}), (item_list{2, 3, 4}));
}

TEST(submodels, restrict_models_with_context_too_and_filters_hold) {
  colourful_shop box;
  box.add_neighbours("also", {{9, {{0, 3.0F}, {2, 2.0F}, {3, 1.0F}}}});
  box.models.models[1].definition.submodels = box.models.models[0].definition.submodels;
  box.plan.stages = {{.models = {{.model = "also", .data = submodels}}}};
  EXPECT_EQ(items_of(box.answer_to({{"color", {"lime"}}}, {9})), (item_list{0, 2}));
  box.plan.stages = {{.models = {{.model = "top", .data = submodels}}}};
  EXPECT_EQ(items_of(box.answer_to({{"color", {"lime"}}}, {0})), (item_list{1, 2, 4}));
}

TEST(submodels, a_part_of_popularity_is_no_share_in_everything) {
  colourful_shop box;
  box.add_neighbours("also", {{9, {{3, 2.0F}, {0, 1.0F}}}});
  box.plan.stages = {
      {.models = {{.model = "also"}, {.model = "top", .everywhere = true, .data = submodels}}}};
  recommend::answer_record record;
  const auto answer = box.answer_to({{"color", {"lime"}}}, {9}, &record);
  ASSERT_EQ(record.items.size(), answer.items.size());
  const auto white = std::ranges::find(answer.items, item_index{3}, &recommend::recommended_item::item);
  ASSERT_NE(white, answer.items.end());
  EXPECT_EQ(record.items[static_cast<std::size_t>(white - answer.items.begin())].shares.size(), 1U);
}

TEST(submodels, the_record_tells_which_part_was_asked_for) {
  colourful_shop box;
  box.models.models[0].definition.submodels.push_back({"price", {}, {{0, 50}, {50, 100.5}}});
  recommend::answer_record record;
  static_cast<void>(box.answer_to(
      {{"color", {"lime", "white"}}, {.key = "price", .values = {}, .ranges = {{0, 100.5}}}}, {}, &record));
  ASSERT_EQ(record.stages.at(0).models.size(), 1U);
  EXPECT_EQ(record.stages[0].models[0].part, "color=lime; price=0:100.5");
  recommend::answer_record of_all;
  static_cast<void>(box.answer_to({{"color", {"white"}}}, {}, &of_all));
  EXPECT_EQ(of_all.stages.at(0).models.at(0).part, "");
}

TEST(submodels, values_that_are_asked_for_by_themselves_are_groups_where_items_have_them) {
  colourful_shop box;
  const auto by_itself = [](std::vector<std::string> values) {
    return selectors{{.key = "color", .values = values, .own = values}};
  };
  EXPECT_EQ(box.ask_for(by_itself({"white"})), (item_list{3, 4})) << "beside those that are configured";
  EXPECT_EQ(box.ask_for(by_itself({"lime"})), (item_list{0, 1, 2, 4})) << "which stay";
  box.models.models[0].definition.submodels.clear();
  EXPECT_EQ(box.ask_for(by_itself({"lime"})), (item_list{0, 1, 4}));
  EXPECT_EQ(box.ask_for(by_itself({"lime", "green"})), (item_list{0, 1, 2, 4}));
  EXPECT_EQ(box.ask_for(by_itself({"pink"})), box.all()) << "no item has it";
  box.models.models[0].kind = model::find_model_kind("RANDOM");
  EXPECT_EQ(box.ask_for(by_itself({"lime"})), box.all()) << "only popularity and collaborative models";
}

TEST(submodels, values_under_a_key_are_groups_of_their_own_up_to_fifty_of_them) {
  colourful_shop box;
  box.models.models[0].definition.submodels.clear();
  const auto refusal = [&] { return box.refusal_of("color"); };
  const auto tell_colours = [&](std::size_t count) {
    catalog::catalogue_editor editor({});
    for (std::size_t item = 0; item < count; ++item)
      colourful_shop::put(editor, static_cast<item_index>(item),
                          {item == 0 ? "lime" : "colour " + std::to_string(item)}, 100);
    box.told = editor.finish();
  };
  tell_colours(50);
  EXPECT_EQ(refusal(), "");
  tell_colours(51);
  EXPECT_EQ(refusal(), "items have more than 50 different values under it");
}

TEST(submodels, what_no_model_can_make_a_group_of_is_refused) {
  colourful_shop box;
  EXPECT_EQ(box.refusal_of("color"), "") << "white is in no group";
  EXPECT_EQ(box.refusal_of("width"), "no item has a NOMINAL value under it");
  EXPECT_EQ(box.refusal_of("size"), "no item has a NOMINAL value under it");
  auto& of = box.models.models[0].definition;
  of.submodels[0].groups.push_back({{"white"}});
  EXPECT_EQ(box.refusal_of("color"), "all its values are in groups of the model");
  of.type = "RANDOM";
  EXPECT_EQ(box.refusal_of("color"),
            "no model that the scenario asks for submodels is of popularity or collaborative");
}

TEST(submodels, a_part_is_the_list_of_all_filtered) {
  colourful_shop box;
  catalog::catalogue_editor editor(box.told);
  for (item_index item = 0; item < 100; ++item)
    colourful_shop::put(editor, item, {item % 3 == 0 ? "lime" : item % 3 == 1 ? "sand" : "white"}, 100);
  box.told = editor.finish();
  std::vector<model::scored_item> list;
  for (item_index item = 0; item < 100; ++item)
    list.push_back({item, static_cast<float>(item * 37 % 101 + 1), 0});
  box.models.models.clear();
  box.add_list("top", list);
  box.models.models[0].definition.submodels = {{"color", {{{"lime"}}, {{"sand"}}}, {}},
                                               {"width", {}, {{10, 20}, {20, 60}}}};
  const auto expected = [&](auto wanted) {
    auto sorted = list;
    std::ranges::stable_sort(sorted, std::ranges::greater(), &model::scored_item::score);
    item_list best;
    for (const auto& each : sorted)
      if (wanted(each.item) && best.size() < 10) best.push_back(each.item);
    return best;
  };
  EXPECT_EQ(box.ask_for({{"color", {"lime", "sand"}}}), expected([](item_index i) { return i % 3 != 2; }));
  EXPECT_EQ(box.ask_for({{"width", {"60"}}}), expected([](item_index i) { return i >= 20 && i <= 60; }));
  EXPECT_EQ(box.ask_for({{"color", {"sand"}}, {"width", {"10"}}}),
            expected([](item_index i) { return i % 3 == 1 && i >= 10 && i < 20; }));
}

}  // namespace
}  // namespace footfall::test
