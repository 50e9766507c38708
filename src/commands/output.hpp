// What commands tell: an output that takes nothing (a full disk, a closed pipe) stops no work half-way.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace footfall::commands {

/// Writes to standard output; whether all of it could be written, `written_to_the_end` tells.
template <class... Values>
void print(fmt::format_string<Values...> form, Values&&... values) {
  std::fputs(fmt::format(form, std::forward<Values>(values)...).c_str(), stdout);
}

/// Tells the person at the terminal something, on standard error; nobody depends on its being read.
template <class... Values>
void tell(fmt::format_string<Values...> form, Values&&... values) {
  std::fputs(fmt::format(form, std::forward<Values>(values)...).c_str(), stderr);
}

/// Flushes standard output; false when something of it is lost.
[[nodiscard]] inline bool written_to_the_end() {
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace footfall::commands
