// What the answers to tracking requests say became of them, without a socket.
#include "api/test_shop.hpp"
#include "footfall/events/event_details.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr auto googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
constexpr auto click = "/api/00000/click/anna/1/42";
// 00000:67890-1234-5678-90123-4567
const std::pair<std::string, std::string> license{"Authorization",
                                                  "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="};

http::response get(test_shop& shop, std::string_view target, const fields& headers = {}) {
  return shop.send(http::method::get, target, "", headers);
}

std::string receipt(const http::response& answer) { return field_of(answer, "X-Footfall-Event"); }

struct receipt_case {
  const char* target;
  fields headers;
  int status;
  const char* receipt;
  std::size_t kept;  ///< events in the log
};

TEST(receipts, a_repeat_waits_for_the_disk_like_its_original) {
  customer::customer_settings settings;
  settings.duplicate_window_ms = 1000;
  test_shop shop(settings);
  const auto original = shop.get("/api/00000/click/anna/1/42");
  const auto repeat = shop.get("/api/00000/click/anna/1/42");
  EXPECT_GT(original.last_ticket, 0U);
  EXPECT_GT(repeat.last_ticket, original.last_ticket);
  EXPECT_EQ(shop.events().size(), 1U);
}

TEST(receipts, each_answer_says_what_became_of_the_event) {
  const receipt_case cases[] = {
      {click, {}, 200, "stored", 1},
      {"/api/00000/rendered/anna/1/5,6", {}, 200, "stored", 2},
      {"/api/00000/rendered/anna/1/", {}, 200, "ignored; reason=empty", 0},
      {click, {{"User-Agent", googlebot}}, 200, "ignored; reason=bot", 1},
      {click, {{"User-Agent", googlebot}, license}, 200, "stored", 1},
      {click, {{"User-Agent", googlebot}, {"Authorization", "Basic eDp5"}}, 200, "ignored; reason=bot", 1},
      {click, {{"User-Agent", "curl/7.88.1"}}, 200, "stored", 1},
      {click, {{"Purpose", "prefetch"}}, 200, "ignored; reason=prefetch", 1},
      {click, {{"Sec-Purpose", "prefetch;prerender"}}, 200, "ignored; reason=prefetch", 1},
      {click, {{"X-Moz", "Prefetch"}}, 200, "ignored; reason=prefetch", 1},
      {click, {{"X-Purpose", "preview"}}, 200, "ignored; reason=prefetch", 1},
      {click, {{"Sec-Purpose", "other"}}, 200, "stored", 1},
      {click, {{"DNT", "1"}}, 200, "stored", 1},  // not asked to honour it
      {"/api/00000/click/not_defined/1/42", {}, 200, "stored", 1},
      {"/api/00000/click/not_defined/1/42", {{"User-Agent", googlebot}}, 200, "ignored; reason=bot", 1},
      {"/api/00000/click/anna/1/0", {}, 400, "refused; reason=bad_parameter", 0},
      {"/api/00000/rate/anna/1/5?rating=101", {}, 400, "refused; reason=bad_parameter", 0},
      {"/api/00000/clickrecommended/anna/1/5", {}, 400, "refused; reason=missing_parameter", 0},
      {"/api/nobody/click/anna/1/42", {}, 404, "refused; reason=unknown_customer", 0},
      {"/api/00000/nonsense/anna/1/42", {}, 404, "refused; reason=unknown_event", 0},
  };
  for (const auto& each : cases) {
    test_shop shop;
    const auto answer = get(shop, each.target, each.headers);
    EXPECT_EQ(answer.status, each.status) << each.target << " " << each.receipt;
    EXPECT_EQ(receipt(answer), each.receipt) << each.target;
    EXPECT_EQ(shop.events().size(), each.kept) << each.target << " " << each.receipt;
  }
}

