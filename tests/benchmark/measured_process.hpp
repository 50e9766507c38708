// What a benchmark measures of its own process: time that has passed, and memory.
#pragma once

#include <chrono>
#include <fstream>

#include <unistd.h>

namespace footfall::benchmarks {

using steady = std::chrono::steady_clock;

inline double seconds_since(steady::time_point begin) {
  return std::chrono::duration<double>(steady::now() - begin).count();
}

/// 0 where /proc does not tell.
inline double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace footfall::benchmarks
