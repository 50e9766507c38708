// How a value that a client sent is shown in a message.
#include "text/quoted.hpp"

#include <algorithm>

namespace footfall::text {

std::string quoted(std::string_view value) {
  constexpr std::size_t shown_max = 40;
  std::string shown = "'";
  shown.append(value.substr(0, shown_max));
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; }, '?');
  if (value.size() > shown_max) shown += "...";
  shown += '\'';
  return shown;
}

}  // namespace footfall::text
