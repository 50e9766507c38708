// What users of a segment, users with the same attribute, and an hour of the day change in an answer.
#include "recommend/slice_views.hpp"

#include "model/slice_rows.hpp"
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using item_list = std::vector<item_index>;
using strings = std::vector<std::string>;
using values = std::vector<recommend::user_value>;
constexpr auto segments = recommend::model_data::segments;

// Items 0..3 in this order by popularity. The group `gold` did something with 3 and 1, Germans with 2 alone.
struct sliced_box : shop {
  static constexpr std::int64_t now_ms = 1'000'000'000'000;
  sliced_box() {
    add_list("top", {{0, 40, 0}, {1, 30, 0}, {2, 20, 0}, {3, 10, 0}});
    add_stage({{.model = "top", .data = segments}});
    auto& top = models.models[0];
    top.definition.segment_groups = {{"gold", {{"and", {"7", "11"}}}}, {"empty", {{"and", {"8"}}}}};
    top.definition.user_attributes = {"country"};
    top.slices =
        boost::make_shared<const model::model_slices>(model::model_slices{{"gold", {1, 3}, {1, 200}, 201},
                                                                          {"empty", {}, {}, 0},
                                                                          {"country=DE", {2}, {500}, 500},
                                                                          {"09:00-12:00", {3}, {1e6F}, 1e6}});
  }
  [[nodiscard]] recommend::recommendation ask_with(const recommend::query& question, const values& said = {},
                                                   std::string_view slot = {},
                                                   recommend::answer_record* record = nullptr) const {
    return recommend::recommend(question, {.plan = plan,
                                           .models = models,
                                           .items = items,
                                           .history = {},
                                           .now_ms = now_ms,
                                           .record = record,
                                           .user_values = said,
                                           .time_slot = slot})
        .value();
  }
  [[nodiscard]] item_list ask_as(std::vector<std::string> of, const values& said = {}) const {
    auto question = about({});
    question.segments = std::move(of);
    return items_of(ask_with(question, said));
  }
};

TEST(slice_views, a_group_of_segments_shows_only_what_its_users_did) {
  const sliced_box box;
  EXPECT_EQ(box.ask_as({"7", "11"}), (item_list{3, 1}));
  EXPECT_EQ(box.ask_as({"7"}, {{"segment", "11"}}), (item_list{3, 1})) << "the customer says the rest";
  EXPECT_EQ(box.ask_as({}, {{"segment", "7"}, {"segment", "11"}}), (item_list{3, 1}));
}

TEST(slice_views, the_whole_model_answers_where_no_group_is_true_or_nobody_of_it_did_anything) {
  sliced_box box;
  const item_list all{0, 1, 2, 3};
  EXPECT_EQ(box.ask_as({}), all);
  EXPECT_EQ(box.ask_as({"7"}), all);
  EXPECT_EQ(box.ask_as({"8"}), all);
  box.plan.stages[0].models[0].data = recommend::model_data::none;
  EXPECT_EQ(box.ask_as({"7", "11"}), all);
  box.plan.stages[0].models[0].data = segments;
  box.models.models[0].slices = nullptr;
  EXPECT_EQ(box.ask_as({"7", "11"}), all);
}

// Items 0 and 1 are 587 and 588 of the documents, whose events carry these segments; 2 is nowhere.
struct carried_box : sliced_box {
  profile::segment_log happened;

  carried_box(const strings& of_first, const strings& of_second) {
    models.models[0].definition.segment_groups.clear();
    const model::model_slices slices{{"segments=a", {0}, {5}, 5, {}, carry(0, of_first)},
                                     {"segments=b", {1}, {9}, 9, {}, carry(1, of_second)}};
    models.models[0].slices = boost::make_shared<const model::model_slices>(slices);
  }
  strings carry(item_index item, const strings& some, std::int64_t time_ms = now_ms - 1000) {
    std::string list;
    strings facts;
    for (const auto& each : some) {
      list += each + ",";
      facts.push_back("segment=" + each);
    }
    events::event stored;
    stored.type = events::event_type::click;
    stored.time_ms = time_ms;
    happened.apply(stored, item, list);
    std::ranges::sort(facts);
    return facts;
  }
  [[nodiscard]] item_list ask_of(strings some, std::string* text = nullptr) const {
    auto question = about({});
    question.segments = std::move(some);
    recommend::answer_record record;
    auto found = items_of(recommend::recommend(question, {.plan = plan,
                                                          .models = models,
                                                          .items = items,
                                                          .history = {},
                                                          .now_ms = now_ms,
                                                          .record = &record,
                                                          .happened = &happened})
                              .value());
    if (text != nullptr) *text = record.stages.at(0).models.at(0).part;
    std::ranges::sort(found);
    return found;
  }
};

