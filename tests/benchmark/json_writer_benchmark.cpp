// What it costs to write a recommendation answer of ten items, and to escape text.
#include "footfall/text/json_writer.hpp"

#include "counted_allocations.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace {

void write_ten_items(std::string& out) {
  footfall::text::json_writer json(out);
  json.open_object();
  json.key("recommendationItems");
  json.open_array();
  for (int i = 0; i < 10; ++i) {
    json.open_object();
    json.field("relevance", 1000 - i * 17);
    json.field("itemType", 1);
    json.field("itemId", 4711 + i);
    json.key("links");
    json.open_object();
    json.field(
        "clickRecommended",
        "//event.example.com/api/00000/clickrecommended/u123456/1/4711?scenario=also_bought&modelid=cf_buy");
    json.field("rendered",
               "//event.example.com/api/00000/rendered/u123456/1/4711?scenario=also_bought&modelid=cf_buy");
    json.close_object();
    json.key("attributes");
    json.open_array();
    json.close_array();
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void ten_items(benchmark::State& state) {
  std::string out;
  write_ten_items(out);
  const auto size = out.size();
  const auto allocations_before = footfall::benchmarks::allocations.load();
  for (auto _ : state) {
    out.clear();
    write_ten_items(out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
  state.counters["allocations"] =
      static_cast<double>(footfall::benchmarks::allocations.load() - allocations_before) /
      static_cast<double>(state.iterations());
}

void escape(benchmark::State& state, std::string_view text) {
  std::string out;
  for (auto _ : state) {
    out.clear();
    footfall::text::append_json_escaped(out, text);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

BENCHMARK(ten_items);
BENCHMARK_CAPTURE(escape, title, "WHITE HANGING HEART T-LIGHT HOLDER");
BENCHMARK_CAPTURE(escape, german,
                  "Gl\xC3\xBChw\xC3\xBCrmchen f\xC3\xBCr K\xC3\xBC"
                  "che und Bad, wei\xC3\x9F");
BENCHMARK_CAPTURE(escape, with_quotes, "SET OF 3 \"CAKE TINS\" <PANTRY> DESIGN");

}  // namespace
