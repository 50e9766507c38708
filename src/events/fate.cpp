#include "footfall/events/fate.hpp"

#include <iterator>

namespace footfall::events {

namespace {

constexpr fate_row fate_rows[] = {
    {fate::stored, "", "stored", true, "stored and counted"},
    {fate::bot, "bot", "ignored; reason=bot", true, "stored with a mark, counts for nothing"},
    {fate::prefetch, "prefetch", "ignored; reason=prefetch", true, "stored with a mark, counts for nothing"},
    {fate::repeated_order, "repeated-order", "ignored; reason=repeated-order", true,
     "stored with a mark, counts for nothing: the log has this line of the order"},
    {fate::do_not_track, "do-not-track", "ignored; reason=do-not-track", false, "not stored"},
    {fate::opted_out, "opted-out", "ignored; reason=opted-out", false, "not stored"},
    {fate::duplicate, "duplicate", "ignored; reason=duplicate", false,
     "not stored: the same came a moment before"},
    {fate::empty, "empty", "ignored; reason=empty", false, "nothing to store: an empty list"},
    {fate::refused, "", "refused; reason=", false, "not stored: an error"},
};

constexpr bool in_order_of_enumeration() {
  for (std::size_t index = 0; index < std::size(fate_rows); ++index)
    if (static_cast<std::size_t>(fate_rows[index].which) != index) return false;
  return std::size(fate_rows) == static_cast<std::size_t>(fate::refused) + 1;
}
static_assert(in_order_of_enumeration());

}  // namespace

std::span<const fate_row> fates() noexcept { return fate_rows; }

const fate_row& row_of(fate which) noexcept { return fate_rows[static_cast<std::size_t>(which)]; }

}  // namespace footfall::events
