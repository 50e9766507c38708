#include "legacy_reason.hpp"

namespace footfall::api {

std::string legacy_reason_of(const recommend::recommended_item& item) {
  std::string reason(item.model);
  reason.append(" (context: ");
  if (item.origin.empty())
    reason.append("NONE");
  else if (item.origin_source == recommend::context_source::request)
    reason.append("ITEMS(s)");
  else
    reason.append(recommend::name_of(item.origin_source)).append("(s)");
  return reason.append(1, ')');
}

}  // namespace footfall::api
