// What scenarios have answered, as a whole or by spans of time (protocol J3, `get_scenario_list`).
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/text/json_writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// A span of time by the customer's clocks.
struct time_span {
  std::string begin;                        ///< `2026-10-25T00:00:00`
  std::int64_t from_hour = 0, to_hour = 0;  ///< since the epoch; the second is not in it any more
};

/// The spans that a request asks for with `from_date_time`, `to_date_time` and `granularity`.
struct wanted_spans {
  std::string granularity;       ///< `P1D`; empty: nobody asks for spans
  std::vector<time_span> spans;  ///< in order
};

/// Most spans of one request, and most figures of all its scenarios together: some megabytes. Enough for the
/// days of a month of as many scenarios as a customer can store.
inline constexpr std::size_t spans_max = 1000;
inline constexpr std::size_t figures_max = 50'000;

/// Reads those that are wanted of `scenarios` scenarios. Errors: `bad_parameter` for one of the times without
/// the other, for what is no local time, no granularity of the documents, and for more than `spans_max` spans
/// or `figures_max` figures. Thread-safe.
[[nodiscard]] result<wanted_spans> read_spans(const http::target& target, std::string_view time_zone,
                                              std::size_t scenarios);

/// Writes the member `statisticItems` of a scenario: one for each span, or one for all since the start.
void write_statistic_items(const customer::answer_counts& answers, std::string_view scenario,
                           const wanted_spans& wanted, text::json_writer& json);

}  // namespace footfall::api
