// Start, stop, restart and reload of the real server.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

TEST(lifecycle, sigterm_ends_with_status_0_and_the_state_comes_back) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}});
  site.track("/api/00000/click/anna/1/1");
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED")).front(), 2);
}

TEST(lifecycle, idle_and_half_sent_connections_do_not_hold_up_the_stop) {
  shop site;
  std::vector<http_client> idle;
  for (int each = 0; each < 20; ++each) {
    idle.push_back(site.server.client());
    idle.back().get("/api/00000/click/anna/1/1");
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(lifecycle, reload_brings_new_customers_and_scenarios) {
  shop site;
  EXPECT_EQ(site.track("/api/new/click/anna/1/1"), 404);
  site.server.write_configuration(R"({"customers": {"00000": {}, "new": {}}})");
  site.server.running_process().send_signal(SIGHUP);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("configuration reloaded") != std::string_view::npos; },
      20s));
  EXPECT_EQ(site.track("/api/new/click/anna/1/1"), 200);
  EXPECT_EQ(site.track("/api/00000/click/anna/1/1"), 200);
}

TEST(lifecycle, a_reload_with_shorter_histories_holds_at_once_and_one_with_longer_after_a_start) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}});
  for (const auto* item : {"1", "2", "3"}) site.track(std::string("/api/00000/click/anna/1/") + item);
  site.build_models();
  const auto used_items = [&] {
    const auto answer = site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED");
    return answer.at("contextItems").size();
  };
  EXPECT_EQ(used_items(), 3U);
  site.server.write_configuration(R"({"customers": {"00000": {"history_items": 1}}})");
  site.server.running_process().send_signal(SIGHUP);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("configuration reloaded") != std::string_view::npos; },
      20s));
  EXPECT_EQ(used_items(), 1U);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.server.write_configuration(R"({"customers": {"00000": {}}})");
  site.start_again();
  site.build_models();
  EXPECT_EQ(used_items(), 3U);
}

TEST(lifecycle, a_broken_configuration_is_refused_and_the_old_one_stays) {
  shop site;
  site.server.write_configuration(R"({"customers": {"00000": {"session_minutes": -5}}})");
  site.server.running_process().send_signal(SIGHUP);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("not reloaded") != std::string_view::npos; }, 20s));
  EXPECT_TRUE(site.says("session_minutes"));
  EXPECT_EQ(site.track("/api/00000/click/anna/1/1"), 200);
}

TEST(lifecycle, no_user_id_or_license_key_is_in_the_log) {
  footfall_server_options options;
  options.arguments = {"--log-level", "debug"};
  shop site(options);
  site.track("/api/00000/click/secret-user-id/1/1");
  site.track("/api/00000/rate/secret-user-id/1/1?rating=101");
  site.visitor().post("/api/00000/events", "{\"event\":\"click\",\"user\":\"secret-user-id\"}",
                      {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}});
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  EXPECT_EQ(site.server.log().find("secret-user-id"), std::string::npos);
  EXPECT_EQ(site.server.log().find("67890-1234"), std::string::npos);
}

TEST(lifecycle, health_readiness_figures_and_models_are_on_the_admin_listener_only) {
  shop site;
  EXPECT_EQ(site.admin().get("/healthz").status, 200);
  EXPECT_EQ(site.admin().get("/readyz").status, 200);
  EXPECT_NE(site.admin().get("/metrics").body.find("footfall_resident_memory_bytes"), std::string::npos);
  for (const auto* target : {"/healthz", "/readyz", "/metrics", "/admin/customers/00000/models"})
    EXPECT_EQ(site.visitor().get(target).status, 404) << target;
  EXPECT_EQ(site.admin().get("/api/00000/click/anna/1/1").status, 404);
}

TEST(lifecycle, the_model_listing_tells_type_state_and_input) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}});
  site.build_models();
  const auto listing = nlohmann::json::parse(site.admin().get("/admin/customers/00000/models").body);
  EXPECT_EQ(listing.at("customer"), "00000");
  bool found = false;
  for (const auto& each : listing.at("models")) {
    EXPECT_EQ(each.at("state"), "active");
    if (each.at("type") != "CF_I2I_CLICK") continue;
    found = true;
    EXPECT_EQ(each.at("eventsUsed"), 4);
    EXPECT_EQ(each.at("sessionsUsed"), 2);
    EXPECT_EQ(each.at("items"), 2);
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(site.admin().get("/admin/customers/nobody/models").status, 404);
}

TEST(lifecycle, a_second_server_on_the_same_data_is_refused) {
  shop site;
  footfall_server_options options;
  options.data_directory = site.server.data_directory();
  try {
    footfall_server second(footfall_binary, options);
    FAIL() << "two servers on one store";
  } catch (const std::runtime_error& refused) {
    EXPECT_NE(std::string(refused.what()).find("in use"), std::string::npos) << refused.what();
  }
}

}  // namespace
}  // namespace footfall::test
