// What is suggested to somebody who is typing (protocol part E).
#include "test_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

struct searched_shop : test_shop {
  explicit searched_shop(customer::customer_settings settings = {}) : test_shop(std::move(settings)) {
    put(12, "Red tea pot", "Teahouse", 1234);
    put(13, "Teak chair", "Tectona", 9900);
    put(14, "Tea for nobody", "Teahouse", 100, false);
    EXPECT_TRUE(builder.run_once());
  }
  void put(std::uint32_t id, const char* title, const char* brand, std::int64_t price_minor,
           bool visible = true) {
    catalog::item told;
    told.title = title;
    told.brand = brand;
    told.link = "https://shop.example/" + std::to_string(id);
    told.price = text::price{price_minor, {}};
    told.categories = {{"Home", title}};
    told.visible = visible;
    catalog::catalogue_editor editor(owner->catalogue.load());
    editor.put(*owner->items.add({1, id, {}}), told);
    owner->catalogue.publish(editor.finish());
  }
  std::string ask(const std::string& query) {
    return get("/api/v4/search/00000/get_suggestions.jsonp?" + query).body;
  }
};

TEST(suggestions, are_the_datasets_that_were_asked_for_in_the_shape_that_pages_know) {
  searched_shop shop;
  EXPECT_EQ(shop.ask("q=tea&item=5&jsonpCallback=show"),
            R"(show({"ITEM":[{"title":"Red tea pot","url":"https://shop.example/12","price":"12.34EUR",)"
            R"("yc_score":1},{"title":"Teak chair","url":"https://shop.example/13","price":"99.00EUR",)"
            R"("yc_score":2}]}, 200))");
  EXPECT_EQ(shop.ask("q=te&vendor=1&category=5"),
            R"(jsonpCallback({"CATEGORY":[{"title":"Red tea pot","path":"Home/Red tea pot","yc_score":1},)"
            R"({"title":"Tea for nobody","path":"Home/Tea for nobody","yc_score":2},)"
            R"({"title":"Teak chair","path":"Home/Teak chair","yc_score":3}],)"
            R"("VENDOR":[{"title":"Teahouse","path":"Teahouse","yc_score":1}]}, 200))");
}

TEST(suggestions, without_datasets_are_items_and_attributes_come_with_them) {
  searched_shop shop;
  EXPECT_EQ(shop.ask("q=chair&attribute=brand"),
            R"(jsonpCallback({"ITEM":[{"brand":"Tectona","title":"Teak chair",)"
            R"("url":"https://shop.example/13","price":"99.00EUR","yc_score":1}]}, 200))");
}

TEST(suggestions, are_none_for_one_letter_another_item_type_or_without_the_switch) {
  searched_shop shop;
  constexpr auto nothing = R"(jsonpCallback({"ITEM":[]}, 200))";
  EXPECT_EQ(shop.ask("q=t"), nothing);
  EXPECT_EQ(shop.ask(""), nothing);
  EXPECT_EQ(shop.ask("q=tea&itemtype=2"), nothing);
  customer::customer_settings settings;
  settings.search_suggestions = false;
  searched_shop silent(settings);
  EXPECT_EQ(silent.ask("q=tea"), nothing);
}

TEST(suggestions, mistakes_are_told_in_the_second_argument_since_pages_see_no_other_status) {
  searched_shop shop;
  const auto answer = shop.get("/api/v4/search/00000/get_suggestions.jsonp?q=tea&item=many");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"(jsonpCallback({"faultMessage":"item: expected a whole number"}, 400))");
  const auto nobody = shop.get("/api/v4/search/99999/get_suggestions.jsonp?q=tea&jsonpCallback=show");
  EXPECT_EQ(nobody.status, 200);
  EXPECT_EQ(nobody.content_type, "application/javascript; charset=utf-8");
  EXPECT_TRUE(nobody.body.starts_with(R"(show({"faultMessage":")")) << nobody.body;
  EXPECT_TRUE(nobody.body.ends_with("\"}, 404)")) << nobody.body;
  EXPECT_EQ(shop.get("/api/v4/search/00000/get_suggestions.jsonp?q=tea&jsonpCallback=alert(1)").status, 400);
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(figures.find(R"(footfall_http_requests_total{route="get_suggestions",status="4xx"} 3)"),
            figures.npos)
      << "operators see what they are";
}

TEST(suggestions, follow_the_catalogue) {
  searched_shop shop;
  shop.put(15, "Samovar", "Teahouse", 100);
  EXPECT_EQ(shop.ask("q=samo"), R"(jsonpCallback({"ITEM":[]}, 200))");
  EXPECT_TRUE(shop.builder.run_once());
  EXPECT_NE(shop.ask("q=samo").find("Samovar"), std::string::npos);
}

TEST(suggestions, are_in_the_order_of_what_is_popular_an_hour_later_at_the_most) {
  constexpr std::int64_t hour_ms = 3'600'000;
  searched_shop shop;
  const auto first_after = [&](std::int64_t ms) {
    shop.time.advance_ms(ms);
    shop.get("/api/00000/click/anna/1/13");
    static_cast<void>(shop.events());
    EXPECT_TRUE(shop.builder.run_once());
    return shop.ask("q=tea&item=1").find("Teak chair") == std::string::npos ? 12 : 13;
  };
  EXPECT_EQ(first_after(hour_ms / 2), 12);
  EXPECT_EQ(first_after(hour_ms / 2), 13);
}

}  // namespace
}  // namespace footfall::test
