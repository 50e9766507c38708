#include "footfall/core/processor_time.hpp"

#include <ctime>

namespace footfall {

std::int64_t thread_processor_ns() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::int64_t{spent.tv_sec} * 1'000'000'000 + spent.tv_nsec;
}

}  // namespace footfall
