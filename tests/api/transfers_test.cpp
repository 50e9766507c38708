// Items that got other ids: what was known of the old ones is of the new ones, in histories and in models.
#include "api/recommendation/recommendation_query.hpp"
#include "api/test_shop.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace footfall::test {
namespace {

using http::method;
using nlohmann::json;

constexpr auto right_key = "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc=";

http::response ask(test_shop& shop, method how, const std::string& tail, std::string_view body = {}) {
  return shop.send(how, "/api/00000/" + tail, body, {{"Authorization", right_key}});
}

// As the documents have it.
std::string transfers(const std::vector<std::pair<int, int>>& pairs) {
  std::string body = "<transfers>";
  for (const auto& [source, target] : pairs)
    body +=
        fmt::format(R"(<transfer><sourceitem id="{}" type="1"/><targetitem id="{}" type="1"/></transfer>)",
                    source, target);
  return body + "</transfers>";
}

void click(test_shop& shop, std::string_view user, int item) {
  ASSERT_EQ(shop.get(fmt::format("/api/00000/click/{}/1/{}", user, item)).status, 200);
  static_cast<void>(shop.events());
  shop.time.advance_ms(10'000);
}

void transfer(test_shop& shop, const std::vector<std::pair<int, int>>& pairs) {
  const auto answer = ask(shop, method::post, "transferitems", transfers(pairs));
  ASSERT_EQ(answer.status, 202) << answer.body;
  shop.time.advance_ms(10'000);
}

// Items of the history of a user as the export tells it, the newest first.
std::vector<std::string> history_of(test_shop& shop, const std::string& user) {
  const auto answer = ask(shop, method::get, "user/" + user + "/export");
  std::vector<std::string> items;
  if (answer.status != 200) return items;
  const auto told = json::parse(answer.body);
  for (const auto& each : told["history"])
    items.push_back(each["what"].get<std::string>() + " " + each["itemId"].get<std::string>());
  return items;
}

std::vector<int> recommended(test_shop& shop, const std::string& query) {
  const auto answer = shop.get("/api/v2/00000/" + query);
  std::vector<int> items;
  if (answer.status != 200) return items;
  const auto told = json::parse(answer.body);
  for (const auto& each : told["recommendationItems"]) items.push_back(each["itemId"].get<int>());
  return items;
}

// Five visitors who look at 10 and then at another item.
void look_at_10_and(test_shop& shop, int other) {
  for (const auto* user : {"v1", "v2", "v3", "v4", "v5"}) {
    click(shop, user, 10);
    click(shop, user, other);
  }
}

TEST(transfers, histories_have_the_new_item_from_the_next_request_on) {
  test_shop shop;
  click(shop, "anna", 42);
  click(shop, "anna", 7);
  transfer(shop, {{42, 43}});
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 7", "clicked 43"}));
}

TEST(transfers, a_history_with_both_items_has_one_entry_at_the_newest_time) {
  test_shop shop;
  click(shop, "anna", 43);
  click(shop, "anna", 7);
  click(shop, "anna", 42);
  transfer(shop, {{42, 43}});
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 43", "clicked 7"}));
}

TEST(transfers, what_comes_afterwards_with_the_old_id_is_of_the_old_id) {
  test_shop shop;
  click(shop, "anna", 42);
  transfer(shop, {{42, 43}});
  click(shop, "bert", 42);
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 43"}));
  EXPECT_EQ(history_of(shop, "bert"), (std::vector<std::string>{"clicked 42"}));
}

TEST(transfers, what_is_taken_out_of_the_basket_under_its_new_id_stays_out) {
  test_shop shop;
  shop.get("/api/00000/basket/anna/1/42");
  shop.get("/api/00000/basket/anna/1/7");
  static_cast<void>(shop.events());
  shop.time.advance_ms(10'000);
  transfer(shop, {{42, 43}});
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"basket 7", "basket 43"}));
  shop.get("/api/00000/deletefrombasket/anna/1/43");
  static_cast<void>(shop.events());
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"basket 7"}));
}

