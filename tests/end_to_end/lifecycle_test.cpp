// Start, stop, restart and reload of the real server.
#include "end_to_end/shop.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/store/clock_mark.hpp"
#include "footfall/store/engines.hpp"
#include "support/example_events.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

int stored_events(const std::filesystem::path& data_directory) {
  sqlite3* database = nullptr;
  EXPECT_EQ(
      sqlite3_open_v2((data_directory / "footfall.db").c_str(), &database, SQLITE_OPEN_READONLY, nullptr),
      SQLITE_OK);
  int count = 0;
  const auto take_count = [](void* into, int, char** values, char**) {
    *static_cast<int*>(into) = std::atoi(values[0]);
    return 0;
  };
  sqlite3_exec(database, "SELECT count(*) FROM event", take_count, &count, nullptr);
  sqlite3_close(database);
  return count;
}

TEST(lifecycle, sigterm_ends_with_status_0_and_the_state_comes_back) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}});
  site.track("/api/00000/click/anna/1/1");
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED")).front(), 2);
}

TEST(lifecycle, idle_connections_do_not_hold_up_the_stop) {
  shop site;
  std::vector<http_client> idle;
  for (int each = 0; each < 20; ++each) {
    idle.push_back(site.server.client());
    idle.back().get("/api/00000/click/anna/1/1");
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  // Less than the 7 seconds after which what is left is cut.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(lifecycle, a_request_that_has_begun_is_answered_during_the_stop) {
  shop site;
  auto slow = site.server.client();
  slow.get("/api/00000/click/anna/1/1");
  slow.send("GET /api/00000/click/anna/1/2 HTTP/1.1\r\nHost: shop");
  // Its first half has arrived when requests behind it have been answered: new connections reach all threads.
  for (int each = 0; each < 20; ++each) site.server.client().get("/api/00000/click/bert/1/1");
  site.server.running_process().send_signal(SIGTERM);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("stopping: ") != std::string_view::npos; }, 20s));
  wait_until_refused(site.server.port());
  slow.send(".example\r\n\r\n");
  const auto answer = slow.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Connection").value_or(""), "close");
  const auto end = site.server.running_process().wait_for_end(20s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 0);
}

