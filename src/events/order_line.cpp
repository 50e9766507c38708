#include "footfall/events/order_line.hpp"

#include "footfall/events/event_details.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace footfall::events {
namespace {

// FNV-1a (Fowler, Noll, Vo): the number is on disk, so no hash of a library that may change.
std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return std::max<std::uint64_t>(hash, 1);
}

}  // namespace

std::uint64_t order_line_of(const event& purchase) {
  if (purchase.type != event_type::buy || purchase.details.find("o=") == std::string::npos) return 0;
  const auto order = find_detail(purchase.details, "o");
  if (!order || order->empty()) return 0;
  if (const auto line = find_detail(purchase.details, "ol"))
    return hash_of(fmt::format("{}\n{}", *order, *line));
  const auto& item = purchase.item;
  return hash_of(fmt::format("{}\n\n{}/{}{}\n{}\n{}", *order, item.type, item.number, item.text,
                             purchase.quantity, find_detail(purchase.details, "p").value_or(std::string())));
}

}  // namespace footfall::events
