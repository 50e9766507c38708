// Recent requests, explanations and opt-outs on the admin listener, without a socket.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {
namespace {

using nlohmann::json;

constexpr auto explain_path = "/admin/customers/00000/events/explain";

json explain(test_shop& shop, std::string_view body) {
  const auto answer = shop.admin(http::method::post, explain_path, body);
  EXPECT_EQ(answer.status, 200) << answer.body;
  return json::parse(answer.body);
}

json recent(test_shop& shop) {
  return json::parse(shop.admin(http::method::get, "/admin/customers/00000/events/recent").body).at("events");
}

TEST(recent_events, the_newest_come_first_with_verdict_and_without_user_ids) {
  test_shop shop;
  shop.get("/api/00000/click/anna.secret/1/42");
  shop.time.advance_ms(1000);
  shop.get("/api/00000/rendered/anna.secret/2/7,8,9");
  shop.get("/api/00000/click/1/42/anna.secret");  // a tracker that has its segments mixed up
  shop.send(http::method::get, "/api/00000/buy/anna.secret/1/5", "", {{"User-Agent", "bingbot/2.0"}});
  const auto text = shop.admin(http::method::get, "/admin/customers/00000/events/recent").body;
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
  const auto events = json::parse(text).at("events");
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0], json::parse(R"({"time":"2026-01-31T12:00:01Z","event":"buy","itemType":1,"item":5,
                                       "verdict":"ignored","reason":"bot"})"));
  EXPECT_EQ(events[1].at("verdict"), "refused");
  EXPECT_EQ(events[1].at("reason"), "bad_parameter");
  EXPECT_EQ(events[2].at("items"), 3);
  EXPECT_EQ(events[3].at("verdict"), "stored");
  EXPECT_FALSE(events[3].contains("reason"));
}

TEST(recent_events, only_the_last_few_hundred_are_kept) {
  test_shop shop;
  for (int item = 1; item <= 1000; ++item) shop.get("/api/00000/click/anna/1/" + std::to_string(item));
  const auto events = recent(shop);
  ASSERT_EQ(events.size(), customer::recent_requests::kept);
  EXPECT_EQ(events.front().at("item"), 1000);
  EXPECT_EQ(events.back().at("item"), 701);
}

TEST(recent_events, what_the_store_could_not_take_is_shown_as_refused) {
  test_shop shop;
  http::request question;
  question.method = http::method::get;
  question.raw_target = "/api/00000/click/anna/1/42";
  ASSERT_TRUE(question.target.assign(question.raw_target));
  http::response out;
  shop.open_service.refuse({error::store_failed, "no"}, question, out);
  EXPECT_EQ(out.status, 503);
  EXPECT_EQ(field_of(out, "X-Footfall-Event"), "refused; reason=store_failed");
  EXPECT_EQ(recent(shop).at(0).at("reason"), "store_failed");
}

TEST(explain_event, a_good_url_passes_every_step_and_nothing_is_stored) {
  test_shop shop;
  for (const auto* url :
       {"/api/00000/buy/anna/1/42?quantity=2&fullprice=2.5EUR&color=red&lang=",
        "https://event.example/api/00000/buy/anna/1/42?quantity=2&fullprice=2.5EUR&color=red&lang=\n",
        "//event.example/api/00000/buy/anna/1/42?quantity=2&fullprice=2.5EUR&color=red&lang="}) {
    const auto story = explain(shop, url);
    EXPECT_EQ(story.at("verdict"), "stored") << url;
    EXPECT_EQ(story.at("receipt"), "stored");
    EXPECT_EQ(story.at("status"), 200);
    for (const auto& step : story.at("steps")) EXPECT_TRUE(step.at("passed").get<bool>()) << step;
    const auto& parameters = story.at("parameters");
    ASSERT_EQ(parameters.size(), 4U);
    EXPECT_EQ(parameters[0], json::parse(R"({"name":"quantity","value":"2","readAs":"2"})"));
    EXPECT_EQ(parameters[1].at("readAs"), "2.50EUR");
    EXPECT_EQ(parameters[3].at("readAs"), "absent, since it is empty");
  }
  EXPECT_TRUE(shop.events().empty());
  EXPECT_TRUE(recent(shop).empty());
}

struct explained_case {
  const char* body;
  const char* verdict;
  const char* reason;
  int status;
  const char* failed_step;
};

