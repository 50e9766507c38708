#include "footfall/core/array_on_demand.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

TEST(array_on_demand, reading_makes_nothing) {
  const auto texts = std::make_unique<array_on_demand<std::string, 3>>();
  EXPECT_EQ(std::as_const(*texts)[2], "");
  EXPECT_TRUE(texts->all().empty());
}

TEST(array_on_demand, the_first_change_makes_all_and_prepares_each_of_them) {
  array_on_demand<std::string, 3> texts;
  const auto prepare = [](std::string& each) { each = "new"; };
  texts.at(1, prepare) += "er";
  EXPECT_EQ(texts.at(1, prepare), "newer");
  EXPECT_EQ(std::as_const(texts)[0], "new");
  EXPECT_EQ(texts.all().size(), 3U);
}

TEST(array_on_demand, those_who_change_it_at_once_see_the_same) {
  for (int round = 0; round < 100; ++round) {
    array_on_demand<std::atomic<int>, 2> counts;
    std::vector<std::thread> threads;
    for (int each = 0; each < 4; ++each) threads.emplace_back([&] { ++counts[1]; });
    for (auto& each : threads) each.join();
    ASSERT_EQ(counts[1], 4);
  }
}

}  // namespace
}  // namespace footfall::test
