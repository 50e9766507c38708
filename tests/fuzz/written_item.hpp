// What fuzz targets ask of every item that was read.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/catalog/packed_item.hpp"
#include "footfall/catalog/read_item.hpp"

#include <cstdlib>
#include <string>

namespace footfall::fuzz {

/// Aborts unless the item is the same after it was written and read again.
inline void check_written_again(const catalog::item& which) {
  std::string stored;
  append_json(stored, which);
  const auto again = catalog::read_item(stored);
  if (!again) std::abort();
  std::string once_more;
  append_json(once_more, *again);
  if (once_more != stored) std::abort();
  std::string packed;
  pack(packed, *again);
  const auto unpacked = catalog::unpack_item(packed);
  if (!unpacked || *unpacked != *again) std::abort();
}

}  // namespace footfall::fuzz
