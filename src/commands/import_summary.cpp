// What became of the lines of an import.
#include "import_summary.hpp"

#include <fmt/format.h>

namespace footfall::commands {

namespace {

constexpr std::size_t reasons_max = 10;

}  // namespace

void import_summary::reject(std::string_view file, std::size_t line, std::string_view reason) {
  ++rejected;
  if (reasons.size() < reasons_max) reasons.push_back(fmt::format("{}:{}: {}", file, line, reason));
}

std::string import_summary::text() const {
  auto text = fmt::format("{} lines: {} events stored, {} repeats skipped, {} lines rejected", lines,
                          accepted, repeated, rejected);
  if (skipped > 0) text += fmt::format(", {} lines without a tracking URL of the customer", skipped);
  return text;
}

}  // namespace footfall::commands
