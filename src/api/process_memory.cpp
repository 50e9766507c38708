#include "footfall/api/process_memory.hpp"

#include "footfall/store/database_memory.hpp"

#include <malloc.h>

#include <algorithm>

namespace footfall::api {

std::size_t allocated_memory() noexcept {
  const auto heap = mallinfo2();
  const auto allocated = heap.uordblks + heap.hblkhd;
  return allocated - std::min(allocated, store::database_memory_bytes());
}

}  // namespace footfall::api
