// Health, tasks, index, figures of the process and the log of requests.
#include "api/request_log.hpp"
#include "api/test_shop.hpp"
#include "footfall/recommend/recommender.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <ctime>
#include <string>

namespace footfall::test {
namespace {

std::string request_id_of(const http::response& answer) {
  for (const auto& [name, value] : answer.fields)
    if (name == "X-Request-Id") return value;
  return {};
}

TEST(health, says_which_thread_hangs) {
  test_shop shop;
  auto& pulse = shop.state.threads.add("io 7");
  pulse.beat(shop.time.steady_ns() + 1);
  EXPECT_EQ(shop.admin(http::method::get, "/healthz").status, 200);
  shop.time.advance_ms(12'000);
  const auto sick = shop.admin(http::method::get, "/healthz");
  EXPECT_EQ(sick.status, 503);
  EXPECT_NE(sick.body.find("io 7"), std::string::npos) << sick.body;
  pulse.beat(shop.time.steady_ns());
  EXPECT_EQ(shop.admin(http::method::get, "/healthz").status, 200);
}

TEST(health, says_more_when_asked) {
  test_shop shop;
  shop.state.tasks.add(shop.builder.work());
  EXPECT_EQ(shop.admin(http::method::get, "/healthz").body, "ok\n");
  const auto more = shop.admin(http::method::get, "/healthz?verbose").body;
  for (const auto* line : {"ok\n", "\nversion: ", "\nready: starting: models are being built\n",
                           "\nstore: ok, 0 events wait\n", "\ntask models: ok\n"})
    EXPECT_NE(more.find(line), std::string::npos) << more;
}

TEST(tasks, are_listed_with_their_last_run) {
  test_shop shop;
  tasks::task purge("purge");
  tasks::task idle("idle");
  shop.state.tasks.add(purge);
  shop.state.tasks.add(idle);
  static_cast<void>(purge.run(shop.time, [&]() -> result<void> {
    shop.time.advance_ms(40);
    return failure{error::store_failed, "no room"};
  }));
  const auto all = nlohmann::json::parse(shop.admin(http::method::get, "/admin/tasks").body).at("tasks");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("task"), "purge");
  EXPECT_EQ(all[0].at("state"), "waiting");
  EXPECT_EQ(all[0].at("runs"), 1);
  EXPECT_EQ(all[0].at("durationMs"), 40);
  EXPECT_EQ(all[0].at("lastFailureReason"), "no room");
  EXPECT_EQ(all[1].at("runs"), 0);
  EXPECT_FALSE(all[1].contains("lastRun"));
}

TEST(admin_index, names_the_routes_of_the_listener) {
  test_shop shop;
  const auto index = shop.admin(http::method::get, "/").body;
  for (const auto& row : api::routes())
    EXPECT_EQ(index.find(" " + std::string(row.path) + "  ") != std::string::npos,
              row.of->where == api::listener::admin)
        << row.path;
}

TEST(admin_clock, is_accepted_by_an_operator) {
  test_shop shop;
  shop.time.set_wall_ms(shop.time.wall_ms() + 40 * std::int64_t{86'400'000});
  EXPECT_NE(shop.admin(http::method::get, "/healthz?verbose").body.find("\nclock: has leapt"),
            std::string::npos);
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(figures.find("\nfootfall_clock_trusted 0\n"), std::string::npos);
  EXPECT_NE(figures.find("\nfootfall_clock_ahead_seconds 3456000\n"), std::string::npos) << figures;
  const auto answer = shop.admin(http::method::post, "/admin/clock/accept");
  EXPECT_EQ(answer.body, R"({"accepted":true,"wasTrusted":false,"leapSeconds":3456000})");
  EXPECT_GT(answer.last_ticket, 0U) << "it has to hold at the next start, too";
  EXPECT_NE(shop.admin(http::method::get, "/metrics").body.find("\nfootfall_clock_trusted 1\n"),
            std::string::npos);
  EXPECT_EQ(shop.ask_admin(http::method::post, "/admin/clock/accept", {}).status, 403);
}

TEST(metrics, tell_how_answers_of_each_scenario_turn_out) {
  customer::customer_settings settings;
  recommend::scenario one, two;
  one.id = "one";
  one.stages = {{.models = {{.model = "top_clicked"}}}};
  two.id = "two";
  two.stages = {{.models = {{.model = "top_bought"}}}, {.models = {{.model = "top_clicked"}}}};
  settings.scenarios = {one, two};
  test_shop shop(settings);
  for (const auto* item : {"1", "2", "3"}) shop.get(std::string("/api/00000/click/anna/1/") + item);
  static_cast<void>(shop.events());
  ASSERT_TRUE(shop.builder.run_once());
  shop.get("/api/v2/00000/bert/one.json?numrecs=2");
  shop.get("/api/v2/00000/bert/one.json?numrecs=9");
  shop.get("/api/v2/00000/bert/two.json?numrecs=2");
  shop.get("/api/v2/00000/bert/two.json?numrecs=2&outputtypeid=7");
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  for (const auto* line : {R"({customer="00000",outcome="full",scenario="one"} 1)",
                           R"({customer="00000",outcome="few",scenario="one"} 1)",
                           R"({customer="00000",outcome="fallback",scenario="two"} 1)",
                           R"({customer="00000",outcome="full",scenario="two"} 0)"})
    EXPECT_NE(figures.find(std::string("footfall_recommendations_total") + line), std::string::npos)
        << line << figures;
}

TEST(metrics, are_of_all_customers_together_where_there_are_too_many_unless_asked_for) {
  test_shop shop;
  auto many = boost::make_shared<customer::customer_directory>();
  for (std::uint32_t number = 1; number <= 51; ++number) {
    auto settings = boost::make_shared<customer::customer_settings>();
    settings->id = "shop" + std::to_string(number);
    const auto one = boost::make_shared<customer::customer>(customer_number{number}, settings);
    static_cast<void>(one->items.add(item_key{1, number, {}}));
    one->answers.count("box", {}, 0);
    many->add(one);
  }
  shop.customers.publish(std::move(many));
  const auto together = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(together.find("\nfootfall_items 51\n"), std::string::npos) << together;
  EXPECT_NE(together.find(R"(footfall_recommendations_total{outcome="empty",scenario="any"} 51)"),
            std::string::npos);
  EXPECT_EQ(together.find("customer="), std::string::npos);
  shop.endpoint_settings.publish(
      boost::make_shared<const api::endpoint_settings>(api::endpoint_settings{.metrics_per_customer = true}));
  EXPECT_NE(shop.admin(http::method::get, "/metrics").body.find(R"(footfall_items{customer="shop51"} 1)"),
            std::string::npos);
}

TEST(metrics, tell_of_the_process_and_its_tasks) {
  test_shop shop;
  shop.state.tasks.add(shop.builder.work());
  shop.state.failed_reloads = 3;
  shop.state.lost_log_lines = [] { return std::uint64_t{5}; };
  EXPECT_EQ(shop.admin(http::method::get, "/metrics").body.find("footfall_certificate_expiry_seconds"),
            std::string::npos);
  shop.state.certificate_until_s = 1'800'000'000;
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  for (const auto* line :
       {"footfall_build_info{", "process_cpu_seconds_total ", "process_open_fds ", "process_max_fds ",
        "process_threads ", "footfall_failed_reloads_total 3", "footfall_lost_log_lines_total 5",
        "footfall_certificate_expiry_seconds 1800000000", R"(footfall_task_runs_total{task="models"} 0)"})
    EXPECT_NE(figures.find(line), std::string::npos) << line;
  const auto at = figures.find("\nprocess_start_time_seconds ");
  ASSERT_NE(at, std::string::npos);
  const auto started_s = std::strtod(figures.c_str() + figures.find(' ', at), nullptr);
  EXPECT_NEAR(started_s, static_cast<double>(std::time(nullptr)), 3600);
}

TEST(request_log, gives_each_request_an_id_where_it_is_on) {
  test_shop shop;
  EXPECT_EQ(request_id_of(shop.get("/api/00000/click/anna/1/42")), "");
  shop.endpoint_settings.publish(
      boost::make_shared<const api::endpoint_settings>(api::endpoint_settings{.request_log = true}));
  const auto with_id = [&](const std::string& id) {
    return request_id_of(
        shop.send(http::method::get, "/api/00000/click/anna/1/42", "", {{"X-Request-Id", id}}));
  };
  EXPECT_EQ(with_id("abc-1.2_3"), "abc-1.2_3");
  const auto first = with_id("not\tan id");
  EXPECT_TRUE(api::is_request_id(first)) << first;
  EXPECT_NE(first, with_id(""));
}

}  // namespace
}  // namespace footfall::test