TEST(slice_views, the_first_example_of_the_documents_a_group_of_all) {
  carried_box box({"7", "11", "14"}, {"7", "9", "11", "14"});
  box.models.models[0].definition.segment_groups = {{"all", {{"and", {"7", "11", "14"}}}}};
  std::string text;
  EXPECT_EQ(box.ask_of({"7", "11", "14"}, &text), (item_list{0, 1}));
  EXPECT_EQ(text, "all");
}

TEST(slice_views, the_second_example_of_the_documents_a_group_with_any_inside) {
  carried_box box({"7", "8", "10"}, {"7", "9", "11", "14"});
  box.models.models[0].definition.segment_groups = {
      {"nested", {{"and", {"7"}}, {"or", {"10", "11"}}, {"and", {"8"}}}}};
  EXPECT_EQ(box.ask_of({"7", "8", "10", "11"}), (item_list{0}));
}

TEST(slice_views, where_no_group_is_true_events_count_that_carry_all_segments_of_the_request) {
  carried_box box({"7", "11"}, {"7", "9"});
  std::string text;
  EXPECT_EQ(box.ask_of({"7"}, &text), (item_list{0, 1}));
  EXPECT_EQ(text, "segment=7");
  EXPECT_EQ(box.ask_of({"9", "7"}), (item_list{1}));
  EXPECT_EQ(box.ask_of({"11", "9"}), (item_list{0, 1, 2, 3})) << "no event has both: the whole model";
  box.models.models[0].definition.segment_groups = {{"other", {{"and", {"8"}}}}};
  EXPECT_EQ(box.ask_of({"9", "7"}), (item_list{1}));
}

TEST(slice_views, segments_that_nothing_has_come_of_for_long_are_passed_over) {
  carried_box box({"7", "11"}, {"7", "9"});
  box.carry(0, {"old"}, sliced_box::now_ms - 31 * std::int64_t{86'400'000});
  EXPECT_EQ(box.ask_of({"9", "old", "unknown"}), (item_list{1}));
  EXPECT_EQ(box.ask_of({"old"}), (item_list{0, 1, 2, 3}));
  box.models.models[0].definition.segment_groups = {{"olds", {{"and", {"old"}}}}};
  EXPECT_EQ(box.ask_of({"old"}), (item_list{0, 1, 2, 3})) << "its group is not true";
}

