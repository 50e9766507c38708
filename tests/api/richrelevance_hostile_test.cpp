// Calls that nobody sends who means well: each is answered, none of them stores anything, and the next call
// of somebody else is answered as before.
#include "api/richrelevance_shop.hpp"

#include "api/richrelevance/cookie.hpp"

#include <random>

namespace footfall::test {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string made;
  for (std::size_t count = 0; count < times; ++count) made += text;
  return made;
}

class richrelevance_hostile : public testing::Test {
 protected:
  richrelevance_hostile() { shop.put({product("A"), product("B")}); }

  ~richrelevance_hostile() override {
    EXPECT_EQ(shop.stored(), told{});
    shop.ok(shop.call("placements=item_page.a&productId=A"));
    EXPECT_EQ(shop.stored(), told{"click A"});
  }

  richrelevance_shop shop;
};

TEST_F(richrelevance_hostile, lists_that_do_not_fit_each_other) {
  const std::string order = "placements=purchase_complete_page.a&o=1&productId=";
  for (const auto& rest :
       {order + "A|B&q=1&pp=1|1", order + "A|B&q=1|1|1&pp=1|1", order + "A&q=1|1&ppc=1",
        order + "A|B&q=|1&pp=1|1", order + "A|B&q=1||&pp=1|1", order + "A|B&q=1|1&pp=1|1|1",
        order + "A|B&q=1|-1&pp=1|1", order + "A|B&q=1|1e9&pp=1|1", order + "A|B&q=1|1&pp=nan|1",
        order + "A|B&q=1|1&pp=1|1e400", order + "A&q=1&ppc=99999999999999999999", order + "A&q=0&pp=1",
        order + "&q=&pp=", order + "A&q=1&pp=-1"})
    EXPECT_NE(shop.fault(shop.call(rest)), "") << rest;
}

