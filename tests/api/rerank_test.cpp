// A list of items in the order in which a user likes them: what is said of user and items counts, too.
#include "footfall/catalog/catalogue.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {
namespace {

using nlohmann::json;

/// Items 1, 2 and 3 by their clicks, 1 first; 3 is blue.
struct told_shop : test_shop {
  told_shop() {
    for (const auto* clicked : {"a/1/1", "b/1/1", "c/1/1", "a/1/2", "b/1/2", "a/1/3"})
      get("/api/00000/click/" + std::string(clicked));
    events();
    EXPECT_TRUE(builder.run_once());
    catalog::catalogue_editor editor(nullptr);
    catalog::item blue;
    blue.title = "Blue";
    blue.attribute("colour", catalog::attribute_type::nominal).texts = {"blue"};
    editor.put(*owner->items.find({1, 3, {}}), blue);
    owner->catalogue.publish(editor.finish());
  }
  json ask(const std::string& query) {
    const auto answer = post("/api/v2/00000/anna/rerank.json" + query, R"({"items": [1, 2, 3, 77]})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).at("recommendationItems");
  }
};

TEST(rerank, obeys_boosts_by_what_the_customer_says_of_the_user) {
  told_shop shop;
  auto settings = *shop.owner->settings.load();
  for (auto& each : settings.scenarios.edit())
    if (each.id == "popular")
      each.boosts.push_back(
          {.by = "user", .places = 5, .attribute = "colour", .user_attribute = "favourite"});
  shop.owner->change_settings(boost::make_shared<const customer::customer_settings>(settings));
  EXPECT_EQ(shop.ask("?scenario=popular").at(0).at("itemId"), 1);
  shop.owner->user_attributes.put(shop.hasher.hash("00000", "anna"), "crm",
                                  {"anna", {{"favourite", "blue", {}}}});
  EXPECT_EQ(shop.ask("?scenario=popular").at(0).at("itemId"), 3);
}

TEST(rerank, shows_the_attributes_that_are_asked_for_of_every_item) {
  told_shop shop;
  const auto items = shop.ask("?scenario=popular&attribute=title");
  ASSERT_EQ(items.size(), 4U);
  for (const auto& each : items) {
    const auto& title = each.at("attributes").at(0);
    EXPECT_EQ(title.at("key"), "title");
    EXPECT_EQ(title.at("values"), each.at("itemId") == 3 ? json({"Blue"}) : json::array());
  }
}

}  // namespace
}  // namespace footfall::test
