// The content interface: items as XML and JSON, whole and in part.
#include "api/test_shop.hpp"
#include "footfall/api/routes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {
namespace {

using http::method;

constexpr auto right_key = "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc=";

// The sample of the documents, word for word.
constexpr auto sample = R"(<items version="1">
    <!-- Version is mandatory and must always be set to 1 -->
    <item id="102" type="1">
        <description>the item's description</description>
        <price currency="EUR">123</price>
        <validfrom>2011-01-01T00:00:00</validfrom>
        <validto>2021-01-01T00:00:00</validto>
        <categorypaths>
            <categorypath>/8/4/5</categorypath>
            <categorypath>/84</categorypath>
            <categorypath>/1/847</categorypath>
        </categorypaths>
        <content>
            <content-data key="title">
                <![CDATA[ ... ]]>
            </content-data>
            <content-data key="abstract">
                <![CDATA[ ... ]]>
            </content-data>
        </content>
        <attributes>
            <!--  -->
            <attribute key="author" value="John Doe" />
            <attribute key="agency" value="dpa" />
            <attribute key="vendor" value="BOSCH" />
            <attribute key="weight" value="100" type="NUMERIC" />
        </attributes>
    </item>
</items>
)";

http::response ask(test_shop& shop, method how, std::string_view tail, std::string_view body = {},
                   const fields& more = {}) {
  auto headers = more;
  headers.emplace_back("Authorization", right_key);
  return shop.send(how, "/api/00000/" + std::string(tail), body, headers);
}

nlohmann::json item(test_shop& shop, const std::string& tail) {
  const auto answer = ask(shop, method::get, "item/" + tail + "?format=json");
  EXPECT_EQ(answer.status, 200) << answer.body;
  return nlohmann::json::parse(answer.body, nullptr, false);
}

void store(test_shop& shop, std::string_view body) {
  const auto answer = ask(shop, method::post, "item", body);
  ASSERT_EQ(answer.status, 202) << answer.body;
}

TEST(content, the_sample_of_the_documents_is_stored_and_comes_back) {
  test_shop shop;
  const auto answer = ask(shop, method::post, "item", sample, {{"Content-Type", "text/xml"}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, R"({"items":1})");
  const auto stored = item(shop, "1/102");
  EXPECT_EQ(stored.at("price"), nlohmann::json::parse(R"({"minor":123,"currency":"EUR"})"));
  EXPECT_EQ(stored.at("categories"), nlohmann::json::parse(R"([["8","4","5"],["84"],["1","847"]])"));
  EXPECT_EQ(stored.at("valid_to"), "2021-01-01T00:00:00Z");
  EXPECT_EQ(stored.at("attributes").at("weight").at("NUMERIC"), nlohmann::json::array({100}));
  EXPECT_EQ(stored.at("attributes").at("author").at("NOMINAL"), nlohmann::json::array({"John Doe"}));
}

TEST(content, an_item_is_read_as_the_xml_that_it_was_posted_as) {
  test_shop shop;
  store(shop, sample);
  const auto answer = ask(shop, method::get, "item/1/102");
  EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(
      answer.body,
      R"(<?xml version="1.0" encoding="UTF-8"?><items version="1"><item id="102" type="1"><title>...</title>)"
      R"(<description>the item's description</description><price currency="EUR">123</price>)"
      R"(<validfrom>2011-01-01T00:00:00Z</validfrom><validto>2021-01-01T00:00:00Z</validto>)"
      R"(<categorypaths><categorypath>/8/4/5</categorypath><categorypath>/84</categorypath>)"
      R"(<categorypath>/1/847</categorypath></categorypaths><attributes>)"
      R"(<attribute key="abstract" value="..." type="TEXT"/>)"
      R"(<attribute key="agency" value="dpa" type="NOMINAL"/>)"
      R"(<attribute key="author" value="John Doe" type="NOMINAL"/>)"
      R"(<attribute key="vendor" value="BOSCH" type="NOMINAL"/>)"
      R"(<attribute key="weight" value="100" type="NUMERIC"/></attributes></item></items>)");
  const auto before = item(shop, "1/102");
  store(shop, answer.body);
  EXPECT_EQ(item(shop, "1/102"), before);
}

TEST(content, a_document_with_a_mistake_is_refused_as_a_whole_with_line_element_and_reason) {
  test_shop shop;
  const auto answer = ask(shop, method::post, "item", R"(<?xml version="1.0"?>
<items version="1">
  <item id="1" type="1"><price currency="EUR">100</price></item>
  <item id="2" type="1">
    <price currency="EUR">12.50</price>
  </item>
</items>)");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("<code>bad_request</code>"), answer.body.npos) << answer.body;
  EXPECT_NE(answer.body.find("body:5: "), answer.body.npos) << answer.body;
  EXPECT_NE(answer.body.find("12.50"), answer.body.npos) << answer.body;
  EXPECT_EQ(ask(shop, method::get, "item/1/1").status, 404);
}

TEST(content, what_is_no_document_of_items_is_refused) {
  test_shop shop;
  const char* const bodies[] = {
      "",
      "hello",
      "<items version=\"2\"><item id=\"1\" type=\"1\"/></items>",
      "<items><item id=\"1\" type=\"1\"/></items>",
      "<items version=\"1\"></items>",
      "<items version=\"1\"><item id=\"1\" type=\"0\"/></items>",
      "<items version=\"1\"><item id=\"x\" type=\"1\"/></items>",
      "<items version=\"1\"><item id=\"1\" type=\"1\"><colour/></item></items>",
      "<items version=\"1\"><item id=\"1\" type=\"1\">",
      R"(<!DOCTYPE items [<!ENTITY a "b">]><items version="1"><item id="1" type="1"/></items>)",
      "{\"type\":1}",
      "{\"type\":0,\"id\":1}",
      "{\"type\":4294967297,\"id\":1}",
      "{\"type\":1,\"id\":\"x\"}",
      "[1]",
      "{",
      "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"};
  for (const auto* body : bodies) {
    const auto answer = ask(shop, method::post, "item", body);
    EXPECT_EQ(answer.status, 400) << body << "\n" << answer.body;
  }
}

TEST(content, one_item_or_a_list_may_come_as_json) {
  test_shop shop;
  store(shop, R"({"type":1,"id":7,"title":"Lantern","price":{"minor":999},"attributes":{"colour":"brass"}})");
  store(shop, R"([{"type":1,"id":8,"title":"Candle"},{"type":2,"id":8,"visible":false}])");
  EXPECT_EQ(item(shop, "1/7").at("title"), "Lantern");
  EXPECT_EQ(item(shop, "1/7").at("price").at("currency"), "EUR");
  EXPECT_EQ(item(shop, "1/8").at("title"), "Candle");
  EXPECT_EQ(item(shop, "2/8").at("visible"), false);
}

TEST(content, what_of_an_item_was_left_out_is_said) {
  test_shop shop;
  const auto answer = ask(shop, method::post, "item", R"({"type":1,"id":7,"link":"javascript:alert"
})");
  EXPECT_EQ(answer.status, 202);
  const auto warnings = nlohmann::json::parse(answer.body).at("warnings");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].get<std::string>().find("javascript:alert"), std::string::npos);
  EXPECT_FALSE(item(shop, "1/7").contains("link"));
}

