// Any bytes as a line of an import: no crash, and a refused line leaves no event behind.
#include "footfall/api/import_line.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace footfall;
  static const identity::user_hasher hasher{identity::secret_key{}};
  const events::reading_context context{.customer_id = "1",
                                        .number = {1},
                                        .alphanumeric_items = size % 2 == 0,
                                        .parameters = {},
                                        .hasher = &hasher};
  std::vector<events::event> found;
  const auto done =
      api::read_import_line({reinterpret_cast<const char*>(data), size}, context, 1'769'860'800'000, found);
  if (!done && (!found.empty() || done.error().detail().empty())) std::abort();
  return 0;
}
