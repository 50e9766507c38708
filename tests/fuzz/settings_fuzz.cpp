// Any bytes as a configuration file: read or refused with a reason, never a crash.
#include "footfall/settings/read_settings.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = footfall::settings::read_settings({reinterpret_cast<const char*>(data), size});
  if (!read && read.error().detail().empty()) std::abort();
  return 0;
}