TEST(content, single_members_change_and_the_others_stay) {
  test_shop shop;
  store(shop, R"({"type":1,"id":7,"title":"1 < 2 &amp;amp; 3","price":{"minor":999,"currency":"JPY"},)"
              R"("attributes":{"colour":{"NOMINAL":["brass"]},"size":{"NUMERIC":[4]}}})");
  const auto title = item(shop, "1/7").at("title");
  const auto patch = [&](std::string_view change) {
    const auto answer = ask(shop, method::patch, "item/1/7", change);
    EXPECT_EQ(answer.status, 202) << change << answer.body;
    return item(shop, "1/7");
  };
  EXPECT_EQ(patch(R"({"price":{"minor":899}})").at("price").dump(), R"({"currency":"JPY","minor":899})");
  EXPECT_EQ(patch(R"({"sale":{"minor":500}})").at("sale").dump(), R"({"minor":500})");
  EXPECT_FALSE(patch(R"({"price":{"minor":400}})").contains("sale"));
  EXPECT_EQ(patch(R"({"visible":false})").at("visible"), false);
  EXPECT_FALSE(patch(R"({"visible":true})").contains("visible"));
  EXPECT_EQ(patch(R"({"availability":"out_of_stock"})").at("availability"), "out_of_stock");
  EXPECT_FALSE(patch(R"({"availability":null})").contains("availability"));
  const auto changed = patch(R"({"attributes":{"colour":{"NOMINAL":["red","blue"]},"size":null},"id":9})");
  EXPECT_EQ(changed.at("attributes").dump(), R"({"colour":{"NOMINAL":["red","blue"]}})");
  EXPECT_EQ(changed.at("title"), title);
  EXPECT_EQ(changed.at("id"), "7");
}

TEST(content, a_change_that_cannot_be_read_changes_nothing) {
  test_shop shop;
  store(shop, R"({"type":1,"id":7,"price":{"minor":999}})");
  for (const auto* change : {"", "[]", R"({"price":"much"})", R"({"link":"javascript:alert"})
    ",
    R"({"valid_to":"tomorrow"})",
                             R"({"a":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]})"}) {
    EXPECT_EQ(ask(shop, method::patch, "item/1/7", change).status, 400) << change;
    EXPECT_EQ(item(shop, "1/7").size(), 3U);
  }
  EXPECT_EQ(ask(shop, method::patch, "item/1/8", R"({"visible":false})").status, 404);
}

TEST(content, put_replaces_the_item_that_the_path_names) {
  test_shop shop;
  store(shop, R"({"type":1,"id":7,"title":"Lantern"})");
  EXPECT_EQ(ask(shop, method::put, "item/1/7", R"({"id":9,"price":{"minor":5},"items":[{"id":3}]})").status,
            202);
  EXPECT_EQ(item(shop, "1/7").dump(), R"({"id":"7","price":{"currency":"EUR","minor":5},"type":1})");
  EXPECT_EQ(ask(shop, method::get, "item/1/9").status, 404);
  EXPECT_EQ(ask(shop, method::put, "item/1/x", "{}").status, 400);
}

