// Parts of models by attributes of items, by segments and attributes of users, and by the time of the day.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall::test {
namespace {

using id_list = std::vector<std::int64_t>;
const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

constexpr auto configuration = R"({"customers": {"00000": {
  "license_key": "67890-1234-5678-90123-4567", "choose_weights": false, "dynamic_submodels": true,
  "time_slots": [{"from": "00:00", "to": "24:00"}],
  "models": [{"id": "mine", "type": "POPULARITY_LONG_CLICK", "user_attributes": ["country"],
    "submodels": [{"key": "color", "groups": [{"values": ["lime", "green"]}, {"values": ["sand"]}]},
                  {"key": "price", "intervals": [{"from": 0, "to": 50}, {"from": 50, "to": 100}]}],
    "segment_groups": [{"id": "gold", "parts": [{"segments": ["7", "11"]}]}]}],
  "scenarios": [
    {"id": "parts", "stages": [{"models": [{"model": "mine", "data": "submodels"}]}]},
    {"id": "segments", "stages": [{"models": [{"model": "mine", "data": "segments"}]}]}]}}})";

void put(shop& site, std::string_view path, const std::string& body) {
  const auto answer = site.visitor().request("POST", path, body, license);
  if (answer.status >= 300) throw std::runtime_error(answer.body);
}

std::string item(int id, std::string_view color, int price) {
  return "<item id=\"" + std::to_string(id) + "\" type=\"1\"><price currency=\"EUR\">" +
         std::to_string(price) + "</price><attributes><attribute key=\"color\" value=\"" +
         std::string(color) + "\"/></attributes></item>";
}

std::string user(std::string_view id, std::string_view attributes) {
  return "<user id=\"" + std::string(id) + "\"><attributes>" + std::string(attributes) +
         "</attributes></user>";
}

// Of items 1 to 4 the first is clicked most. Anna and ben are of segments 7 and 11 and from Germany, and
// clicked 3 and 4.
struct shop_of_parts : shop {
  shop_of_parts() : shop({.configuration = configuration}) {
    track_sessions({{1, 2}, {1, 2}, {1, 2}, {1}, {1}, {3}});
    for (const auto* target :
         {"/api/00000/click/anna/1/4", "/api/00000/click/ben/1/4", "/api/00000/click/ben/1/3",
          "/api/00000/click/carl/1/2", "/api/00000/click/carl/1/4"})
      track(target);
    put(*this, "/api/00000/item",
        "<items version=\"1\">" + item(1, "white", 9900) + item(2, "lime", 4999) + item(3, "green", 5000) +
            item(4, "lime", 20000) + "</items>");
    const std::string gold = R"(<attribute key="segment" value="7"/><attribute key="segment" value="11"/>)";
    const std::string german = R"(<attribute key="country" value="DE"/>)";
    put(*this, "/api/00000/crm/user",
        "<users>" + user("anna", gold + german) + user("ben", gold + german) +
            user("carl", R"(<attribute key="segment" value="7"/>)") + user("dora", german) + "</users>");
    build_models();
  }
  id_list ask(std::string_view scenario, std::string_view who = "somebody", std::string_view query = "") {
    return item_ids(recommend("/api/v2/00000/" + std::string(who) + "/" + std::string(scenario) + ".json?" +
                              std::string(query)));
  }
};

TEST(parts_of_models, a_request_asks_for_a_colour_a_price_or_both) {
  shop_of_parts site;
  EXPECT_EQ(site.ask("parts"), (id_list{1, 2, 4, 3}));
  EXPECT_EQ(site.ask("parts", "somebody", "color=green"), (id_list{2, 4, 3}));
  EXPECT_EQ(site.ask("parts", "somebody", "color=lime&price=49.99"), id_list{2});
  EXPECT_EQ(site.ask("parts", "somebody", "price-range=50:100"), (id_list{1, 3}));
  EXPECT_EQ(site.ask("parts", "somebody", "color=sand"), id_list{});
  EXPECT_EQ(site.ask("parts", "somebody", "color=pink"), (id_list{1, 2, 4, 3}));
  const auto explained = nlohmann::json::parse(
      site.visitor().request("GET", "/api/v2/00000/x/parts.json?color=lime&explain=true", "", license).body);
  EXPECT_EQ(explained.at("explanation").at("stages")[0].at("models")[0].at("part"), "color=lime");
}

