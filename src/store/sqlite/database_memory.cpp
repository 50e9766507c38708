#include "footfall/store/database_memory.hpp"

#include <sqlite3.h>

namespace footfall::store {

std::size_t database_memory_bytes() noexcept { return static_cast<std::size_t>(sqlite3_memory_used()); }

}  // namespace footfall::store
