// Runs the chunks of a range on several threads.
#include "model/parallel_chunks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace footfall::model {

void for_each_chunk(std::size_t count, std::size_t chunk_size, unsigned threads,
                    const std::function<std::function<void(const chunk&)>()>& make_worker) {
  const auto chunks = chunk_count(count, chunk_size);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards thrown
  std::exception_ptr thrown;

  const auto run = [&] {
    try {
      const auto work = make_worker();
      for (auto number = next++; number < chunks; number = next++)
        work({number, number * chunk_size, std::min(count, (number + 1) * chunk_size)});
    } catch (...) {
      next = chunks;
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };

  {
    std::vector<std::jthread> helpers;
    const auto useful = std::min<std::size_t>(threads, chunks);
    for (std::size_t helper = 1; helper < useful; ++helper) helpers.emplace_back(run);
    run();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace footfall::model
