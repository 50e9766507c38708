#include "footfall/settings/documents.hpp"

#include "model/co_occurrence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

using settings::document;
using settings::document_kind;

customer::customer_settings shop_managed_by(const std::string& who) {
  customer::customer_settings shop;
  shop.managed_by = who;
  return shop;
}

std::string mistakes_of(const std::vector<document>& documents) {
  std::string all;
  for (const auto& each : settings::with_documents(shop_managed_by("store"), documents).refused_documents)
    all.append(all.empty() ? "" : "\n").append(each.why);
  return all;
}

std::vector<std::string> refused(const customer::customer_settings& with) {
  std::vector<std::string> names;
  for (const auto& each : with.refused_documents) names.push_back(each.name);
  return names;
}

TEST(documents, add_to_the_models_and_scenarios_and_may_name_each_other) {
  const auto with = settings::with_documents(
      shop_managed_by("store"),
      std::vector<document>{
          {document_kind::scenario, "box", R"({"id": "box", "stages": [{"models": ["near"]}]})"},
          {document_kind::model, "near", R"({"id": "near", "type": "CF_I2I_BUY", "damping": 2})"}});
  ASSERT_TRUE(with.refused_documents.empty()) << with.refused_documents.front().why;
  EXPECT_EQ(with.models.back().id, "near");
  EXPECT_EQ(with.models.back()[model::option::damping], 2);
  ASSERT_NE(with.find_scenario("box"), nullptr);
  EXPECT_EQ(with.find_scenario("box")->stages[0].models[0].model, "near");
  EXPECT_EQ(with.scenarios.size(), recommend::built_in_scenarios().size() + 1);
}

TEST(documents, take_the_place_of_what_has_their_id) {
  const auto with = settings::with_documents(
      shop_managed_by("file"),
      std::vector<document>{{document_kind::scenario, "popular",
                             R"({"id": "popular", "stages": [{"models": ["top_rated"]}]})"}});
  ASSERT_TRUE(with.refused_documents.empty()) << with.refused_documents.front().why;
  EXPECT_EQ(with.scenarios.size(), recommend::built_in_scenarios().size());
  EXPECT_EQ(with.find_scenario("popular")->stages[0].models[0].model, "top_rated");
}

TEST(documents, what_the_file_gives_holds_unless_the_store_has_the_say) {
  const std::vector<document> edited{
      {document_kind::scenario, "popular", R"({"id": "popular", "stages": [{"models": ["top_rated"]}]})"}};
  for (const auto* who : {"file", "store"}) {
    auto shop = shop_managed_by(who);
    shop.file_scenarios = {"popular"};
    EXPECT_EQ(settings::belongs_to_file(shop, document_kind::scenario, "popular"), shop.managed_by == "file");
    EXPECT_FALSE(settings::belongs_to_file(shop, document_kind::model, "popular"));
    const auto with = settings::with_documents(shop, edited);
    ASSERT_TRUE(with.refused_documents.empty());
    const bool is_edited = with.find_scenario("popular")->stages[0].models[0].model == "top_rated";
    EXPECT_EQ(is_edited, shop.managed_by == "store");
  }
}

TEST(documents, mistakes_are_told_as_for_the_file_with_kind_and_id) {
  EXPECT_EQ(
      mistakes_of(
          {{document_kind::scenario, "box", R"({"id": "box", "stages": [{"models": ["top_cliked"]}]})"}}),
      "scenario box.stages[0].models[0].model: found \"top_cliked\", expected the id of a model of this "
      "customer; did you mean \"top_clicked\"?");
  EXPECT_EQ(mistakes_of({{document_kind::model, "near", R"({"id": "far", "type": "CF_I2I_BUY"})"}}),
            "model near.id: found \"far\", expected the id of the document");
  EXPECT_EQ(mistakes_of({{document_kind::model, "near", "7"}}), "model near: found 7, expected an object");
  EXPECT_NE(
      mistakes_of({{document_kind::model, "near", R"({"id": "near", "type": "CF_I2I_BUY", "dampin": 1})"}})
          .find("model near.dampin: found an unknown key, expected a known key; did you mean \"damping\"?"),
      std::string::npos);
  EXPECT_NE(mistakes_of({{document_kind::model, "near", "{"}}).find("model near: found "), std::string::npos);
}

