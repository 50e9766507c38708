#include "richrelevance_shop.hpp"

namespace footfall::test {

customer::customer_settings text_ids() {
  customer::customer_settings settings;
  settings.alphanumeric_items = true;
  return settings;
}

catalog::item product(const std::string& id, const std::string& brand, std::int64_t cents) {
  catalog::item made;
  made.id = id;
  made.title = "Product " + id;
  made.link = "http://shop.example/product/" + id;
  made.brand = brand;
  made.price = text::price{cents, {}};
  return made;
}

richrelevance_shop::richrelevance_shop(const customer::customer_settings& settings) : test_shop(settings) {
  api::endpoint_settings with_keys{.public_event_host = "recs.example"};
  auto& own = with_keys.richrelevance["00000"];
  own.api_key = "d4ff21d55a1368fc";
  auto& client = own.applications["42f5962fe3ed493e"];
  client.name = "shop";
  client.secret = "kd94hf93k423kf44";
  own.applications["integration"].environment = "integration";
  own.placements["error_page.*"] = {.scenario = "bestseller"};
  own.messages["personalized"] = {"For you"};
  own.messages["personalized.de"] = {"Für dich"};
  own.placements["home_page.rr1"] = {.scenario = "bestseller"};
  own.click_hosts = {"labs.richrelevance.com"};
  endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(std::move(with_keys)));
}

void richrelevance_shop::put(const std::vector<catalog::item>& products) {
  catalog::catalogue_editor editor(owner->catalogue.load());
  for (const auto& each : products) editor.put(*owner->items.add(events::item_of_id(1, each.id)), each);
  owner->catalogue.publish(editor.finish());
}

http::response richrelevance_shop::call(std::string_view rest) {
  return get("/rrserver/api/rrPlatform/recsForPlacements?" + std::string(keys) +
             "&userId=12345&sessionId=827ccb0eea8a706c4c34a16891f84e7b&" + std::string(rest));
}

http::response richrelevance_shop::call_of_session(std::string_view session, std::string_view rest) {
  return get("/rrserver/api/rrPlatform/recsForPlacements?" + std::string(keys) +
             "&userId=&sessionId=" + std::string(session) + "&" + std::string(rest));
}

nlohmann::json richrelevance_shop::ok(const http::response& answer) {
  EXPECT_EQ(answer.status, 200);
  auto read = nlohmann::json::parse(answer.body);
  EXPECT_EQ(read.value("status", ""), "ok") << answer.body;
  return read;
}

std::string richrelevance_shop::fault(const http::response& answer) {
  EXPECT_EQ(answer.status, 200);
  const auto read = nlohmann::json::parse(answer.body);
  EXPECT_EQ(read.value("status", ""), "error") << answer.body;
  EXPECT_EQ(read.size(), 2U) << answer.body;
  return read.value("errormessage", "");
}

std::vector<std::string> richrelevance_shop::stored() {
  std::vector<std::string> told;
  for (const auto& each : events())
    told.push_back(std::string(events::find_event_kind(each.type)->name) +
                   (each.item.empty()
                        ? ""
                        : " " + (each.item.number != 0 ? std::to_string(each.item.number) : each.item.text)));
  return told;
}

std::vector<std::string> products_of(const nlohmann::json& answer, std::size_t place) {
  std::vector<std::string> ids;
  for (const auto& each : answer["placements"][place]["recommendedProducts"]) ids.push_back(each["id"]);
  return ids;
}

}  // namespace footfall::test