TEST(parts_of_models, an_item_that_changes_its_colour_changes_its_part_with_the_next_request) {
  shop_of_parts site;
  put(site, "/api/00000/item", "<items version=\"1\">" + item(1, "green", 9900) + "</items>");
  EXPECT_EQ(site.ask("parts", "somebody", "color=lime"), (id_list{1, 2, 4, 3}));
}

TEST(parts_of_models, a_request_may_ask_for_values_that_nobody_has_configured) {
  shop_of_parts site;
  EXPECT_EQ(site.ask("parts", "somebody", "color=white"), (id_list{1, 2, 4, 3}));
  EXPECT_EQ(site.ask("parts", "somebody", "*color=white"), id_list{1});
  EXPECT_EQ(site.ask("parts", "somebody", "color=white"), id_list{1}) << "from then on";
  put(site, "/api/00000/item", "<items version=\"1\">" + item(3, "violet", 5000) + "</items>");
  EXPECT_EQ(site.ask("parts", "somebody", "color=violet"), id_list{3}) << "an import has brought it";
  site.server.stop();
  site.start_again();
  EXPECT_EQ(site.ask("parts", "somebody", "color=white"), id_list{1}) << "after a start, too";
}

TEST(parts_of_models, what_a_request_may_not_ask_for_is_answered_by_the_whole_model_and_explained) {
  shop_of_parts site;
  const auto reason_of = [&](std::string_view query) {
    const auto answer = nlohmann::json::parse(
        site.visitor()
            .request("GET", "/api/v2/00000/x/parts.json?explain=true&" + std::string(query), "", license)
            .body);
    const auto& refused = answer.at("explanation").at("refusedKeys");
    return refused.empty() ? std::string() : refused[0].at("reason").get<std::string>();
  };
  EXPECT_EQ(site.ask("parts", "somebody", "*size=10"), (id_list{1, 2, 4, 3}));
  EXPECT_EQ(reason_of("*size=10"), "no item has a NOMINAL value under it");
  EXPECT_EQ(reason_of("*color=white"), "");
  EXPECT_EQ(reason_of("size=10"), "") << "nobody wants it to be a part";
  std::string patterns;
  for (int id = 100; id < 151; ++id)
    patterns += "<item id=\"" + std::to_string(id) +
                "\" type=\"1\"><attributes><attribute key=\"pattern\" value=\"" + std::to_string(id) +
                "\" type=\"NOMINAL\"/></attributes></item>";
  put(site, "/api/00000/item", "<items version=\"1\">" + patterns + "</items>");
  EXPECT_EQ(reason_of("*pattern=100"), "items have more than 50 different values under it");
}

TEST(parts_of_models, segments_of_the_request_or_of_the_user_show_what_such_users_clicked) {
  shop_of_parts site;
  EXPECT_EQ(site.ask("segments"), (id_list{1, 2, 4, 3}));
  EXPECT_EQ(site.ask("segments", "somebody", "segments=7,11"), (id_list{4, 3}));
  EXPECT_EQ(site.ask("segments", "somebody", "segments=7"), (id_list{1, 2, 4, 3})) << "not all of the group";
  EXPECT_EQ(site.ask("segments", "anna"), (id_list{4, 3}));
  EXPECT_EQ(site.ask("segments", "carl", "segments=11"), (id_list{4, 3}));
}

TEST(parts_of_models, users_with_the_same_attribute_and_the_time_of_the_day_are_preferred_not_required) {
  shop_of_parts site;
  const auto german = site.ask("parts", "dora", "userattribute=country");
  EXPECT_EQ(german.size(), 4U);
  EXPECT_EQ(site.ask("parts", "somebody", "userattribute=country"), (id_list{1, 2, 4, 3}));
  EXPECT_EQ(site.ask("parts", "somebody", "usetimeslot=true").size(), 4U);
  EXPECT_EQ(site.visitor().get("/api/v2/00000/x/parts.json?usetimeslot=perhaps").status, 400);
  const auto explained = nlohmann::json::parse(
      site.visitor()
          .request("GET", "/api/v2/00000/dora/parts.json?userattribute=country&usetimeslot=1&explain=true",
                   "", license)
          .body);
  EXPECT_EQ(explained.at("explanation").at("stages")[0].at("models")[0].at("part"),
            "country=DE; 00:00-24:00");
}

TEST(parts_of_models, are_there_again_soon_after_a_start) {
  shop_of_parts site;
  site.server.stop();
  site.start_again();
  site.build_models();
  EXPECT_EQ(site.ask("segments", "somebody", "segments=7,11"), (id_list{4, 3}));
}

}  // namespace
}  // namespace footfall::test
