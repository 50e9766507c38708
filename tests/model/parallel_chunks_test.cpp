// Chunks on several threads: each once, failures reported.
#include "model/parallel_chunks.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace footfall::test {
namespace {

using model::chunk;

TEST(parallel_chunks, every_number_is_visited_once_on_any_number_of_threads) {
  for (const unsigned threads : {0U, 1U, 3U, 64U}) {
    std::vector<int> visits(1001);
    model::for_each_chunk(visits.size(), 10, threads, [&] {
      return [&](const chunk& part) {
        EXPECT_EQ(part.begin, part.number * 10);
        for (auto number = part.begin; number < part.end; ++number) ++visits[number];
      };
    });
    EXPECT_EQ(visits, std::vector<int>(1001, 1));
  }
}

TEST(parallel_chunks, exception_of_a_worker_reaches_the_caller) {
  const auto run = [] {
    model::for_each_chunk(100, 1, 3, [] {
      return [](const chunk& part) {
        if (part.number == 50) throw std::runtime_error("worker failed");
      };
    });
  };
  EXPECT_THROW(run(), std::runtime_error);
}

}  // namespace
}  // namespace footfall::test