TEST(transfers, an_archived_history_has_the_new_item_too) {
  const temporary_folder folder;
  test_shop shop({}, folder.path() / "db.histories");
  click(shop, "anna", 42);
  static_cast<void>(shop.events());
  shop.drop_users();
  transfer(shop, {{42, 43}});
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 43"}));
}

TEST(transfers, models_are_those_of_a_shop_whose_pages_had_the_new_ids_all_the_time) {
  test_shop before;
  look_at_10_and(before, 20);
  ASSERT_TRUE(before.builder.run_once());
  EXPECT_EQ(recommended(before, "x/also_clicked.json?contextitems=10"), std::vector{20});
  transfer(before, {{20, 21}, {10, 11}});
  ASSERT_TRUE(before.builder.run_once());
  // Learned together with the transfer, not before it.
  test_shop at_once;
  look_at_10_and(at_once, 20);
  transfer(at_once, {{20, 21}, {10, 11}});
  ASSERT_TRUE(at_once.builder.run_once());
  for (auto* shop : {&before, &at_once}) {
    EXPECT_EQ(recommended(*shop, "x/also_clicked.json?contextitems=11"), std::vector{21});
    // Nothing is known of 10 any more, and popular are the others.
    EXPECT_EQ(recommended(*shop, "x/also_clicked.json?contextitems=10"), (std::vector{21, 11}));
  }
}

TEST(transfers, what_was_told_of_the_source_goes_and_what_was_told_of_the_target_stays) {
  test_shop shop;
  ask(shop, method::post, "item",
      R"([{"type":1,"id":42,"title":"old","brand":"A"},{"type":1,"id":43,"title":"new"}])");
  transfer(shop, {{42, 43}});
  EXPECT_EQ(ask(shop, method::get, "item/1/42").status, 404);
  const auto target = json::parse(ask(shop, method::get, "item/1/43?format=json").body);
  EXPECT_EQ(target["title"], "new");
  EXPECT_FALSE(target.contains("brand"));
}

TEST(transfers, the_source_is_recommended_no_more) {
  test_shop shop;
  look_at_10_and(shop, 20);
  transfer(shop, {{20, 21}});
  look_at_10_and(shop, 20);  // pages that nobody has changed yet
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(recommended(shop, "x/also_clicked.json?contextitems=10"), std::vector{21});
}

