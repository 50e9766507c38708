// Attributes of users by which requests prefer what others like: no setting has to name them.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace footfall::test {
namespace {

// Whoever looks at 1 looks at 2 next, but the Germans anna, ben and carl at 3; dora, who is German, too, did
// nothing yet.
struct shop_of_countries : test_shop {
  shop_of_countries() {
    for (const auto* somebody : {"a", "b", "c", "d"}) click(somebody, {1, 2});
    click("e", {4, 5});
    std::string users = "<users>";
    for (const auto* german : {"anna", "ben", "carl", "dora"}) {
      if (german != std::string_view("dora")) click(german, {1, 3});
      users += "<user id=\"" + std::string(german) +
               R"("><attributes><attribute key="country" value="DE"/></attributes></user>)";
    }
    EXPECT_LT(send(http::method::post, "/api/00000/crm/user", users + "</users>", license).status, 300);
    events();
    build();
  }
  void click(std::string_view user, std::initializer_list<int> items) {
    for (const auto item : items) get("/api/00000/click/" + std::string(user) + "/1/" + std::to_string(item));
  }
  void build() {
    EXPECT_TRUE(builder.run_once());
    time.advance_ms(2000);
  }
  nlohmann::json ask(std::string_view user) {
    const auto target = "/api/v2/00000/" + std::string(user) +
                        "/also_clicked.json?contextitems=1&userattribute=country&explain=true";
    return nlohmann::json::parse(send(http::method::get, target, "", license).body);
  }
  static int first_of(const nlohmann::json& answer) {
    return answer.at("recommendationItems").at(0).at("itemId").get<int>();
  }
  static std::string part_of(const nlohmann::json& answer, std::string_view model) {
    for (const auto& each : answer.at("explanation").at("stages").at(0).at("models"))
      if (each.at("model") == model) return each.value("part", "");
    return "not asked";
  }
  std::vector<std::pair<std::string, std::string>> license{
      {"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
};

TEST(preferred_attributes, act_from_the_round_of_the_models_after_the_first_request_on) {
  shop_of_countries shop;
  const auto at_first = shop.ask("dora");
  EXPECT_EQ(shop.first_of(at_first), 2);
  EXPECT_EQ(shop.part_of(at_first, "also_clicked"), "");
  shop.build();
  const auto then = shop.ask("dora");
  EXPECT_EQ(shop.first_of(then), 3) << then.dump(1);
  EXPECT_EQ(shop.part_of(then, "also_clicked"), "country=DE");
  EXPECT_EQ(shop.first_of(shop.ask("nobody")), 2) << "of whom nothing is said";
}

TEST(preferred_attributes, that_the_user_does_not_have_are_not_remembered) {
  shop_of_countries shop;
  shop.ask("nobody");
  EXPECT_TRUE(shop.owner->attributes_asked_for.known(shop.time.wall_ms()).empty());
  shop.ask("dora");
  EXPECT_EQ(shop.owner->attributes_asked_for.known(shop.time.wall_ms()), std::vector<std::string>{"country"});
}

}  // namespace
}  // namespace footfall::test
