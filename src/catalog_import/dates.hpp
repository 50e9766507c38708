// Dates as shops and publishers write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::catalog_import {

/// A time, or the reason why there is none; neither when the text says that there is no date.
struct read_date_outcome {
  std::optional<std::int64_t> time_ms;
  std::string_view reason;  ///< `bad-date`, `ambiguous-date`
};

/// What is known when a date is read.
struct date_rules {
  std::string_view zone = "UTC";  ///< of a time without one: an IANA name
  bool month_first = false;       ///< 11/2/26 is the second of November
  bool is_end = false;            ///< a day alone lasts until 23:59:59
};

/// ISO 8601 in its forms, `DD.MM.YYYY`, RFC 822, `a/b/year`, unix seconds or milliseconds. Thread-safe.
[[nodiscard]] read_date_outcome read_date(std::string_view text, const date_rules& rules);

}  // namespace footfall::catalog_import