TEST(explain_event, the_step_that_decides_is_named) {
  constexpr explained_case cases[] = {
      {"/api/00000/click/anna/1/0", "refused", "bad_parameter", 400, "path and parameters"},
      {"/api/00000/rate/anna/1/5?rating=101", "refused", "bad_parameter", 400, "path and parameters"},
      {"/api/00000/nonsense/anna/1/5", "refused", "unknown_event", 404, "event"},
      {"/api/nobody/click/anna/1/5", "refused", "unknown_customer", 404, "customer"},
      {"/shop/00000/click/anna/1/5", "refused", "not_found", 404, "solution"},
      {"/api/v2/00000/anna/landing_page.json", "refused", "not_found", 404, "route"},
      {"/api/00000/click/an\\na/1/5", "refused", "bad_request", 400, "url"},
      {"click me", "refused", "bad_request", 400, "url"},
      {"/api/00000/rendered/anna/1/", "ignored", "empty", 200, "empty"},
      {R"({"url":"/api/00000/click/anna/1/5","headers":{"User-Agent":"bingbot/2.0"}})", "ignored", "bot", 200,
       "bot"},
      {R"({"url":"/api/00000/click/anna/1/5","headers":{"sec-purpose":"prefetch"}})", "ignored", "prefetch",
       200, "prefetch"},
  };
  test_shop shop;
  for (const auto& each : cases) {
    const auto story = explain(shop, each.body);
    EXPECT_EQ(story.at("verdict"), each.verdict) << each.body;
    EXPECT_EQ(story.at("reason"), each.reason) << each.body;
    EXPECT_EQ(story.at("status"), each.status) << each.body;
    const auto& steps = story.at("steps");
    const auto failed =
        std::ranges::find_if(steps, [](const json& step) { return !step.at("passed").get<bool>(); });
    ASSERT_NE(failed, steps.end()) << each.body;
    EXPECT_EQ(failed->at("step"), each.failed_step) << each.body;
  }
  EXPECT_TRUE(shop.events().empty());
}

TEST(explain_event, its_verdict_is_that_of_the_request_itself) {
  customer::customer_settings settings;
  settings.duplicate_window_ms = 5000;
  settings.honour_do_not_track = true;
  const fields headers[] = {{}, {{"DNT", "1"}}, {{"User-Agent", "bingbot/2.0"}}, {{"Purpose", "prefetch"}}};
  for (const auto* target :
       {"/api/00000/click/anna/1/5", "/api/00000/click/anna/1/0", "/api/00000/click/anna/1/5?x=%zz",
        "/api/00000/rendered/anna/1/5,6", "/api/00000/basket/anna/1/5"})
    for (const auto& sent : headers) {
      test_shop shop(settings);
      for (int round = 0; round < 2; ++round) {  // the second one may be a duplicate
        json body{{"url", target}, {"headers", json::object()}};
        for (const auto& [name, value] : sent) body["headers"][name] = value;
        const auto story = explain(shop, body.dump());
        const auto answer = shop.send(http::method::get, target, "", sent);
        EXPECT_EQ(story.at("status"), answer.status) << target;
        // A request that HTTP itself refuses has no receipt, since nobody knows what it is about.
        const auto receipt = field_of(answer, "X-Footfall-Event");
        EXPECT_TRUE(receipt.empty() || story.at("receipt") == receipt) << target << " " << receipt;
      }
    }
}

TEST(explain_event, what_is_not_a_question_is_refused) {
  test_shop shop;
  for (const auto* body : {"", "  \n", "{", "{}", R"({"url":5})", R"({"url":"/a","headers":[]})",
                           R"({"url":"/a","headers":{"x":1}})"})
    EXPECT_EQ(shop.admin(http::method::post, explain_path, body).status, 400) << body;
  EXPECT_EQ(shop.admin(http::method::post, "/admin/customers/nobody/events/explain", "/a").status, 404);
}

TEST(opt_outs, a_user_who_opted_out_is_not_stored_until_he_comes_back) {
  test_shop shop;
  constexpr auto path = "/admin/customers/00000/opt-outs/anna%2F1";
  const auto state = [&](http::method method) {
    const auto answer = shop.admin(method, path);
    shop.events();  // the answer leaves after the commit
    return answer.body;
  };
  const auto click = [&] { return field_of(shop.get("/api/00000/click/anna%2F1/1/42"), "X-Footfall-Event"); };
  EXPECT_EQ(state(http::method::get), R"({"optedOut":false})");
  EXPECT_EQ(click(), "stored");
  EXPECT_EQ(state(http::method::post), R"({"optedOut":true})");
  EXPECT_EQ(state(http::method::get), R"({"optedOut":true})");
  EXPECT_EQ(click(), "ignored; reason=opted-out");
  EXPECT_EQ(field_of(shop.get("/api/00000/click/bob/1/42"), "X-Footfall-Event"), "stored");
  EXPECT_EQ(state(http::method::post), R"({"optedOut":true})");  // once is enough: no second record
  EXPECT_EQ(shop.events().size(), 3U);
  EXPECT_EQ(state(http::method::del), R"({"optedOut":false})");
  EXPECT_EQ(click(), "stored");
}

TEST(opt_outs, bulk_lines_of_such_users_are_rejected) {
  test_shop shop;
  shop.admin(http::method::post, "/admin/customers/00000/opt-outs/anna");
  shop.events();
  const fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto answer = shop.post("/api/00000/events",
                                R"({"event":"click","user":"anna","item":1})"
                                "\n"
                                R"({"event":"login","user":"bob","target":"anna"})"
                                "\n"
                                R"({"event":"click","user":"bob","item":1})",
                                license);
  const auto body = json::parse(answer.body);
  EXPECT_EQ(body.at("accepted"), 1);
  EXPECT_EQ(body.at("rejected"), 2);
  for (const auto& each : body.at("errors")) EXPECT_EQ(each.at("reason"), "user: has opted out of tracking");
}

}  // namespace
}  // namespace footfall::test