TEST(receipts, a_message_that_a_mail_program_fetches_was_opened) {
  constexpr auto gmail =
      "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
  constexpr auto opened = "/api/00000/triggeropened/anna?triggername=basket";
  test_shop shop;
  for (const auto* const program : {gmail, "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy.html"})
    EXPECT_EQ(receipt(get(shop, opened, {{"User-Agent", program}})), "stored") << program;
  EXPECT_EQ(receipt(get(shop, opened, {{"User-Agent", googlebot}})), "ignored; reason=bot");
  EXPECT_EQ(receipt(get(shop, "/api/00000/click/anna/1/42", {{"User-Agent", gmail}})), "ignored; reason=bot");
}

TEST(receipts, an_order_that_is_told_again_is_kept_apart) {
  test_shop shop;
  constexpr auto bought = "/api/00000/buy/anna/1/42?orderid=4711&orderline=1";
  EXPECT_EQ(receipt(get(shop, bought)), "stored");
  shop.events();
  EXPECT_EQ(receipt(get(shop, "/api/00000/buy/ben/1/42?transactionid=4711&orderline=1")),
            "ignored; reason=repeated-order");
  EXPECT_EQ(receipt(get(shop, "/api/00000/buy/anna/1/42?orderid=4711&orderline=2")), "stored");
  EXPECT_EQ(receipt(get(shop, "/api/00000/buy/anna/1/42")), "stored");
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 4U);
  EXPECT_EQ(stored[1].details.substr(0, 8), "a=order&");
  EXPECT_FALSE(stored[1].counts());
}

TEST(receipts, of_two_that_wait_for_the_disk_together_one_counts) {
  test_shop shop;
  shop.store.hold();
  get(shop, click);
  shop.store.wait_for_held_commit();
  get(shop, "/api/00000/buy/anna/1/42?orderid=4711");
  get(shop, "/api/00000/buy/anna/1/42?orderid=4711");
  shop.store.release();
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 3U);
  EXPECT_TRUE(stored[1].counts());
  EXPECT_FALSE(stored[2].counts());
}

TEST(receipts, answers_of_other_endpoints_have_none) {
  test_shop shop;
  EXPECT_EQ(receipt(get(shop, "/api/v2/00000/anna/landing_page.json")), "");
  EXPECT_EQ(receipt(get(shop, "/nowhere")), "");
}

TEST(receipts, scripts_of_other_origins_may_read_them) {
  test_shop shop;
  EXPECT_EQ(field_of(get(shop, click, {{"Origin", "https://shop.example"}}), "Access-Control-Expose-Headers"),
            "X-Footfall-Event");
  EXPECT_EQ(field_of(get(shop, "/api/00000/click/a/1/0", {{"Origin", "https://shop.example"}}),
                     "Access-Control-Expose-Headers"),
            "X-Footfall-Event");
  EXPECT_EQ(field_of(get(shop, click), "Access-Control-Expose-Headers"), "");
}

TEST(receipts, bots_and_prefetches_are_kept_with_a_mark_and_out_of_histories_and_viewers) {
  test_shop shop;
  get(shop, "/api/00000/click/anna/1/42?lang=en", {{"User-Agent", googlebot}});
  get(shop, click, {{"Purpose", "prefetch"}});
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].audience, events::audience::bots);
  EXPECT_EQ(stored[0].details, "a=bots&l=en");
  EXPECT_EQ(stored[1].audience, events::audience::prefetch);
  EXPECT_EQ(stored[1].details, "a=prefetch");
  EXPECT_EQ(shop.owner->profiles.size(), 0U);
  get(shop, click);
  shop.events();
  EXPECT_EQ(shop.owner->profiles.size(), 1U);
}

TEST(receipts, a_client_cannot_mark_its_events_itself) {
  test_shop shop;
  get(shop, "/api/00000/click/anna/1/42?a=bots");
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].audience, events::audience::visitors);
  EXPECT_EQ(events::marked_audience(stored[0].details), events::audience::visitors);
}

