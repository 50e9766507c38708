// Numbers among ids.
#include "footfall/events/item_id.hpp"

#include "footfall/text/number.hpp"

#include <string>

namespace footfall::events {

item_key item_of_id(std::uint32_t item_type, std::string_view id) {
  if (!id.empty() && id.front() >= '1' && id.front() <= '9')
    if (const auto number = text::to_integer<std::uint32_t>(id); number && *number <= item_number_max)
      return {item_type, *number, {}};
  return {item_type, 0, std::string(id)};
}

}  // namespace footfall::events
