// What became of the lines of an import.
#include "import_summary.hpp"

#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::commands {

namespace {

constexpr std::size_t reasons_max = 10;

}  // namespace

void import_summary::reject(std::string_view file, std::size_t line, std::string_view reason) {
  ++rejected;
  if (reasons.size() < reasons_max) reasons.push_back(fmt::format("{}:{}: {}", file, line, reason));
}

void import_summary::note_time(std::int64_t time_ms) {
  oldest_ms = std::min(oldest_ms, time_ms);
  newest_ms = std::max(newest_ms, time_ms);
  if (time_ms < retained_since_ms)
    ++not_retained;
  else if (time_ms < learned_since_ms)
    ++not_learned;
}

std::string import_summary::text(bool only_checked) const {
  auto text = fmt::format("{} lines: {} events {}, {} repeats skipped, {} lines rejected", lines, accepted,
                          only_checked ? "could be stored" : "stored", repeated, rejected);
  if (skipped > 0)
    text += fmt::format(", {} lines passed over: no tracking URLs of the customer, or not answered with 2xx",
                        skipped);
  if (newest_ms >= oldest_ms)
    text += fmt::format("\nfrom {} to {}", text::to_iso_time(oldest_ms), text::to_iso_time(newest_ms));
  if (guests > 0) text += fmt::format("\n{} lines of guests, each somebody else", guests);
  if (not_retained > 0)
    text +=
        fmt::format("\n{} events are from before {}, older than the retention: the next purge removes them",
                    not_retained, text::to_iso_time(retained_since_ms));
  if (not_learned > 0)
    text += fmt::format("\n{} events are from before {}: no model of the customer looks back so far",
                        not_learned, text::to_iso_time(learned_since_ms));
  if (!label.empty() && accepted > 0 && !only_checked)
    text += fmt::format("\nlabel {}: undo-import takes it back", label);
  return text;
}

}  // namespace footfall::commands
