// Receipts, opt-outs, who is counted and how often one may ask, through the real server.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <map>

namespace footfall::test {
namespace {

const http_fields bot{
    {"User-Agent", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"}};
// 00000:67890-1234-5678-90123-4567 and other:other-key
const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
const http_fields other_license{{"Authorization", "Basic b3RoZXI6b3RoZXIta2V5"}};

std::string receipt(const http_response& answer) { return answer.field("X-Footfall-Event").value_or(""); }

footfall_server_options configured(std::string configuration) {
  footfall_server_options options;
  options.configuration = std::move(configuration);
  return options;
}

/// The details of all events in the store, with how often they are there.
std::map<std::string, int> stored_details(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  std::map<std::string, int> details;
  sqlite3_exec(
      database, "SELECT coalesce(details, '') FROM event",
      [](void* into, int, char** values, char**) {
        ++(*static_cast<std::map<std::string, int>*>(into))[values[0]];
        return 0;
      },
      &details, nullptr);
  sqlite3_close(database);
  return details;
}

TEST(receipts, bots_stay_out_of_viewers_and_models_and_in_the_log_also_after_a_restart) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}, {1, 2}});
  for (int each = 0; each < 20; ++each) {
    const auto user = "/api/00000/click/crawler" + std::to_string(each);
    EXPECT_EQ(receipt(site.visitor().get(user + "/1/1", bot)), "ignored; reason=bot");
    EXPECT_EQ(receipt(site.visitor().get(user + "/1/999", bot)), "ignored; reason=bot");
  }
  for (int round = 0; round < 2; ++round) {
    site.build_models();
    const auto answer = site.recommend("/api/v2/00000/someone/also_clicked.json?contextitems=1");
    EXPECT_EQ(item_ids(answer), (std::vector<std::int64_t>{2})) << answer;
    EXPECT_EQ(answer.at("contextItems").at(0).at("viewers"), 3);
    if (round == 1) break;
    ASSERT_EQ(site.server.stop(SIGTERM), 0);
    EXPECT_EQ(stored_details(site.server.data_directory() / "footfall.db")["a=bots"], 40);
    site.start_again();
  }
}

TEST(receipts, an_opt_out_holds_after_a_restart_and_ends_when_it_is_taken_back) {
  shop site;
  constexpr auto opt_out = "/admin/customers/00000/opt-outs/anna";
  constexpr auto click = "/api/00000/click/anna/1/42";
  EXPECT_EQ(receipt(site.visitor().get(click)), "stored");
  EXPECT_EQ(site.admin().post(opt_out, "", {{"Content-Type", "application/json"}}).body,
            R"({"optedOut":true})");
  EXPECT_EQ(receipt(site.visitor().get(click)), "ignored; reason=opted-out");
  site.server.kill9();
  site.start_again();
  EXPECT_EQ(site.admin().get(opt_out).body, R"({"optedOut":true})");
  EXPECT_EQ(receipt(site.visitor().get(click)), "ignored; reason=opted-out");
  EXPECT_EQ(receipt(site.visitor().get("/api/00000/login/anna/anna2")), "ignored; reason=opted-out");
  EXPECT_EQ(receipt(site.visitor().get("/api/00000/login/anna2/anna")), "ignored; reason=opted-out");
  EXPECT_EQ(receipt(site.visitor().get("/api/00000/triggeropened/anna?triggername=x")),
            "ignored; reason=opted-out");
  EXPECT_EQ(site.admin().request("DELETE", opt_out, "", {{"Content-Type", "application/json"}}).body,
            R"({"optedOut":false})");
  EXPECT_EQ(receipt(site.visitor().get(click)), "stored");
  // The user's name is nowhere in what the server writes.
  EXPECT_EQ(site.server.log().find("anna"), std::string::npos);
}

TEST(receipts, events_of_every_form_have_one) {
  shop site;
  struct form {
    const char* method;
    const char* target;
    int status;
    const char* receipt;
  };
  constexpr form forms[] = {
      {"GET", "/api/00000/login/a/b", 200, "stored"},
      {"POST", "/api/00000/login/a/b/", 204, "stored"},
      {"GET", "/api/00000/triggeropened/a?triggername=x", 200, "stored"},
      {"GET", "/api/00000/triggeropened/a", 400, "refused; reason=missing_parameter"},
      {"GET", "/api/00000/click/a", 400, "refused; reason=missing_parameter"},
      {"GET", "/api/00000/click/a/1/5/6", 404, ""},  // no path of any endpoint
      {"GET", "/api/00000/rendered/a/1/", 200, "ignored; reason=empty"},
      {"POST", "/api/00000/basket/a/1/5", 204, "stored"},
  };
  for (const auto& each : forms) {
    const auto answer = site.visitor().request(each.method, each.target, "", {});
    EXPECT_EQ(answer.status, each.status) << each.target;
    EXPECT_EQ(receipt(answer), each.receipt) << each.target;
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "*") << each.target;
  }
}