TEST_F(richrelevance_hostile, counts_and_sizes_beyond_all_bounds) {
  const std::string page = "placements=home_page.rr1&";
  for (const auto& rest : {page + "count=99999999999999999999",
                           page + "count=-1",
                           page + "count=0",
                           page + "st=1001",
                           page + "st=18446744073709551616",
                           page + "minPriceFilter=-1",
                           page + "maxPriceFilter=9223372036854775808",
                           page + "priceRanges=" + repeated("1;2|", 30) + "1;2",
                           page + "priceRanges=;",
                           page + "priceRanges=5",
                           page + "filterAtr=" + repeated("a:b|", 300) + "a:b",
                           page + "filterAtr=a:" + repeated("b;", 300) + "b",
                           page + "bi=" + repeated("A|", 300) + "A",
                           page + "sgs=" + repeated("1:a|", 300) + "1:a",
                           page + "attributeList=" + repeated("a|", 300) + "a",
                           page + "userAttribute=" + repeated("k:v|", 300) + "k:v",
                           page + "viewed=A:99999999999999999999",
                           page + "viewed=A:-5",
                           page + "purchased=" + repeated("A:1|", 300) + "A:1",
                           "placements=item_page.a&productId=" + repeated("A|", 10'000) + "A",
                           "placements=" + repeated("home_page.a|", 300) + "home_page.b",
                           "placements=item_page.a&productId=" + std::string(5000, 'A'),
                           page + "jsonp=true&jcp=" + std::string(200, 'f')})
    EXPECT_NE(shop.fault(shop.call(rest)), "") << rest.substr(0, 80);
}

TEST_F(richrelevance_hostile, cookies_that_are_forged_of_another_customer_or_too_old) {
  const auto given = shop.ok(shop.call("placements=home_page.rr1"))["rcs"].get<std::string>();
  const auto refused = [&](const std::string& cookie) {
    return shop.fault(shop.call("placements=item_page.a&productId=A&rcs=" + cookie));
  };
  const auto with_another = [&](std::size_t place) {
    auto text = given;
    text[place] = text[place] == '0' ? '1' : '0';
    return text;
  };
  const auto changed = with_another(given.size() - 1);
  const auto younger = with_another(given.find('.', 3) - 1);
  const auto of_another = *api::richrelevance::cookie_for({}, "00001", shop.time.wall_ms(), shop.hasher);
  for (const auto& forged :
       {changed, younger, of_another, given + "0", given.substr(0, given.size() - 1), std::string("f1."),
        std::string("f1.."), "f1.99999999999999999999" + given.substr(given.find('.', 3))})
    EXPECT_EQ(refused(forged), "rcs: is not as an answer to this customer had it") << forged;
  shop.time.advance_ms(366LL * 86'400'000);
  EXPECT_EQ(refused(given), "rcs: is older than a year");
}

TEST_F(richrelevance_hostile, parameters_of_a_wrong_type) {
  const std::string page = "placements=item_page.a&productId=A&";
  for (const std::string wrong : {"count=ten",
                                  "count=1.5",
                                  "st=-1",
                                  "start=x",
                                  "minPriceFilter=1.5",
                                  "maxPriceFilter=cheap",
                                  "priceRanges=1;a",
                                  "priceRanges=2;1",
                                  "filterAtr=colour",
                                  "filterAtr=:red",
                                  "bi=A||B",
                                  "genreFilter=a||b",
                                  "categoryFilter=a||b",
                                  "filbr=a||b",
                                  "includeBrandFilteredProducts=perhaps",
                                  "includeCategoryFilteredProducts=2",
                                  "includeAttributeFilteredProducts=2",
                                  "includePriceFilteredProducts=2",
                                  "excludeHtml=2",
                                  "excludeItemAttributes=2",
                                  "excludeRecItems=2",
                                  "returnMinimalRecItemData=2",
                                  "categoryData=2",
                                  "includeStrategyData=2",
                                  "attributeList=a||b",
                                  "sgs=a||b",
                                  "chi=a||b",
                                  "userAttribute=a",
                                  "viewed=B:yesterday",
                                  "purchased=B:-1",
                                  "jsonp=2",
                                  "jsonp=true&jcp=alert(1)"})
    EXPECT_NE(shop.fault(shop.call(page + wrong)), "") << wrong;
}

TEST_F(richrelevance_hostile, what_is_asked_of_the_other_calls) {
  const std::string keys(richrelevance_shop::keys);
  const auto strategy = "/rrserver/api/rrPlatform/recsUsingStrategy?" + keys + "&strategyName=";
  const auto products = "/rrserver/api/rrPlatform/getProducts?" + keys + "&productId=";
  const auto preference = "/rrserver/api/user/preference?" + keys + "&u=anna&actionType=like&p=";
  const auto read = "/rrserver/api/user/preference/anna?" + keys + "&fields=";
  const auto many = repeated("A|", 10'000) + "A";
  const auto some = repeated("A|", 150) + "A";
  for (const auto& target :
       {strategy + "Luck",
        strategy + "ProductViewedViewed&seed=" + many,
        strategy + "ProductViewedViewed&seed=A||B",
        strategy + "CategoryBestSellers&seed=" + many,
        strategy + "BrandTopSellers",
        strategy + "SiteWideBestSellers&resultCount=1001",
        strategy + "SiteWideBestSellers&blockedProductIds=" + some + "&blockedProductIds=" + some,
        strategy + "SiteWideBestSellers&sessionId=" + std::string(5000, 's'),
        strategy + "SiteWideBestSellers&userAttribute=a",
        strategy + "SiteWideBestSellers&callback=alert(1)",
        products + many,
        products + "A||B",
        products + "A&categoryData=2",
        products + "A&callback=a;b",
        preference + many,
        preference + "A||B",
        preference + std::string(5000, 'A'),
        preference + "A&targetType=x",
        preference + "A&callback=1",
        read + many,
        read + "a||b",
        read + "pref_brand&callback=(",
        "/rrserver/api/user/preference/" + std::string(5000, 'u') + "?" + keys,
        std::string("/userProfile/api/v1/service/userProfile/wrong/anna?fields=all"),
        std::string("/userProfile/api/v1/service/userProfile/d4ff21d55a1368fc/anna?fields=all")})
    EXPECT_NE(shop.fault(shop.get(target)), "") << target.substr(0, 150);
}

TEST_F(richrelevance_hostile, clicks_that_lead_elsewhere) {
  const std::string click = "/rrserver/apiclick?a=00000&cak=42f5962fe3ed493e&s=1&scenario=bestseller&p=A&ct=";
  for (const std::string target : {"http%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example",
                                   "javascript%3Aalert(1)", "http%3A%2F%2Fshop.example%2Fproduct%2FB"}) {
    const auto answer = shop.get(click + target);
    EXPECT_NE(shop.fault(answer), "") << target;
    EXPECT_EQ(field_of(answer, "Location"), "") << target;
  }
}

TEST_F(richrelevance_hostile, bytes_that_are_no_text_and_escapes_that_are_none) {
  for (const std::string rest :
       {"placements=item_page.a&productId=%FF%FE", "placements=item_page.a&productId=%C0%80",
        "placements=item_page.a&productId=%ED%A0%80", "placements=item_page.a&productId=A%00B",
        "placements=item_page.a&productId=%", "placements=item_page.a&productId=%4",
        "placements=item_page.a&productId=%GG", "placements=item_page.a&productId=A%5CB",
        "placements=%E2%82&productId=A"}) {
    const auto answer = shop.call(rest);
    EXPECT_TRUE(answer.status == 400 || answer.status == 200) << rest << answer.status;
    EXPECT_EQ(answer.body.find("\"status\":\"ok\""), answer.body.npos) << rest;
    const auto form = shop.post("/rrserver/api/rrPlatform/recsForPlacements",
                                std::string(richrelevance_shop::keys) + "&userId=1&sessionId=2&" + rest,
                                {{"Content-Type", "application/x-www-form-urlencoded"}});
    EXPECT_NE(shop.fault(form), "") << rest;
  }
}

TEST_F(richrelevance_hostile, bodies_of_another_kind) {
  const auto send = [&](std::string_view body, const std::string& type) {
    return shop.fault(shop.post("/rrserver/api/rrPlatform/recsForPlacements?" +
                                    std::string(richrelevance_shop::keys) +
                                    "&userId=1&sessionId=2&placements=item_page.a&productId=A",
                                body, {{"Content-Type", type}}));
  };
  EXPECT_NE(send("<xml/>", "text/xml"), "");
  EXPECT_NE(send("{\"placements\":", "application/json"), "");
  EXPECT_NE(send("--x\r\n", "multipart/form-data; boundary=x"), "");
  EXPECT_NE(send(repeated("a=b&", 200), "application/x-www-form-urlencoded"), "");
}

TEST_F(richrelevance_hostile, names_in_errors_are_cut_and_escaped) {
  const auto answer = shop.call("placements=%22%3Cscript%3E" + std::string(3000, 'x') + ".a");
  EXPECT_LT(answer.body.size(), 300U) << answer.body;
  EXPECT_NE(shop.fault(answer), "");
  // A letter of two bytes is not cut in two.
  for (const std::size_t before : {61U, 62U, 63U, 64U})
    EXPECT_NE(shop.fault(shop.call("placements=" + std::string(before, 'x') + "%C3%A4%C3%A4")), "") << before;
}

// What the shop has sent is right, and the server cannot keep it: that is no error of the page.
TEST(richrelevance_faults, of_the_server_alone_are_answered_with_5xx) {
  richrelevance_shop shop;
  shop.store.hold();
  std::string products = "A0";
  for (int place = 1; place < 200; ++place) products += "|A" + std::to_string(place);
  const auto page = "placements=item_page.a&productId=" + products;
  auto answer = shop.call(page);
  for (int calls = 0; answer.status == 200 && calls < 20; ++calls) answer = shop.call(page);
  EXPECT_EQ(answer.status, 503) << "the queue is full";
  const auto why = nlohmann::json::parse(answer.body);
  EXPECT_EQ(why["status"], "error");
  EXPECT_NE(why["errormessage"].get<std::string>(), "");
  EXPECT_EQ(field_of(answer, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(answer.last_ticket, 0U);
  EXPECT_NE(shop.fault(shop.call("placements=nowhere")), "") << "errors of the page stay what they are";
  shop.ok(shop.call("placements=home_page.a"));
  shop.store.release();
  shop.events();
  shop.ok(shop.call("placements=item_page.a&productId=A"));
  EXPECT_EQ(shop.stored().back(), "click A");
}

// A fixed seed: the same calls each time. Some of them are right.
TEST(richrelevance_calls, by_chance_are_all_answered) {
  richrelevance_shop shop;
  static constexpr const char* names[] = {
      "placements", "productId", "atcid", "o",         "q",           "pp",        "ppc",           "chi",
      "sgs",        "count",     "st",    "filterAtr", "priceRanges", "viewed",    "userAttribute", "jsonp",
      "jcp",        "rcs",       "bi",    "fpb",       "categoryId",  "searchTerm"};
  static constexpr const char* pieces[] = {
      "home_page", "cart_page", "nowhere", ".",    "|",  ":", ";",   "-1", "0", "1e9",
      "%7C",       "%25",       "%C3%A4",  "true", "\"", "'", "f1.", ",",  "&", "="};
  std::minstd_rand chance(7);
  const auto one_of = [&](const auto& list) { return std::string(list[chance() % std::size(list)]); };
  for (int call = 0; call < 2000; ++call) {
    std::string rest = "placements=";
    for (auto count = chance() % 6; count > 0; --count) {
      rest += one_of(pieces);
      if (chance() % 2 == 0) rest += "&" + one_of(names) + "=" + one_of(pieces);
    }
    const auto answer = shop.call(rest + "&sessionId=");
    EXPECT_TRUE(answer.status == 200 || answer.status == 400) << rest;
    EXPECT_EQ(answer.body.find("null"), answer.body.npos) << rest << answer.body;
  }
  shop.ok(shop.call("placements=item_page.a&productId=last"));
  EXPECT_EQ(shop.stored().back(), "click last");
}

}  // namespace
}  // namespace footfall::test