TEST(lifecycle, a_stop_under_load_keeps_everything_that_it_acknowledged) {
  shop site;
  std::atomic<int> acknowledged{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> visitors;
  for (int each = 0; each < 4; ++each)
    visitors.emplace_back([&, client = site.server.client()]() mutable {
      try {
        for (;;) ++(client.get("/api/00000/click/crowd/1/1").status == 200 ? acknowledged : refused);
      } catch (const connection_lost&) {
        // The server has ended the connection: nothing was promised for what was asked last.
      }
    });
  while (acknowledged < 200) std::this_thread::yield();
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  for (auto& each : visitors) each.join();
  EXPECT_GE(stored_events(site.server.data_directory()), acknowledged);
  EXPECT_EQ(refused, 0) << "what was in flight is answered";
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

TEST(lifecycle, a_hangup_before_or_during_the_start_is_a_reload_after_it) {
  shop site;
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  process early({.program = footfall_binary,
                 .arguments = {"serve", "--config", site.server.configuration_file().string(), "--listen",
                               "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir",
                               site.server.data_directory().string()}});
  ASSERT_TRUE(early.wait_for_error_output([](std::string_view log) { return !log.empty(); }, 20s));
  early.send_signal(SIGHUP);
  EXPECT_TRUE(early.wait_for_error_output(
      [](std::string_view log) {
        const auto ready = log.find("info ready");
        return ready != std::string_view::npos &&
               log.find("configuration reloaded", ready) != std::string_view::npos;
      },
      20s))
      << early.standard_error();
  early.send_signal(SIGTERM);
  const auto end = early.wait_for_end(20s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 0);
}

TEST(lifecycle, a_reload_that_fails_at_any_step_changes_nothing) {
  const auto with_customers = [](const std::string& customers) {
    return R"({"customers": {"00000": {"lenient_tracking": true}, )" + customers + "}}";
  };
  const struct {
    const char* step;
    std::string configuration;  // empty: there is no file
    const char* reason;
  } cases[] = {
      {"the file is read", "", "cannot be opened"},
      {"it is JSON", with_customers("\"new\": {}") + "}", "not reloaded"},
      {"it is correct", with_customers(R"("new": {"session_minutes": -5})"), "session_minutes"},
  };
  shop site;
  for (const auto& each : cases) {
    if (each.configuration.empty())
      std::filesystem::remove(site.server.configuration_file());
    else
      site.server.write_configuration(each.configuration);
    const auto before = site.server.log().size();
    site.server.running_process().send_signal(SIGHUP);
    ASSERT_TRUE(site.server.running_process().wait_for_error_output(
        [&](std::string_view log) {
          return log.size() > before &&
                 log.substr(before).find("the old one stays") != std::string_view::npos;
        },
        20s))
        << each.step;
    EXPECT_NE(site.server.log().substr(before).find(each.reason), std::string::npos) << each.step;
    EXPECT_EQ(site.track("/api/new/click/anna/1/1"), 404) << each.step;
    EXPECT_EQ(site.track("/api/00000/clickrecommended/anna/1/1"), 400) << each.step;
    EXPECT_EQ(site.track("/api/00000/click/anna/1/1"), 200) << each.step;
  }
}

TEST(lifecycle, a_customer_that_joins_brings_its_past) {
  shop site;
  site.track("/api/00000/click/anna/1/7");
  for (const auto* customers : {R"({"other": {}})", R"({"other": {}, "00000": {}})"}) {
    site.server.write_configuration(std::string(R"({"customers": )") + customers + "}");
    const auto before = site.server.log().size();
    site.server.running_process().send_signal(SIGHUP);
    ASSERT_TRUE(site.server.running_process().wait_for_error_output(
        [&](std::string_view log) {
          return log.size() > before &&
                 log.substr(before).find("configuration reloaded") != std::string_view::npos;
        },
        20s));
  }
  site.build_models();
  const auto answer = site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED");
  EXPECT_EQ(answer.at("contextItems").size(), 1U);
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

TEST(lifecycle, a_crash_leaves_no_secrets_behind_unless_asked_to) {
  for (const bool wanted : {false, true}) {
    footfall_server_options options;
    if (wanted) options.arguments = {"--core-dumps"};
    shop site(std::move(options));
    const auto process = "/proc/" + std::to_string(site.server.running_process().pid());
    rlimit limit{};
    ASSERT_EQ(prlimit(site.server.running_process().pid(), RLIMIT_CORE, nullptr, &limit), 0);
    std::string filter;
    std::ifstream(process + "/coredump_filter") >> filter;
    EXPECT_EQ(filter == "00000000", !wanted) << filter;
    if (!wanted) {
      EXPECT_EQ(limit.rlim_max, 0U);
    }
  }
}

TEST(lifecycle, a_start_with_too_few_file_descriptors_is_refused_and_told) {
  shop site;
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  for (const auto* limit : {"8", "16", "20", "24", "28"}) {
    const auto command = std::string("ulimit -n ") + limit + "; exec " + footfall_binary +
                         " serve --config " + site.server.configuration_file().string() +
                         " --listen 127.0.0.1:0 --admin-listen 127.0.0.1:0 --data-dir " +
                         site.server.data_directory().string();
    process poor({.program = "/bin/sh", .arguments = {"-c", command}});
    const auto end = poor.wait_for_end(10s);
    if (!end) continue;  // enough for it
    EXPECT_FALSE(end->signal) << limit << poor.standard_error();
    EXPECT_NE(end->status.value_or(0), 0);
    EXPECT_FALSE(poor.standard_error().empty());
  }
}

TEST(lifecycle, without_file_descriptors_clients_wait_and_the_server_goes_on) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  GTEST_SKIP() << "the sanitizer's checks of types want a file descriptor of their own and end the server";
#endif
#endif
  shop site;
  auto known = site.server.client();
  EXPECT_EQ(known.get("/api/00000/click/anna/1/1").status, 200);
  const auto pid = site.server.running_process().pid();
  const std::filesystem::directory_iterator open("/proc/" + std::to_string(pid) + "/fd");
  const auto count = static_cast<rlim_t>(std::distance(begin(open), end(open)));
  const rlimit few{count + 3, count + 3};
  ASSERT_EQ(prlimit(pid, RLIMIT_NOFILE, &few, nullptr), 0);
  std::vector<http_client> crowd;
  for (int each = 0; each < 20; ++each) {
    crowd.push_back(site.server.client());
    crowd.back().send("GET /");
  }
  EXPECT_TRUE(site.says("a connection could not be accepted")) << site.server.log();
  EXPECT_EQ(known.get("/api/00000/click/anna/1/1").status, 200);
  crowd.clear();
  EXPECT_EQ(site.server.client().get("/api/00000/click/anna/1/1").status, 200);
}

TEST(lifecycle, a_clock_that_has_leapt_since_the_last_run_costs_nothing_until_it_is_accepted) {
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"},
                              "customers": {"00000": {"license_key": "key"}}})";
  shop site(std::move(options));
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  {
    // As if the last run had been a year ago, with an event of that time.
    const auto store = *store::open_store({}, site.server.data_directory());
    const auto then_ms = system_clock().wall_ms() - 365 * std::int64_t{86'400'000};
    auto old = click(1, 7);
    old.customer = *store->number_of("00000");
    old.time_ms = then_ms;
    ASSERT_TRUE(
        store->append_batch(std::vector{old}, std::vector{store::clock_mark_write({then_ms, then_ms, 0})}));
  }
  site.start_again();
  EXPECT_TRUE(site.says("nothing is removed or forgotten by it")) << site.server.log();
  EXPECT_NE(site.admin().get("/metrics").body.find("\nfootfall_clock_trusted 0\n"), std::string::npos);
  const auto purged = [&] {
    return nlohmann::json::parse(site.admin().get("/admin/tasks").body)
        .at("tasks")
        .at(1)
        .at("runs")
        .get<int>();
  };
  while (purged() < 1) std::this_thread::yield();
  EXPECT_EQ(stored_events(site.server.data_directory()), 1);
  const auto accepted = site.admin().post("/admin/clock/accept", "", {{"Content-Type", "application/json"}});
  EXPECT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_TRUE(site.says("1 events before, 1 of them older than 30 days; 1 removed")) << site.server.log();
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

TEST(lifecycle, a_second_server_on_the_same_address_is_refused) {
  shop site;
  const auto address = "127.0.0.1:" + std::to_string(site.server.port());
  const temporary_folder elsewhere;
  process second(
      {.program = footfall_binary,
       .arguments = {"serve", "--config", site.server.configuration_file().string(), "--listen", address,
                     "--admin-listen", "127.0.0.1:0", "--data-dir", elsewhere.path().string()}});
  const auto end = second.wait_for_end(20s);
  ASSERT_TRUE(end) << "two servers on one address";
  EXPECT_NE(end->status.value_or(0), 0);
  EXPECT_NE(second.standard_error().find("cannot listen on " + address), std::string::npos)
      << second.standard_error();
}

}  // namespace
}  // namespace footfall::test
