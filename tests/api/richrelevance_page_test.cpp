// What pages of RichRelevance's family say: page types and their parameters, and the events that they make.
#include "api/richrelevance_shop.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/page_events.hpp"

#include <algorithm>

namespace footfall::test {
namespace {

// The example calls of the documents from their keys on, word for word, and what they store.
TEST(richrelevance_pages, every_example_of_the_documents_is_answered_and_kept) {
  const struct {
    std::string rest;
    told stored;
  } cases[] = {
      {"placements=add_to_cart_page.atc_page_rr1_test&atcid=CON-NC4P-15454W2K%7CD1H79AV",
       {"basket CON-NC4P-15454W2K", "basket D1H79AV"}},
      {"placements=cart_page.rr_warranties&productId=WHYM-F-CP23-N", {"basket WHYM-F-CP23-N"}},
      {"placements=brand_page.rr1_test&fpb=Lenovo", {"brandview"}},
      {"placements=category_page.rr1%7Ccategory_page.rr2&categoryId=C-JF", {"categoryview"}},
      {"placements=error_page.rr1", {}},
      {"placements=generic_page.rr1_test", {}},
      {"placements=item_page.rr_recommended_qa&productId=E7W53A%230D1&chi=C-CC", {"click E7W53A#0D1"}},
      {"placements=personal_page.rr1", {}},
      {"placements=purchase_complete_page.rr1&productId=4XB0G88733&o=300242352342&q=1&pp=228.99&ppc=22899",
       {"buy 4XB0G88733"}},
      {"placements=search_page.rr1%7Csearch_page.rr2&searchTerm=Lenovo", {"search"}},
      {"placements=home_page.rr1", {}},
      {"placements=home_page", {}},
  };
  for (const auto& each : cases) {
    richrelevance_shop shop;
    for (const auto* id : {"CON-NC4P-15454W2K", "D1H79AV", "WHYM-F-CP23-N", "E7W53A#0D1", "4XB0G88733"})
      shop.put({product(id)});
    const auto answer = shop.ok(shop.call(each.rest));
    EXPECT_EQ(answer["placements"].size(),
              each.rest.find("%7C") != each.rest.npos && each.stored.size() < 2 ? 2U : 1U);
    EXPECT_EQ(shop.stored(), each.stored) << each.rest;
  }
}

TEST(richrelevance_pages, what_is_missing_or_malformed_is_told_and_nothing_is_stored) {
  richrelevance_shop shop;
  std::string many = "placements=item_page.a0";
  for (int place = 1; place < 300; ++place) many += "|item_page.a" + std::to_string(place);
  std::string products = "placements=item_page.a&productId=P0";
  for (int place = 1; place < 10'000; ++place) products += "|P" + std::to_string(place);
  const std::string bought = "placements=purchase_complete_page.a&productId=A|B&";
  const struct {
    std::string rest, message;
  } cases[] = {
      {"", "placements: is required"},
      {"placements=|", "placements: is required"},
      {"placements=nowhere.rr1", "placements: nowhere.rr1 has no known page type"},
      {"placements=item_page.a|home_page.b&productId=A",
       "placements: item_page and home_page are of different pages"},
      {many + "&productId=A", "placements: more than 20 entries"},
      {products, "productId: more than 200 entries"},
      {"placements=item_page.a", "productId: is required on item_page"},
      {"placements=item_page.a&productId=A||B", "productId: an entry of the list is empty"},
      {"placements=add_to_cart_page.a&productId=A", "atcid: is required on add_to_cart_page"},
      {"placements=category_page.a", "categoryId: is required"},
      {"placements=search_page.a", "searchTerm: is required"},
      {"placements=brand_page.a", "fpb: is required"},
      {"placements=search_page.a&searchTerm=x&productId=1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16",
       "productId: more than 15 entries"},
      {bought + "q=1|1&pp=1|2", "o: is required"},
      {bought + "o=1&q=1&pp=1|2", "q: 1 entries for 2 products"},
      {bought + "o=1&q=1|2&pp=1", "pp: 1 entries for 2 products"},
      {bought + "o=1&q=1|2", "pp or ppc: is required on purchase_complete_page"},
      {bought + "o=1&q=1|2&ppc=1|2.5", "ppc: 2.5 is not a whole number of cents"},
      {bought + "o=1&q=1|x&ppc=1|2", "quantity: x is not a whole number in 1..1000000"},
      {"placements=home_page.a&count=x", "count: x is outside 1..1000"},
      {"placements=home_page.a&excludeHtml=perhaps", "excludeHtml: perhaps is not one of true, false, 1, 0"},
      {"placements=home_page.a&priceRanges=5;2", "priceRanges: expected least;most|least;most in cents"},
      {"placements=home_page.a&filterAtr=x", "filterAtr: expected name:value;value|name:value"},
  };
  for (const auto& each : cases)
    EXPECT_EQ(shop.fault(shop.call(each.rest)), each.message) << each.rest.substr(0, 80);
  EXPECT_EQ(shop.stored(), told{});
}

TEST(richrelevance_pages, only_who_has_both_keys_is_answered) {
  richrelevance_shop shop;
  const auto message = [&](const std::string& query) {
    return shop.fault(shop.get("/rrserver/api/rrPlatform/recsForPlacements?" + query +
                               "&userId=a&sessionId=b&placements=item_page.a&productId=A"));
  };
  EXPECT_EQ(message(""), "apiKey: is required");
  EXPECT_EQ(message("apiKey=d4ff21d55a1368fc"), "apiClientKey: is required");
  EXPECT_EQ(message("apiKey=wrong&apiClientKey=42f5962fe3ed493e"), "apiKey: is unknown");
  EXPECT_EQ(message("apiKey=d4ff21d55a1368fc&apiClientKey=wrong"), "apiClientKey: is unknown");
  EXPECT_EQ(shop.stored(), told{});
}

TEST(richrelevance_pages, a_form_in_the_body_is_as_good_as_a_query) {
  richrelevance_shop shop;
  const auto answer = shop.post(
      "/rrserver/api/rrPlatform/recsForPlacements",
      std::string(richrelevance_shop::keys) + "&userId=1&sessionId=2&placements=item_page.a&productId=A%7CB",
      {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(shop.ok(answer)["placements"][0]["placement"], "item_page.a");
  EXPECT_EQ(shop.stored(), (told{"click A", "click B"}));
}

TEST(richrelevance_pages, the_answer_waits_for_the_disk_as_a_pixel_does) {
  richrelevance_shop shop;
  EXPECT_NE(shop.call("placements=item_page.a&productId=A").last_ticket, 0U);
  EXPECT_EQ(shop.call("placements=home_page.a").last_ticket, 0U);
  shop.events();
}

TEST(richrelevance_pages, a_head_and_a_refused_call_store_nothing) {
  richrelevance_shop shop;
  shop.send(http::method::head,
            "/rrserver/api/rrPlatform/recsForPlacements?" + std::string(richrelevance_shop::keys) +
                "&userId=1&sessionId=2&placements=item_page.a&productId=A",
            "", {});
  EXPECT_EQ(shop.stored(), told{});
}

TEST(richrelevance_pages, programs_of_the_shop_are_no_bots_but_browsers_that_say_so_are) {
  richrelevance_shop shop;
  const auto target = "/rrserver/api/rrPlatform/recsForPlacements?" + std::string(richrelevance_shop::keys) +
                      "&userId=1&sessionId=2&placements=item_page.a&productId=";
  shop.send(http::method::get, target + "A", "", {{"User-Agent", "curl/7.88.1"}});
  shop.send(http::method::get, target + "B", "",
            {{"User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)"},
             {"Referer", "https://shop.example/"}});
  const auto stored = shop.events();
  ASSERT_FALSE(stored.empty());
  EXPECT_EQ(stored.front().item.text, "A");
  EXPECT_TRUE(stored.front().counts());
  for (const auto& each : stored) EXPECT_TRUE(each.item.text == "A" || !each.counts());
}

TEST(richrelevance_pages, purchases_have_quantities_prices_and_their_order_and_count_once) {
  richrelevance_shop shop;
  const std::string order =
      "placements=purchase_complete_page.rr1&productId=uv2345|xt1234&o=902312&q=2|1&ppc=2999|3297&pp=1|1";
  shop.ok(shop.call(order));
  shop.ok(shop.call(order));
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 4U);
  for (std::size_t place = 0; place < stored.size(); ++place)
    EXPECT_EQ(stored[place].counts(), place < 2) << place;
  EXPECT_EQ(stored[0].quantity, 2U);
  EXPECT_EQ(events::find_detail(stored[0].details, "p"), "29.99EUR");
  EXPECT_EQ(events::find_detail(stored[1].details, "p"), "32.97EUR");
  EXPECT_EQ(events::find_detail(stored[1].details, "o"), "902312");
  EXPECT_EQ(events::find_detail(stored[1].details, "ol"), "2");
}

TEST(richrelevance_pages, a_cart_page_says_what_the_basket_is) {
  richrelevance_shop shop;
  shop.call("placements=add_to_cart_page.a&atcid=A|B");
  EXPECT_EQ(shop.stored(), (told{"basket A", "basket B"}));
  shop.call("placements=cart_page.a&productId=B|C");
  EXPECT_EQ(shop.stored(), (told{"basket A", "basket B", "basket C", "deletefrombasket A"}));
  shop.call("placements=cart_page.a&productId=C|B");
  EXPECT_EQ(shop.stored().size(), 4U);
  shop.call("placements=cart_page.a&productId=");
  auto last = shop.stored();
  last.erase(last.begin(), last.begin() + 4);
  std::ranges::sort(last);
  EXPECT_EQ(last, (told{"deletefrombasket B", "deletefrombasket C"}));
  EXPECT_EQ(shop.fault(shop.call("placements=cart_page.a")), "productId: is required on cart_page");
}

TEST(richrelevance_pages, a_session_that_logs_in_has_one_history) {
  richrelevance_shop shop;
  shop.call_of_session("s1", "placements=item_page.a&productId=A");
  shop.events();
  const auto target = "/rrserver/api/rrPlatform/recsForPlacements?" + std::string(richrelevance_shop::keys) +
                      "&userId=anna&sessionId=s1&placements=item_page.a&productId=";
  shop.get(target + "B");
  EXPECT_EQ(shop.stored(), (told{"click A", "login", "click B"}));
  shop.get(target + "C");
  EXPECT_EQ(shop.stored(), (told{"click A", "login", "click B", "click C"}));
  std::vector<profile::history_entry> history;
  shop.owner->profiles.read(shop.hasher.hash("00000", "anna"), history);
  EXPECT_EQ(history.size(), 3U);
}

TEST(richrelevance_pages, a_session_without_a_past_is_not_linked) {
  richrelevance_shop shop;
  shop.call("placements=item_page.a&productId=A");
  shop.call("placements=item_page.a&productId=B");
  EXPECT_EQ(shop.stored(), (told{"click A", "click B"}));
}

TEST(richrelevance_pages, a_session_stands_in_for_a_user_who_is_missing_empty_or_a_placeholder) {
  for (const std::string user : {"", "&userId=", "&userId=null", "&userId=undefined"}) {
    richrelevance_shop shop;
    shop.ok(shop.get("/rrserver/api/rrPlatform/recsForPlacements?" + std::string(richrelevance_shop::keys) +
                     "&sessionId=s1&placements=item_page.a&productId=A" + user));
    const auto stored = shop.events();
    ASSERT_EQ(stored.size(), 1U) << user;
    EXPECT_EQ(stored[0].user, shop.hasher.hash("00000", "session:s1")) << user;
  }
}

TEST(richrelevance_pages, a_session_is_nobody_elses_user_id) {
  richrelevance_shop shop;
  shop.call_of_session("anna", "placements=item_page.a&productId=A");
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_NE(stored[0].user, shop.hasher.hash("00000", "anna"));
  EXPECT_EQ(stored[0].user, shop.hasher.hash("00000", "session:anna"));
}

TEST(richrelevance_pages, hints_segments_and_terms_are_kept) {
  richrelevance_shop shop;
  shop.call("placements=item_page.a&productId=A&chi=casual_tops|activewear&sgs=7:vip|9:new");
  shop.call("placements=search_page.a&searchTerm=adriana lima");
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(events::find_detail(stored[0].details, "c"), "casual_tops");
  EXPECT_EQ(events::find_detail(stored[0].details, "g"), "7,9");
  EXPECT_EQ(events::find_detail(stored[1].details, "k"), "adriana lima");
}

/// Three users do the same with A and B, by pages or by tracking URLs.
struct both_ways {
  const char* page;      ///< with a product at its end
  const char* event;     ///< of a tracking URL
  const char* scenario;  ///< says what belongs to A
};

/// What is said after that, and what is remembered of one of the users.
std::pair<std::string, std::string> outcome_of(const both_ways& way, bool by_pages) {
  richrelevance_shop shop;
  for (const std::string user : {"u1", "u2", "u3"})
    for (const std::string item : {"A", "B"})
      shop.get(by_pages ? "/rrserver/api/rrPlatform/recsForPlacements?" +
                              std::string(richrelevance_shop::keys) + "&sessionId=s&userId=" + user +
                              "&o=" + user + item + "&placements=" + way.page + item
                        : std::string("/api/00000/") + way.event + "/" + user + "/1/" + item);
  shop.events();
  EXPECT_TRUE(shop.builder.run_once());
  std::vector<profile::history_entry> history;
  shop.owner->profiles.read(shop.hasher.hash("00000", "u1"), history);
  std::string remembered;
  for (const auto& each : history)
    remembered +=
        std::to_string(static_cast<int>(each.type)) + shop.owner->items.key_of(each.item).text + ' ';
  return {shop.get("/api/00000/x/" + std::string(way.scenario) + ".json?contextitems=A").body, remembered};
}

TEST(richrelevance_pages, their_views_carts_and_purchases_train_what_tracking_urls_train) {
  for (const auto& way : {both_ways{"item_page.a&productId=", "click", "also_clicked"},
                          both_ways{"add_to_cart_page.a&atcid=", "basket", "shopping_cart"},
                          both_ways{"purchase_complete_page.a&q=1&pp=10&productId=", "buy", "also_bought"}}) {
    const auto [answer, remembered] = outcome_of(way, true);
    EXPECT_EQ(std::pair(answer, remembered), outcome_of(way, false));
    EXPECT_NE(remembered, "") << way.event;
    // Baskets are context: what is in them teaches no list by itself.
    if (std::string_view(way.event) == "basket") continue;
    EXPECT_NE(answer.find("\"itemId\":\"B\""), answer.npos) << way.event << answer;
  }
}

TEST(richrelevance_pages, are_answered_by_what_tracking_urls_have_trained) {
  richrelevance_shop shop;
  for (const std::string user : {"u1", "u2", "u3"})
    for (const std::string item : {"A", "B"}) shop.get("/api/00000/click/" + user + "/1/" + item);
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto answer = shop.ok(shop.call("placements=item_page|item_page.b&productId=A"));
  EXPECT_EQ(products_of(answer, 0), (told{"B"}));
}

TEST(richrelevance_pages, an_order_with_repeated_products_counts_each_line) {
  richrelevance_shop shop;
  shop.ok(shop.call("placements=purchase_complete_page.a&productId=A|A&o=1&q=1|2&ppc=100|90"));
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 2U);
  for (const auto& each : stored) EXPECT_TRUE(each.counts());
}

}  // namespace
}  // namespace footfall::test
