// What the HTTP side costs per request, without sockets: parsing, target, route, answer.
#include "footfall/http/exchange.hpp"
#include "footfall/http/router.hpp"

#include "counted_allocations.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <string>

namespace {

using footfall::http::exchange;
using footfall::http::method;

constexpr std::string_view today = "Sat, 31 Jan 2026 12:00:00 GMT";
constexpr std::string_view pixel = "GIF89a: forty-three bytes of a transparent GIF";

// Routes like the server's and answers like a tracking request.
class pixel_service final : public footfall::http::service {
 public:
  footfall::http::plan plan_for(const footfall::http::request& head) const override {
    const auto row = routes_.find(head.method, head.target.segments());
    return {row == footfall::http::router::no_row ? nullptr : &patterns[row], 65536};
  }
  void answer(const footfall::http::plan& how, const footfall::http::request& question,
              footfall::http::response& out) const override {
    out.status = how.route == nullptr ? 404 : 200;
    out.content_type = "image/gif";
    out.set("Cache-Control", "no-store");
    out.first_ticket = out.last_ticket = 1;
    out.body = pixel;
    benchmark::DoNotOptimize(question.target.find("categorypath"));
  }
  void refuse(const footfall::failure&, const footfall::http::request&,
              footfall::http::response& out) const override {
    out.status = 400;
  }

 private:
  static constexpr std::array<footfall::http::route_pattern, 6> patterns{{
      {method::post, "/{solution}/{customer}/events"},
      {method::get, "/{solution}/v2/{customer}/{user}/{scenario}"},
      {method::get, "/{solution}/{customer}/{user}/{scenario}"},
      {method::get, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}"},
      {method::post, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}"},
      {method::get, "/healthz"},
  }};
  footfall::http::router routes_{patterns};
};

const std::string plain =
    "GET /api/00000/click/u123456/1/4711?categorypath=%2FShoes%2FChildren HTTP/1.1\r\n"
    "Host: event.example.com\r\n\r\n";

// As a browser sends it: about 700 bytes.
const std::string browser =
    "GET /api/00000/click/u123456/1/4711?categorypath=%2FShoes%2FChildren HTTP/1.1\r\n"
    "Host: event.example.com\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
    "Safari/537.36\r\n"
    "Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8\r\n"
    "Accept-Language: en-GB,en;q=0.9,de-DE;q=0.8,de;q=0.7\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Referer: https://www.shop.example.com/shoes/children/sandal-4711.html\r\n"
    "Connection: keep-alive\r\n"
    "Sec-Fetch-Dest: image\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Site: cross-site\r\n"
    "Cookie: session=0123456789abcdef0123456789abcdef; consent=all; theme=light\r\n"
    "DNT: 1\r\n\r\n";

std::string with_body() {
  return "POST /api/00000/events HTTP/1.1\r\nHost: event.example.com\r\nContent-Length: 4000\r\n\r\n" +
         std::string(4000, 'b');
}

void run(benchmark::State& state, const std::string& request, int requests_per_burst) {
  const pixel_service application;
  exchange with(application, {}, "192.0.2.1");
  std::string burst;
  for (int i = 0; i < requests_per_burst; ++i) burst += request;

  const auto one_burst = [&] {
    with.feed(burst);
    benchmark::DoNotOptimize(with.advance(today));
    benchmark::DoNotOptimize(with.output().data());
    with.written();
  };
  one_burst();  // lets the memory grow
  const auto allocations_before = footfall::benchmarks::allocations.load();
  for (auto _ : state) one_burst();
  const auto requests = static_cast<double>(state.iterations()) * requests_per_burst;
  const auto allocations = footfall::benchmarks::allocations.load() - allocations_before;
  state.counters["time_per_request"] =
      benchmark::Counter(requests, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["allocations_per_request"] = static_cast<double>(allocations) / requests;
  state.counters["bytes"] = static_cast<double>(request.size());
}

void split_target(benchmark::State& state) {
  footfall::http::target target;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        target.assign("/api/00000/click/u123456/1/4711?categorypath=%2FShoes%2FChildren"));
}

BENCHMARK_CAPTURE(run, plain, plain, 1);
BENCHMARK_CAPTURE(run, browser, browser, 1);
BENCHMARK_CAPTURE(run, plain_pipelined_16, plain, 16);
BENCHMARK_CAPTURE(run, browser_pipelined_16, browser, 16);
BENCHMARK_CAPTURE(run, body_of_4000_bytes, with_body(), 1);
BENCHMARK(split_target);

}  // namespace
