// What it costs to suggest ten of a million items to somebody who is typing.
#include "footfall/catalog/suggestion_index.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace footfall;

constexpr item_index items = 1'000'000;

// Titles of four words of 20,000, the first ones more often.
const catalog::suggestion_index& index_of_a_million() {
  static const catalog::suggestion_index index = [] {
    catalog::catalogue_editor editor({});
    std::uint64_t random = 42;
    const auto word = [&] {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      const auto share = static_cast<double>(random >> 40U) / static_cast<double>(1U << 24U);
      auto number = static_cast<std::uint32_t>(20'000 * share * share);
      std::string made;
      for (int letter = 0; letter < 5; ++letter, number /= 11) made += "aeioulmnrst"[number % 11];
      return made;
    };
    for (item_index item = 0; item < items; ++item) {
      catalog::item told;
      told.title = word() + ' ' + word() + ' ' + word() + ' ' + word();
      editor.put(item, told);
    }
    const auto told = editor.finish();
    return catalog::suggestion_index(*told, items,
                                     [](item_index item) { return static_cast<float>(item % 997); });
  }();
  return index;
}

void suggest(benchmark::State& state, std::string_view typed) {
  const auto& index = index_of_a_million();
  std::vector<item_index> found;
  for (auto _ : state) {
    found.clear();
    index.find_items(
        typed, 10, [](item_index) { return true; }, found);
    benchmark::DoNotOptimize(found.data());
  }
  state.counters["found"] = static_cast<double>(found.size());
}

BENCHMARK_CAPTURE(suggest, two_letters, "ae");
BENCHMARK_CAPTURE(suggest, a_word, "aemia");
BENCHMARK_CAPTURE(suggest, a_word_with_a_mistake, "aemai");
BENCHMARK_CAPTURE(suggest, two_words, "aaaaa ei");

}  // namespace
