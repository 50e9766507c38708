#include "footfall/traffic/known_bots.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

struct visitor {
  const char* user_agent;
  bool is_bot;
};

constexpr visitor visitors[] = {
    {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true},
    {"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true},
    {"Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", true},
    {"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", true},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0", true},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
     false},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/17.5 Mobile/15E148 Safari/604.1",
     false},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", false},
    {"curl/7.88.1", false},
    {"okhttp/4.12.0", false},
    {"GuzzleHttp/7", false},
    {"WordPress/6.5.4; https://shop.example", false},
    {"Zapier", false},
    {"AppEngine-Google; (+http://code.google.com/appengine; appid: shop)", false},
    {"", false},
};

TEST(known_bots, crawlers_are_known_and_browsers_and_the_libraries_of_shops_are_not) {
  for (const auto& each : visitors)
    EXPECT_EQ(traffic::is_known_bot(each.user_agent), each.is_bot)
        << each.user_agent << " by " << traffic::known_bots_origin();
}

TEST(known_bots, the_built_in_list_knows_the_usual_ones_too) {
  const traffic::bot_patterns patterns(traffic::built_in_bots());
  EXPECT_EQ(patterns.size(), traffic::built_in_bots().size());
  for (const auto& each : visitors)
    EXPECT_EQ(patterns.matches(each.user_agent), each.is_bot) << each.user_agent;
}

TEST(known_bots, a_remembered_answer_is_that_of_its_own_user_agent) {
  for (int round = 0; round < 3; ++round)
    for (int number = 0; number < 1000; ++number) {
      const auto browser = "Mozilla/5.0 Firefox/" + std::to_string(number);
      EXPECT_FALSE(traffic::is_known_bot(browser));
      EXPECT_TRUE(traffic::is_known_bot(browser + " (compatible; bingbot/2.0)"));
    }
}

TEST(known_bots, only_the_beginning_of_a_very_long_user_agent_is_looked_at) {
  EXPECT_TRUE(traffic::is_known_bot("bingbot/2.0 " + std::string(100'000, 'x')));
  EXPECT_FALSE(traffic::is_known_bot(std::string(100'000, 'x') + " bingbot/2.0"));
}

TEST(known_bots, the_expression_that_fits_can_be_shown) {
  constexpr std::string_view expressions[] = {"[Pp]robe/", "(broken", "Walker"};
  const traffic::bot_patterns patterns(expressions);
  EXPECT_EQ(patterns.size(), 2U);  // what RE2 does not understand is left out
  EXPECT_EQ(patterns.matching("Sky Walker 1"), "Walker");
  EXPECT_EQ(patterns.matching("probe/2"), "[Pp]robe/");
  EXPECT_EQ(patterns.matching("Firefox"), "");
}

}  // namespace
}  // namespace footfall::test