TEST(slice_views, what_a_company_needs_takes_exactly_one_segment) {
  carried_box box({"7"}, {"9"});
  box.plan.stages = {{.models = {{.model = "company"}}}};
  const auto definition = model::default_definition("company", "B2B_LAST_CLICK");
  model::event_history nothing;
  box.models = *model::build_models({&definition, 1}, {.history = nothing, .items = box.items});
  EXPECT_EQ(box.ask_of({"9"}), item_list{1});
  EXPECT_EQ(box.ask_of({"8"}), item_list{}) << "nobody of it did anything";
  for (const strings& wrong : {strings{}, strings{"7", "9"}}) {
    recommend::query question;
    question.segments = wrong;
    const auto refused = recommend::recommend(
        question, {.plan = box.plan, .models = box.models, .items = box.items, .history = {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), error::nothing_possible);
    EXPECT_NE(refused.error().detail().find("exactly one segment"), std::string::npos);
  }
}

TEST(slice_views, attributes_of_the_user_and_the_hour_prefer_and_leave_nothing_out) {
  const sliced_box box;
  auto question = box.about({});
  question.user_attributes = {"country", "age"};
  EXPECT_EQ(items_of(box.ask_with(question, {{"country", "DE"}})), (item_list{2, 0, 1, 3}));
  EXPECT_EQ(items_of(box.ask_with(question, {{"country", "FR"}})), (item_list{0, 1, 2, 3}));
  EXPECT_EQ(items_of(box.ask_with(box.about({}), {{"country", "DE"}})), (item_list{0, 1, 2, 3}));
  question.user_attributes.clear();
  EXPECT_EQ(items_of(box.ask_with(question, {}, "09:00-12:00")), (item_list{0, 1, 2, 3}));
  question.prefers_time_slot = true;
  EXPECT_EQ(items_of(box.ask_with(question, {}, "09:00-12:00")), (item_list{3, 0, 1, 2}));
  EXPECT_EQ(items_of(box.ask_with(question, {}, "")), (item_list{0, 1, 2, 3}));
}

TEST(slice_views, what_users_with_a_value_did_can_be_asked_for_as_a_part_of_the_model) {
  sliced_box box;
  const item_list all{0, 1, 2, 3};
  auto question = box.about({});
  question.selectors = {{"country", {"DE"}}};
  EXPECT_EQ(items_of(box.ask_with(question)), all) << "the box asks for no parts";
  box.plan.stages[0].models[0].data = recommend::model_data::submodels;
  EXPECT_EQ(items_of(box.ask_with(question)), item_list{2});
  EXPECT_EQ(box.ask_with(question).fresh.turned_ms, sliced_box::now_ms);
  question.selectors = {{"country", {"AT", "DE"}}};
  EXPECT_EQ(items_of(box.ask_with(question)), item_list{2}) << "values are alternatives";
  recommend::answer_record record;
  static_cast<void>(box.ask_with(question, {}, {}, &record));
  EXPECT_EQ(record.stages.at(0).models.at(0).part, "country=DE");
  for (const auto* nobody : {"AT", "DE,AT"}) {
    question.selectors = {{"country", {nobody}}};
    EXPECT_EQ(items_of(box.ask_with(question)), all) << nobody;
  }
  question.selectors = {{"age", {"DE"}}};
  EXPECT_EQ(items_of(box.ask_with(question)), all) << "the model knows nothing by it";
}

TEST(slice_views, values_of_users_that_mean_the_same_are_groups_of_a_submodel) {
  sliced_box box;
  auto& top = box.models.models[0];
  top.definition.user_attributes.clear();
  top.definition.submodels = {{"country", {{{"DE", "AT"}}, {{"FR"}}}, {}, "USER"},
                              {"age", {}, {{0, 30}, {30, 100}}, "USER"}};
  auto slices = *top.slices;
  slices.push_back({"country=AT", {3}, {7}, 7});
  slices.push_back({"country=CH", {0}, {7}, 7});
  slices.push_back({"age=29.5", {1}, {7}, 7});
  slices.push_back({"age=30", {0, 1}, {7, 7}, 14});
  slices.push_back({"age=old", {2}, {7}, 7});
  top.slices = boost::make_shared<const model::model_slices>(std::move(slices));
  box.plan.stages[0].models[0].data = recommend::model_data::submodels;
  const item_list all{0, 1, 2, 3};
  const auto ask = [&](recommend::attribute_selector by, std::string* text = nullptr) {
    auto question = box.about({});
    question.selectors = {std::move(by)};
    recommend::answer_record record;
    auto found = items_of(box.ask_with(question, {}, {}, &record));
    if (text != nullptr) *text = record.stages.at(0).models.at(0).part;
    std::ranges::sort(found);
    return found;
  };
  std::string text;
  EXPECT_EQ(ask({"country", {"AT"}}, &text), (item_list{2, 3}));
  EXPECT_EQ(text, "country=DE; country=AT");
  EXPECT_EQ(ask({"country", {"FR"}}), all) << "of whom nobody did anything";
  EXPECT_EQ(ask({"country", {"CH"}}), all) << "in no group";
  EXPECT_EQ(ask({"country", {"CH", "DE"}}), (item_list{2, 3}));
  EXPECT_EQ(ask({"age", {"12"}}), item_list{1});
  EXPECT_EQ(ask({"age", {}, {{30, 100}}}), (item_list{0, 1}));
  EXPECT_EQ(ask({"age", {"old"}}), all);
}

TEST(slice_views, parts_by_several_attributes_of_users_are_an_intersection) {
  sliced_box box;
  auto& top = box.models.models[0];
  top.definition.user_attributes = {"country", "age"};
  auto slices = *top.slices;
  slices.push_back({"age=30", {1, 2}, {7, 7}, 14});
  slices.push_back({"age=40", {1}, {7}, 7});
  top.slices = boost::make_shared<const model::model_slices>(std::move(slices));
  box.add_neighbours("also", {{9, {{0, 3.0F}, {1, 2.0F}, {2, 1.0F}}}});
  box.models.models[1].definition.user_attributes = box.models.models[0].definition.user_attributes;
  box.models.models[1].slices = box.models.models[0].slices;
  for (const auto* model : {"top", "also"}) {
    box.plan.stages = {{.models = {{.model = model, .data = recommend::model_data::submodels}}}};
    auto question = box.about({9});
    question.selectors = {{"country", {"DE"}}, {"age", {"30"}}};
    EXPECT_EQ(items_of(box.ask_with(question)), item_list{2}) << model;
    question.selectors = {{"country", {"DE"}}, {"age", {"40"}}};
    EXPECT_EQ(items_of(box.ask_with(question)), item_list{}) << model;
    question.selectors = {{"age", {"30", "40"}}};
    EXPECT_EQ(items_of(box.ask_with(question)).size(), 2U) << model;
  }
}

TEST(slice_views, filters_hold_and_the_record_says_what_was_looked_at) {
  const sliced_box box;
  auto question = box.about({3});
  question.segments = {"7", "11"};
  recommend::answer_record record;
  EXPECT_EQ(items_of(box.ask_with(question, {}, {}, &record)), item_list{1});
  EXPECT_EQ(record.stages.at(0).models.at(0).part, "gold");
}

TEST(slice_views, models_with_context_show_what_of_theirs_the_group_did) {
  sliced_box box;
  box.add_neighbours("also", {{9, {{0, 3.0F}, {1, 2.0F}, {2, 1.0F}}}});
  box.models.models[1].definition.segment_groups = box.models.models[0].definition.segment_groups;
  box.models.models[1].slices = box.models.models[0].slices;
  box.plan.stages = {{.models = {{.model = "also", .data = segments}}}};
  auto question = box.about({9});
  question.segments = {"7", "11"};
  EXPECT_EQ(items_of(box.ask_with(question)), item_list{1});
}

// Of item 9 the whole log knows 0 better than 1; the one German who saw 9 saw 1 next.
struct box_with_rows : sliced_box {
  explicit box_with_rows(recommend::model_data data) {
    add_neighbours("also", {{9, {{0, 0.10F}, {1, 0.08F}}}});
    plan.stages = {{.models = {{.model = "also", .data = data}}}};
    auto rows = boost::make_shared<model::slice_rows>();
    rows->sessions.add(std::vector<item_index>{1, 0}, 0);
    rows->sessions.index(500);
    rows->held_back = {1, 1};
    model::model_slice german{.name = "country=DE", .items = {1, 9}, .amounts = {}, .total = 1};
    german.rows = rows;
    model::model_slice empty{.name = "country=FR", .items = {}, .amounts = {}};
    empty.rows = boost::make_shared<const model::slice_rows>();
    auto& also = models.models[1];
    also.definition.user_attributes = {"country"};
    also.slices = boost::make_shared<const model::model_slices>(model::model_slices{german, empty});
  }
  [[nodiscard]] item_list ask(const values& said, std::string* text = nullptr) const {
    auto question = about({9});
    question.user_attributes = {"country"};
    recommend::answer_record record;
    auto found = items_of(ask_with(question, said, {}, &record));
    if (text != nullptr) *text = record.stages.at(0).models.at(0).part;
    return found;
  }
};

TEST(slice_views, models_with_context_lean_on_users_with_the_same_value_and_say_so) {
  const box_with_rows box(recommend::model_data::none);
  std::string text;
  EXPECT_EQ(box.ask({{"country", "DE"}}, &text), (item_list{1, 0}));
  EXPECT_EQ(text, "country=DE");
  EXPECT_EQ(box.ask({}, &text), (item_list{0, 1})) << "of whom nothing is known";
  EXPECT_EQ(text, "");
  EXPECT_EQ(box.ask({{"country", "AT"}}), (item_list{0, 1})) << "what nobody has";
  EXPECT_EQ(box.ask({{"country", "FR"}}, &text), (item_list{0, 1})) << "of whom nobody did anything";
  EXPECT_EQ(text, "");
}

TEST(slice_views, models_with_context_have_parts_of_what_users_with_a_value_did) {
  const box_with_rows box(recommend::model_data::submodels);
  auto question = box.about({9});
  question.selectors = {{"country", {"DE"}}};
  EXPECT_EQ(items_of(box.ask_with(question)), item_list{1});
  question.selectors = {{"country", {"FR"}}};
  EXPECT_EQ(items_of(box.ask_with(question)), (item_list{0, 1}));
}

TEST(slice_views, such_answers_are_of_the_user_and_of_this_moment) {
  sliced_box box;
  EXPECT_EQ(box.ask_with({}).fresh.turned_ms, sliced_box::now_ms);
  EXPECT_TRUE(is_about_user({}, box.plan));
  box.plan.stages[0].models[0].data = recommend::model_data::none;
  EXPECT_FALSE(is_about_user({}, box.plan));
  recommend::query question;
  question.user_attributes = {"country"};
  EXPECT_TRUE(is_about_user(question, box.plan));
}

}  // namespace
}  // namespace footfall::test