TEST(content, delete_removes_the_item_or_one_language) {
  test_shop shop;
  store(shop,
        R"({"type":1,"id":7,"title":"Lantern","language":"en","translations":{"de":{"title":"Laterne"}}})");
  EXPECT_NE(ask(shop, method::get, "item/1/7?lang=de").body.find("<title>Laterne</title>"),
            std::string::npos);
  EXPECT_EQ(ask(shop, method::del, "item/1/7?lang=fr").status, 404);
  EXPECT_EQ(ask(shop, method::del, "item/1/7?lang=en").status, 202);
  EXPECT_EQ(item(shop, "1/7").at("title"), "Laterne");
  EXPECT_EQ(item(shop, "1/7").at("language"), "de");
  EXPECT_EQ(ask(shop, method::del, "item/1/7").status, 202);
  EXPECT_EQ(ask(shop, method::get, "item/1/7").status, 404);
  EXPECT_EQ(ask(shop, method::del, "item/1/7").status, 404);
}

TEST(content, nobody_reads_or_writes_without_the_key) {
  test_shop shop;
  store(shop, R"({"type":1,"id":7})");
  for (const auto& row : api::routes()) {
    if (row.of != &api::content_family || row.path.find("schema") != row.path.npos) continue;
    auto target = std::string(row.path);
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"{solution}", "api"},
                                      {"{customer}", "00000"},
                                      {"{itemtype}", "1"},
                                      {"{item}", "7"},
                                      {"{source}", "shop"},
                                      {"{users}", "anna"}})
      if (const auto at = target.find(name); at != target.npos) target.replace(at, name.size(), value);
    const auto answer = shop.send(row.method, target, "{}", {{"Content-Type", "application/json"}});
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_TRUE(answer.body.starts_with("{")) << answer.body;
  }
  EXPECT_EQ(ask(shop, method::get, "item/1/7").status, 200);
}

TEST(content, schemas_are_served_to_anybody) {
  test_shop shop;
  EXPECT_TRUE(shop.get("/api/00000/item/schema.xsd").body.starts_with("<?xml"));
  const auto schema = nlohmann::json::parse(shop.get("/api/00000/item/schema.json").body, nullptr, false);
  EXPECT_TRUE(schema.contains("$defs"));
}

TEST(content, every_member_of_an_item_is_in_the_json_schema) {
  test_shop shop;
  const auto schema = nlohmann::json::parse(shop.get("/api/00000/item/schema.json").body);
  store(shop, R"({"type":1,"id":7,"title":"a","description":"b","body":"c","language":"en",
    "translations":{"de":{"title":"d"}},"link":"https://x.example/1","images":["https://x.example/1.jpg"],
    "price":{"minor":5},"sale":{"minor":4},"availability":"preorder","visible":false,
    "valid_from":"2026-01-01","valid_to":"2027-01-01","added":"2026-01-01","categories":[["e"]],
    "brand":"f","group":"g","attributes":{"h":"i"}})");
  const auto& known = schema.at("$defs").at("item").at("properties");
  const auto stored = item(shop, "1/7");
  for (const auto& [name, value] : stored.items()) EXPECT_TRUE(known.contains(name)) << name;
  EXPECT_EQ(stored.size(), known.size());
}

TEST(content, what_clicks_have_told_is_like_all_else_and_the_customer_has_the_last_word) {
  customer::customer_settings settings;
  settings.click_items = true;
  test_shop shop(settings);
  const auto click = [&](const std::string& title) {
    ASSERT_EQ(shop.get("/api/00000/click/anna/1/7?price=9.99&title=" + title).status, 200);
    shop.events();
    shop.time.advance_ms(1'000);
    ASSERT_TRUE(shop.puller.run_due());
  };
  click("Lamp");
  EXPECT_EQ(
      item(shop, "1/7"),
      nlohmann::json::parse(R"({"id":"7","type":1,"title":"Lamp","price":{"minor":999,"currency":"EUR"}})"));
  ASSERT_EQ(ask(shop, method::patch, "item/1/7", R"({"title":"Storm lantern"})").status, 202);
  click("Torch");
  EXPECT_EQ(item(shop, "1/7").at("title"), "Storm lantern");
  ASSERT_EQ(ask(shop, method::del, "item/1/7").status, 202);
  click("Torch");
  EXPECT_EQ(ask(shop, method::get, "item/1/7").status, 404);
}

TEST(content, without_the_setting_clicks_tell_nothing_of_items) {
  test_shop shop;
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/7?title=Lamp").status, 200);
  shop.events();
  shop.time.advance_ms(1'000);
  ASSERT_TRUE(shop.puller.run_due());
  EXPECT_EQ(ask(shop, method::get, "item/1/7").status, 404);
}

}  // namespace
}  // namespace footfall::test