TEST(transfers, categories_by_clicks_go_along_and_those_of_later_clicks_stay) {
  test_shop shop;
  const auto click_in = [&](int item, std::string_view path) {
    ASSERT_EQ(shop.get(fmt::format("/api/00000/click/v/1/{}?categorypath={}", item, path)).status, 200);
    static_cast<void>(shop.events());
    shop.time.advance_ms(10'000);
  };
  click_in(42, "/Garden/");
  transfer(shop, {{42, 43}});
  click_in(42, "/Office/");
  const auto paths_of = [&](std::uint32_t item) {
    std::vector<std::string> paths;
    api::categories_of(*shop.owner, *shop.owner->settings.load(), nullptr, shop.time.wall_ms())
        .visit(*shop.owner->items.find({1, item, {}}),
               [&](std::string_view path) { paths.emplace_back(path); });
    return paths;
  };
  EXPECT_EQ(paths_of(43), std::vector<std::string>{"Garden"});
  EXPECT_EQ(paths_of(42), std::vector<std::string>{"Office"});
}

TEST(transfers, json_says_the_same) {
  test_shop shop;
  click(shop, "anna", 42);
  click(shop, "anna", 52);
  click(shop, "anna", 62);
  const auto pair = [](int source, std::string_view target) {
    return fmt::format(R"({{"source":{{"type":1,"id":{}}},"target":{{"type":"1","id":{}}}}})", source,
                       target);
  };
  EXPECT_EQ(ask(shop, method::post, "transferitems", "{\"transfers\":[" + pair(42, "43") + "]}").body,
            R"({"transfers":1})");
  EXPECT_EQ(ask(shop, method::post, "transferitems", "[" + pair(52, "\"53\"") + "]").status, 202);
  EXPECT_EQ(ask(shop, method::post, "transferitems", pair(62, "63")).status, 202);
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 63", "clicked 53", "clicked 43"}));
}

TEST(transfers, one_mistake_refuses_all_of_them_and_says_where_it_is) {
  const struct {
    std::string body;
    std::string_view why;
  } cases[] = {
      {transfers({{42, 43}, {7, 7}}), "body:1: source and target are the same item, 1/7"},
      {transfers({{42, 43}, {7, 0}}), "body:1: target: item: 0 is"},
      {transfers({{42, 43}}) + "x", "body:1: "},
      {"<transfers/>", "body:1: there is no transfer"},
      {"<items/>", "body:1: expected &lt;transfers&gt;"},
      {"<transfers>\n<transfer><sourceitem id=\"1\" type=\"1\"/></transfer></transfers>",
       "body:2: expected &lt;transfer&gt; with"},
      {"[{\"source\":{\"type\":1,\"id\":1}}]", "body:#1: expected {&quot;source&quot;"},
      {"{", "body:1: the JSON is not well-formed"},
      {"", "body:1: the JSON is not well-formed"},
      {"[]", "body:1: there is no transfer"},
  };
  test_shop shop;
  click(shop, "anna", 42);
  for (const auto& each : cases) {
    const auto answer = ask(shop, method::post, "transferitems", each.body);
    EXPECT_EQ(answer.status, 400) << each.body;
    EXPECT_NE(answer.body.find(each.why), std::string::npos) << each.body << "\n" << answer.body;
  }
  EXPECT_EQ(history_of(shop, "anna"), (std::vector<std::string>{"clicked 42"}));
}

TEST(transfers, more_than_ten_thousand_at_once_are_refused) {
  test_shop shop;
  std::vector<std::pair<int, int>> many;
  for (int item = 1; item <= 10'001; ++item) many.emplace_back(item, 100'000 + item);
  EXPECT_EQ(ask(shop, method::post, "transferitems", transfers(many)).status, 400);
}

TEST(transfers, of_items_that_nobody_knows_are_accepted) {
  test_shop shop;
  transfer(shop, {{4711, 4712}});
  EXPECT_EQ(ask(shop, method::get, "item/1/4712").status, 404);
}

TEST(transfers, are_for_who_has_the_licence) {
  test_shop shop;
  EXPECT_EQ(shop.send(method::post, "/api/00000/transferitems", transfers({{42, 43}}), {}).status, 401);
}

TEST(transfers, are_known_after_a_start) {
  test_shop shop;
  click(shop, "anna", 42);
  transfer(shop, {{42, 43}});
  transfer(shop, {{43, 44}});
  customer::customer_directory started;
  const auto again = boost::make_shared<customer::customer>(shop.owner->number, shop.owner->settings.load());
  started.add(again);
  for (const auto& each : shop.events()) customer::apply(*again, each);
  ASSERT_TRUE(customer::catalogue_keeper(*shop.store.make_entity_reader()).load(started));
  std::vector<profile::history_entry> live;
  std::vector<profile::history_entry> restarted;
  const auto anna = shop.hasher.hash("00000", "anna");
  shop.histories.read(*shop.owner, anna, live);
  shop.histories.read(*again, anna, restarted);
  ASSERT_EQ(live.size(), 1U);
  ASSERT_EQ(restarted.size(), 1U);
  EXPECT_EQ(shop.owner->items.key_of(live[0].item).number, 44U);
  EXPECT_EQ(again->items.key_of(restarted[0].item).number, 44U);
}

}  // namespace
}  // namespace footfall::test