TEST(receipts, a_question_about_a_url_is_answered_as_the_request_will_be) {
  shop site;
  const auto story = nlohmann::json::parse(
      site.admin()
          .post("/admin/customers/00000/events/explain",
                R"({"url":"https://event.example/api/00000/buy/anna/1/42?quantity=3","headers":{"DNT":"1"}})")
          .body);
  EXPECT_EQ(story.at("verdict"), "stored");
  EXPECT_EQ(story.at("parameters").at(0).at("readAs"), "3");
  EXPECT_EQ(nlohmann::json::parse(site.admin().get("/admin/customers/00000/events/recent").body)
                .at("events")
                .size(),
            0U);
  site.track("/api/00000/buy/anna/1/42?quantity=3");
  const auto recent = nlohmann::json::parse(site.admin().get("/admin/customers/00000/events/recent").body);
  EXPECT_EQ(recent.at("events").at(0).at("event"), "buy");
  EXPECT_EQ(recent.at("events").at(0).at("verdict"), "stored");
}

TEST(access, credentials_are_asked_for_where_the_customer_wants_it) {
  shop site(configured(R"({"customers": {
      "00000": {"license_key": "67890-1234-5678-90123-4567", "tracking_authentication": true,
                "recommendation_authentication": true},
      "other": {"license_key": "other-key"}}})"));
  for (const auto* target : {"/api/00000/click/a/1/5", "/api/v2/00000/a/landing_page.json"}) {
    const auto without = site.visitor().get(target);
    EXPECT_EQ(without.status, 401) << target;
    EXPECT_TRUE(without.field("WWW-Authenticate").value_or("").starts_with("Basic realm=")) << target;
    EXPECT_EQ(site.visitor().get(target, other_license).status, 403) << target;
    EXPECT_EQ(site.visitor().get(target, license).status, 200) << target;
  }
  EXPECT_EQ(site.visitor().get("/api/other/click/a/1/5", license).status, 200);  // a stray header
}

TEST(access, a_client_above_its_limit_gets_429_and_others_behind_the_proxy_are_served) {
  shop site(configured(R"({"server": {"limits": {"requests_per_second_per_address": 1,
                                                 "requests_burst_per_address": 3}},
                           "customers": {"00000": {}}})"));
  const auto click_from = [&](const char* address) {
    return site.visitor().get("/api/00000/click/anna/1/42", {{"X-Forwarded-For", address}});
  };
  int served = 0;
  http_response last;
  for (int each = 0; each < 20; ++each) {
    last = click_from("198.51.100.1");
    served += last.status == 200 ? 1 : 0;
  }
  // A token comes each second, and the machine may be slow.
  EXPECT_GE(served, 3);
  EXPECT_LT(served, 20);
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.field("Retry-After"), "1");
  EXPECT_EQ(receipt(last), "refused; reason=too_many_requests");
  EXPECT_EQ(click_from("198.51.100.2").status, 200);
  EXPECT_EQ(click_from("1.1.1.1, 198.51.100.1").status, 429);  // the client wrote the first one itself
}

TEST(access, a_proxy_that_is_not_trusted_is_reported) {
  shop site(configured(R"({"server": {"trusted_proxies": []}, "customers": {"00000": {}}})"));
  const auto reported = [&] {
    return site.admin().get("/metrics").body.find("\nfootfall_untrusted_proxy 1") != std::string::npos;
  };
  EXPECT_FALSE(reported());
  for (int each = 0; each < 300; ++each)
    site.visitor().get("/api/00000/click/anna/1/42", {{"X-Forwarded-For", "198.51.100.1"}});
  EXPECT_TRUE(reported());
  const auto log = site.server.log();
  const auto warning = log.find("server.trusted_proxies");
  EXPECT_NE(warning, std::string::npos);
  EXPECT_EQ(log.find("server.trusted_proxies", warning + 1), std::string::npos);
}

struct method_case {
  const char* method;
  std::string target;
  int status;
  const char* allow;
};

TEST(access, methods_limits_and_cors_are_the_same_for_answers_and_errors) {
  shop site;
  const method_case cases[] = {
      {"OPTIONS", "/api/00000/click/a/1/5", 204, "GET, HEAD, POST, OPTIONS"},
      {"OPTIONS", "/api/v2/00000/a/landing_page.json", 204, "GET, HEAD, OPTIONS"},
      {"OPTIONS", "/somewhere/else", 404, nullptr},
      {"OPTIONS", "/other/00000/click/a/1/5", 404, nullptr},
      {"DELETE", "/api/00000/click/a/1/5", 405, "GET, HEAD, POST, OPTIONS"},
      {"PATCH", "/api/00000/click/a/1/5", 405, "GET, HEAD, POST, OPTIONS"},
      {"POST", "/api/v2/00000/a/landing_page.json", 405, "GET, HEAD, OPTIONS"},
      {"GET", "/api/00000/click/a/1/5?x=" + std::string(9000, 'y'), 414, nullptr},
      {"GET", "/api/00000/click/a/1/5?x=%zz", 400, nullptr},
      {"GET", "/api/nobody/click/a/1/5", 404, nullptr},
  };
  for (const auto& each : cases) {
    auto client = site.server.client();
    const auto answer = client.request(each.method, each.target, "", {});
    const auto name = std::string(each.method) + " " + each.target.substr(0, 40);
    EXPECT_EQ(answer.status, each.status) << name;
    EXPECT_EQ(answer.field("Allow"),
              each.allow == nullptr ? std::nullopt : std::optional<std::string>(each.allow))
        << name;
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "*") << name;
  }
  auto client = site.server.client();
  client.send("HEAD /api/00000/click/a/1/5 HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), "43");
  EXPECT_EQ(head.field("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(receipt(head), "ignored; reason=head");
  client.send("HEAD /api/00000/click/a/1/0 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.receive(true).status, 400);
}

}  // namespace
}  // namespace footfall::test
