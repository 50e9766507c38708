// What deciding about a tracking request costs: facts, verdict, limits, the list of recent requests.
#include "api/tracking/verdict.hpp"
#include "footfall/customer/recent_requests.hpp"
#include "footfall/traffic/gate.hpp"
#include "footfall/traffic/known_bots.hpp"

#include <benchmark/benchmark.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <string>
#include <vector>

namespace footfall {
namespace {

constexpr auto browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

http::request browser_request() {
  http::request question;
  question.method = http::method::get;
  question.add_field("Host", "event.example");
  question.add_field("Connection", "keep-alive");
  question.add_field("sec-ch-ua", "\"Chromium\";v=\"126\", \"Not/A)Brand\";v=\"24\"");
  question.add_field("sec-ch-ua-mobile", "?0");
  question.add_field("User-Agent", browser);
  question.add_field("Accept", "image/avif,image/webp,image/apng,*/*;q=0.8");
  question.add_field("Sec-Fetch-Site", "cross-site");
  question.add_field("Sec-Fetch-Mode", "no-cors");
  question.add_field("Sec-Fetch-Dest", "image");
  question.add_field("Referer", "https://shop.example/");
  question.add_field("Accept-Encoding", "gzip, deflate, br");
  question.add_field("Accept-Language", "en-GB,en;q=0.9");
  return question;
}

struct shop {
  boost::shared_ptr<const customer::customer_settings> settings =
      boost::make_shared<const customer::customer_settings>();
  customer::customer owner{customer_number{1}, settings};
  std::vector<events::event> group{1};
};

void facts_and_verdict_of_a_browser(benchmark::State& state) {
  shop site;
  const auto question = browser_request();
  for (auto _ : state) {
    const auto seen = api::read_visit(question, site.owner, site.group);
    benchmark::DoNotOptimize(api::judge(seen, *site.settings));
  }
}
BENCHMARK(facts_and_verdict_of_a_browser);

void user_agent_that_was_not_seen_lately(benchmark::State& state) {
  const auto& bots = traffic::known_bots();
  int number = 0;
  std::string agent = browser;
  for (auto _ : state) {
    agent.replace(agent.find("126"), 3, std::to_string(100 + ++number % 30));
    benchmark::DoNotOptimize(bots.matches(agent));
    agent = browser;
  }
}
BENCHMARK(user_agent_that_was_not_seen_lately);

void note_a_recent_request(benchmark::State& state) {
  customer::recent_requests recent;
  const item_key item{1, 42, ""};
  for (auto _ : state) recent.add(1, events::event_type::click, &item, 1, events::fate::stored);
}
BENCHMARK(note_a_recent_request);

void gate_without_a_limit(benchmark::State& state) {
  traffic::gate gate({{*traffic::read_network("127.0.0.1")}, {}});
  for (auto _ : state) {
    benchmark::DoNotOptimize(gate.should_warn_of_proxy({"203.0.113.9", ""}, 1));
    benchmark::DoNotOptimize(gate.admit({"203.0.113.9", ""}, 1));
  }
}
BENCHMARK(gate_without_a_limit);

void gate_with_a_limit_behind_a_proxy(benchmark::State& state) {
  traffic::gate gate({{*traffic::read_network("127.0.0.1")}, {1'000'000, 1'000'000}});
  std::int64_t now_ns = 1'000'000'000;
  for (auto _ : state) {
    benchmark::DoNotOptimize(gate.should_warn_of_proxy({"127.0.0.1", "203.0.113.9"}, now_ns));
    benchmark::DoNotOptimize(gate.admit({"127.0.0.1", "203.0.113.9"}, now_ns += 2000));
  }
}
BENCHMARK(gate_with_a_limit_behind_a_proxy);

}  // namespace
}  // namespace footfall
