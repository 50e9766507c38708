// What commands tell: an output that takes nothing (a full disk, a closed pipe) stops no work half-way.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace footfall::commands {

/// Writes to a file; `ferror` tells whether all of it could be written.
template <class... Values>
void print_to(std::FILE* out, fmt::format_string<Values...> form, Values&&... values) {
  const auto text = fmt::format(form, std::forward<Values>(values)...);
  std::fwrite(text.data(), 1, text.size(), out);
}

/// Writes to standard output; whether all of it could be written, `written_to_the_end` tells.
template <class... Values>
void print(fmt::format_string<Values...> form, Values&&... values) {
  print_to(stdout, form, std::forward<Values>(values)...);
}

/// Tells the person at the terminal something, on standard error; nobody depends on its being read.
template <class... Values>
void tell(fmt::format_string<Values...> form, Values&&... values) {
  print_to(stderr, form, std::forward<Values>(values)...);
}

/// Flushes standard output; false when something of it is lost.
[[nodiscard]] inline bool written_to_the_end() {
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace footfall::commands