TEST(receipts, a_customer_may_count_bots) {
  customer::customer_settings settings;
  settings.count_bots = true;
  test_shop shop(settings);
  EXPECT_EQ(receipt(get(shop, click, {{"User-Agent", googlebot}})), "stored");
  EXPECT_EQ(shop.events().at(0).audience, events::audience::visitors);
}

TEST(receipts, do_not_track_is_honoured_where_the_customer_wants_it) {
  customer::customer_settings settings;
  settings.honour_do_not_track = true;
  test_shop shop(settings);
  EXPECT_EQ(receipt(get(shop, click, {{"DNT", "1"}})), "ignored; reason=do-not-track");
  EXPECT_EQ(receipt(get(shop, click, {{"Sec-GPC", "1"}})), "ignored; reason=do-not-track");
  // Not even with a mark.
  EXPECT_EQ(receipt(get(shop, click, {{"DNT", "1"}, {"User-Agent", googlebot}})),
            "ignored; reason=do-not-track");
  EXPECT_TRUE(shop.events().empty());
  EXPECT_EQ(receipt(get(shop, click, {{"DNT", "0"}})), "stored");
}

TEST(receipts, the_same_request_within_the_window_is_stored_once) {
  customer::customer_settings settings;
  settings.duplicate_window_ms = 2000;
  test_shop shop(settings);
  EXPECT_EQ(receipt(get(shop, click)), "stored");
  EXPECT_EQ(receipt(get(shop, click)), "ignored; reason=duplicate");
  EXPECT_EQ(receipt(get(shop, "/ebl/00000/click/anna/1/42")), "ignored; reason=duplicate");
  EXPECT_EQ(receipt(get(shop, "/api/00000/click/anna/1/43")), "stored");
  EXPECT_EQ(receipt(get(shop, "/api/00000/click/bob/1/42")), "stored");
  EXPECT_EQ(receipt(get(shop, "/api/00000/basket/anna/1/42")), "stored");
  EXPECT_EQ(receipt(get(shop, "/api/00000/click/anna/1/42?lang=en")), "stored");
  shop.time.advance_ms(1999);
  EXPECT_EQ(receipt(get(shop, click)), "ignored; reason=duplicate");
  shop.time.advance_ms(1);
  EXPECT_EQ(receipt(get(shop, click)), "stored");
  EXPECT_EQ(shop.events().size(), 6U);
}

TEST(receipts, what_could_not_be_stored_is_no_duplicate_when_it_comes_again) {
  customer::customer_settings settings;
  settings.duplicate_window_ms = 60'000;
  test_shop shop(settings);
  shop.log.stop();  // appends are refused from now on
  EXPECT_EQ(receipt(get(shop, click)), "refused; reason=not_ready");
  EXPECT_EQ(receipt(get(shop, click)), "refused; reason=not_ready");
}

TEST(receipts, every_reason_is_a_counter) {
  test_shop shop;
  get(shop, click);
  get(shop, click, {{"User-Agent", googlebot}});
  get(shop, click, {{"Purpose", "prefetch"}});
  shop.admin(http::method::post, "/admin/customers/00000/opt-outs/ben");
  shop.events();
  get(shop, "/api/00000/rendered/ben/1/5");
  get(shop, "/api/00000/rendered/anna/1/");
  get(shop, "/api/00000/nonsense/anna/1/5");
  shop.events();
  const auto text = shop.admin(http::method::get, "/metrics").body;
  for (const auto* line : {
           R"(footfall_events_total{event="click",outcome="ignored",reason="bot"} 1)",
           R"(footfall_events_total{event="click",outcome="ignored",reason="prefetch"} 1)",
           R"(footfall_events_total{event="rendered",outcome="ignored",reason="opted-out"} 1)",
           R"(footfall_events_total{event="rendered",outcome="ignored",reason="empty"} 1)",
           R"(footfall_events_total{event="any",outcome="refused",reason="unknown_event"} 1)",
       })
    EXPECT_NE(text.find(line), std::string::npos) << line;
}

}  // namespace
}  // namespace footfall::test
