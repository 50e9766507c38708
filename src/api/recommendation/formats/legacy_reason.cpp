#include "legacy_reason.hpp"

#include <string_view>

namespace footfall::api {
namespace {

// The older API has one name for all that goes from item to item.
std::string_view legacy_kind_of(std::string_view kind) {
  constexpr std::string_view item_to_item = "CF_I2I";
  return kind.starts_with(item_to_item) ? item_to_item : kind;
}

std::string_view legacy_name_of(recommend::context_source source) {
  using enum recommend::context_source;
  switch (source) {
    case request:
      return "ITEMS(s)";
    case click:
      return "CLICKED(s)";
    case consume:
      return "CONSUMED(s)";
    case buy:
      return "OWNS(s)";
    case basket:
      return "BASKET(s)";
    case rate:
      return "RATED(s)";
  }
  return "NONE";
}

}  // namespace

std::string legacy_reason_of(const recommend::recommended_item& item, const recommend::recommendation& of) {
  std::string reason(legacy_kind_of(item.kind));
  reason.append(" (context: ");
  if (!item.origin.empty())
    reason.append(legacy_name_of(item.origin_source));
  else if (!of.context_items.empty())
    reason.append(legacy_name_of(of.context_items.front().sources.front()));
  else
    reason.append("NONE");
  return reason.append(1, ')');
}

}  // namespace footfall::api