TEST(documents, of_too_many_versions_the_oldest_goes_whichever_document_it_is_of) {
  std::vector<settings::document_version> history;
  for (std::size_t made = 0; made + 1 < settings::all_versions_max; ++made)
    history.push_back({static_cast<std::int64_t>(1000 + made),
                       {document_kind::scenario, "gone" + std::to_string(made), ""}});
  const document box{document_kind::scenario, "box", "{}"};
  EXPECT_EQ(settings::document_writes(customer_number{1}, box, 5'000'000, history).size(), 2U);
  history.insert(history.begin() + 100, {999, {document_kind::model, "old", "{}"}});
  const auto writes = settings::document_writes(customer_number{1}, box, 5'000'000, history);
  ASSERT_EQ(writes.size(), 3U);
  EXPECT_EQ(writes.back().what, store::entity_write::action::remove);
  EXPECT_EQ(writes.back().key, "was/model/old/000000000000000999");
}

// Another version of the program may have stored it: it knew other keys, and checked less.
TEST(documents, one_with_a_mistake_is_not_in_force_and_the_others_are) {
  const auto with = settings::with_documents(
      shop_managed_by("store"),
      std::vector<document>{
          {document_kind::model, "near", R"({"id": "near", "type": "CF_I2I_BUY", "key_of_tomorrow": 1})"},
          {document_kind::model, "lately",
           R"({"id": "lately", "type": "CF_I2I_UPHEAVAL_CLICK_CLICK", "maximum_rating_age": "2d"})"},
          {document_kind::model, "good", R"({"id": "good", "type": "CF_I2I_BUY"})"},
          {document_kind::scenario, "old", R"({"id": "old", "stages": [{"models": [{"model": "good",
           "maximum_rating_age": "8d"}]}]})"},
          {document_kind::scenario, "of_near", R"({"id": "of_near", "stages": [{"models": ["near"]}]})"},
          {document_kind::scenario, "box", R"({"id": "box", "stages": [{"models": ["good"]}]})"}});
  EXPECT_EQ(refused(with),
            (std::vector<std::string>{"model near", "model lately", "scenario old", "scenario of_near"}));
  EXPECT_NE(with.refused_documents[0].why.find("key_of_tomorrow: found an unknown key"), std::string::npos);
  EXPECT_NE(with.refused_documents[1].why.find("maximum_rating_age: found \"2d\""), std::string::npos);
  EXPECT_NE(with.refused_documents[2].why.find("maximum_rating_age: found \"8d\""), std::string::npos);
  EXPECT_NE(with.refused_documents[3].why.find("found \"near\""), std::string::npos);
  EXPECT_EQ(with.models.back().id, "good");
  EXPECT_NE(with.find_scenario("box"), nullptr);
  EXPECT_EQ(with.find_scenario("old"), nullptr);
}

TEST(documents, what_the_library_says_holds_where_a_document_in_its_place_is_not_in_force) {
  const auto with = settings::with_documents(
      shop_managed_by("store"),
      std::vector<document>{
          {document_kind::scenario, "popular", "{"},
          {document_kind::model, "top_clicked", R"({"id": "top_clicked", "type": "CF_I2I_CLICK"})"},
          {document_kind::scenario, "box", R"({"id": "box", "stages": [{"models": [{"model":
                             "top_clicked", "context": "none"}]}]})"}});
  EXPECT_EQ(refused(with), (std::vector<std::string>{"scenario popular", "model top_clicked"}));
  EXPECT_EQ(with.models.size(), model::built_in_models().size());
  EXPECT_EQ(with.scenarios.size(), recommend::built_in_scenarios().size() + 1);
  EXPECT_NE(with.find_scenario("box"), nullptr) << "which can use the one of the library";
}

TEST(documents, a_model_that_a_scenario_cannot_use_is_refused) {
  const auto mistakes = mistakes_of(
      {{document_kind::model, "top_clicked", R"({"id": "top_clicked", "type": "CF_I2I_CLICK"})"}});
  EXPECT_NE(mistakes.find("since models of the type CF_I2I_CLICK need context"), std::string::npos)
      << mistakes;
}

// The scenario of the library names both.
TEST(documents, of_the_models_of_a_scenario_only_what_it_cannot_use_is_refused) {
  const auto with = settings::with_documents(
      shop_managed_by("store"),
      std::vector<document>{
          {document_kind::model, "top_clicked", R"({"id": "top_clicked", "type": "CF_I2I_CLICK"})"},
          {document_kind::model, "top_bought", R"({"id": "top_bought", "type": "POPULARITY_LONG_BUY"})"}});
  EXPECT_EQ(refused(with), std::vector<std::string>{"model top_clicked"});
  const auto bought = std::ranges::find(with.models, "top_bought", &model::model_definition::id);
  ASSERT_NE(bought, with.models.end());
  EXPECT_EQ(bought->type, "POPULARITY_LONG_BUY");
}

}  // namespace
}  // namespace footfall::test
