#include "footfall/text/category_text.hpp"

#include "footfall/text/percent.hpp"

namespace footfall::text {

std::string to_category_text(std::string_view written) {
  std::string again;
  std::string decoded;
  while (written.find("%2F") != written.npos || written.find("%2f") != written.npos) {
    decoded.clear();
    if (!append_decoded(decoded, written, plus::literal)) break;
    again.swap(decoded);
    written = again;
  }
  std::string path;
  path.reserve(written.size());
  for (const char byte : written)
    if (byte != '/' || (!path.empty() && path.back() != '/')) path += byte;
  if (path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace footfall::text
