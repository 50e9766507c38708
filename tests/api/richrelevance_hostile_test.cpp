// Calls that nobody sends who means well: each is answered, none of them stores anything, and the next call
// of somebody else is answered as before.
#include "api/richrelevance_shop.hpp"

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
