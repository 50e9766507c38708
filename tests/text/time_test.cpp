// Times and durations.
#include "footfall/text/time.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace footfall::test {
namespace {

constexpr std::int64_t noon = 1'769'860'800'000;  // 2026-01-31T12:00:00Z

TEST(time, is_read_in_every_accepted_form) {
  const std::array<std::pair<std::string_view, std::int64_t>, 20> rows{{
      {"2026-01-31T12:00:00Z", noon},
      {"2026-01-31t12:00:00z", noon},
      {"2026-01-31 12:00:00", noon},
      {"2026-01-31T12:00:00", noon},
      {"2026-01-31T12:00:00.250Z", noon + 250},
      {"2026-01-31T12:00:00.2509999Z", noon + 250},
      {"2026-01-31T12:00:00.5+01:00", noon + 500 - 3'600'000},
      {"2026-01-31T13:30:00+01:30", noon},
      {"2026-01-31T07:00:00-0500", noon},
      {"2026-01-31 14:00:00.25+02", noon + 250},  // as PostgreSQL writes it
      {"2026-01-31 07:00:00-05", noon},
      {"2026-01-31 17:30:00+0530", noon},
      {"2016-12-31T23:59:60Z", 1'483'228'800'000},
      {"2024-02-29T00:00:00Z", 1'709'164'800'000},
      {"1970-01-01T00:00:00Z", 0},
      {"1969-12-31T23:59:59Z", -1000},
      {"0", 0},
      {"1291191960", 1'291'191'960'000},
      {"1396314141.719", 1'396'314'141'719},
      {"1396314141.7", 1'396'314'141'700},
  }};
  for (const auto& [text, time_ms] : rows) {
    const auto read = text::read_time_ms(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, time_ms) << text;
  }
}

TEST(time, what_is_no_time_is_refused_with_the_value_and_the_forms) {
  for (const std::string_view bad : {"",
                                     "now",
                                     "2026-01-31",
                                     "2026-02-30T00:00:00Z",
                                     "2025-02-29T00:00:00Z",
                                     "2026-13-01T00:00:00Z",
                                     "2026-00-01T00:00:00Z",
                                     "2026-01-31T24:00:00Z",
                                     "2026-01-31T12:60:00Z",
                                     "2026-01-31T12:00:61Z",
                                     "2026-01-31T12:00Z",
                                     "2026-01-31T12:00:00.Z",
                                     "2026-01-31T12:00:00Q",
                                     "2026-01-31T12:00:00Z ",
                                     "2026-01-31T12:00:00+1:00",
                                     "2026-01-31T12:00:00+1",
                                     "2026-01-31T12:00:00+01:",
                                     "-026-01-31T12:00:00Z",
                                     "26-01-31T12:00:00Z",
                                     "-5",
                                     "1.",
                                     "1.x",
                                     "1291191960000",
                                     "99999999999999999999"}) {
    const auto read = text::read_time_ms(bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code(), error::bad_parameter);
    EXPECT_NE(read.error().detail().find("'" + std::string(bad) + "'"), std::string::npos);
  }
}

TEST(time, is_written_with_a_fraction_only_when_there_is_one) {
  EXPECT_EQ(text::to_iso_time(noon), "2026-01-31T12:00:00Z");
  EXPECT_EQ(text::to_iso_time(noon + 5), "2026-01-31T12:00:00.005Z");
  EXPECT_EQ(text::to_iso_time(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(text::to_iso_time(0), "1970-01-01T00:00:00Z");
}

TEST(time, written_times_are_read_as_the_same_time) {
  for (std::int64_t time_ms = -1'000'000'007; time_ms < 4'000'000'000'000; time_ms += 7'777'777'777) {
    EXPECT_EQ(*text::read_time_ms(text::to_iso_time(time_ms)), time_ms);
    const auto seconds_ms = time_ms - (time_ms % 1000 + 1000) % 1000;
    EXPECT_EQ(text::read_http_date(text::to_http_date(time_ms)), seconds_ms);
  }
}

TEST(http_date, is_written_with_the_right_weekday) {
  EXPECT_EQ(text::to_http_date(noon), "Sat, 31 Jan 2026 12:00:00 GMT");
  EXPECT_EQ(text::to_http_date(784'111'777'000), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(time_in_a_zone, without_one_of_its_own_is_what_the_clocks_of_the_zone_show) {
  const struct {
    std::string_view text;
    std::string_view zone;
    std::string_view utc;
  } rows[] = {{"2012-01-01T11:00:00", "UTC", "2012-01-01T11:00:00Z"},
              {"2012-01-01T11:00:00", "Europe/Berlin", "2012-01-01T10:00:00Z"},
              {"2012-07-01T11:00:00.250", "Europe/Berlin", "2012-07-01T09:00:00.250Z"},
              {"2012-07-01T11:00:00Z", "Europe/Berlin", "2012-07-01T11:00:00Z"},
              {"2012-07-01T11:00:00+05:30", "Europe/Berlin", "2012-07-01T05:30:00Z"},
              {"1291191960", "Europe/Berlin", "2010-12-01T08:26:00Z"},
              {"2012-01-01T00:30:00", "America/New_York", "2012-01-01T05:30:00Z"},
              {"2012-10-28T02:30:00", "Europe/Berlin", "2012-10-28T00:30:00Z"},   // twice: the first
              {"2012-03-25T02:30:00", "Europe/Berlin", "2012-03-25T01:00:00Z"}};  // never: the leap
  for (const auto& [text, zone, utc] : rows) {
    const auto read = text::read_time_ms(text, zone);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(text::to_iso_time(*read), utc) << text << " " << zone;
  }
}

TEST(time_in_a_zone, needs_a_time_and_a_zone_that_the_system_knows) {
  EXPECT_EQ(text::read_time_ms("noon", "UTC").error().code(), error::bad_parameter);
  EXPECT_EQ(text::read_time_ms("2012-01-01T11:00:00", "Europe/Nowhere").error().code(),
            error::bad_configuration);
}

TEST(http_date, is_read_with_a_wrong_weekday) {
  EXPECT_EQ(text::read_http_date("Sat, 31 Jan 2026 12:00:00 GMT"), noon);
  EXPECT_EQ(text::read_http_date("Mon, 31 Jan 2026 12:00:00 GMT"), noon);
}

TEST(http_date, what_is_none_is_nothing) {
  for (const std::string_view bad :
       {"", "Sat, 31 Jan 2026", "31 Jan 2026 12:00:00 GMT", "Sat, 31 Jan 2026 12:00:00 CET",
        "Sat, 31 Foo 2026 12:00:00 GMT", "Sat, 31 Feb 2026 12:00:00 GMT", "Sat, 1 Jan 2026 12:00:00 GMT",
        "Sat, 31 Jan 2026 12:00:00 GMT!", "2026-01-31T12:00:00Z"})
    EXPECT_FALSE(text::read_http_date(bad)) << bad;
}

TEST(duration, is_read_with_its_unit) {
  const std::array<std::pair<std::string_view, std::int64_t>, 7> rows{{{"250ms", 250},
                                                                       {"30s", 30'000},
                                                                       {"5m", 300'000},
                                                                       {"12h", 43'200'000},
                                                                       {"30d", 2'592'000'000},
                                                                       {"P30D", 2'592'000'000},
                                                                       {"0s", 0}}};
  for (const auto& [text, ms] : rows) EXPECT_EQ(*text::read_duration_ms(text), ms) << text;
}

TEST(duration, what_is_none_is_refused_with_the_value_and_the_units) {
  for (const std::string_view bad : {"", "5", "s", "-5s", "1.5s", "5 s", "5S", "5w", "PD", "P5", "P-5D",
                                     "P5M", "p5d", "99999999999999999999s", "9223372036854775807d"}) {
    const auto read = text::read_duration_ms(bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_NE(read.error().detail().find("ms, s, m, h or d"), std::string::npos);
  }
}

TEST(duration, is_written_in_the_largest_unit_that_divides_it) {
  const std::array<std::pair<std::int64_t, std::string_view>, 6> rows{
      {{90'000, "90s"}, {86'400'000, "1d"}, {5'400'000, "90m"}, {7'200'000, "2h"}, {1, "1ms"}, {0, "0s"}}};
  for (const auto& [ms, text] : rows) EXPECT_EQ(text::to_duration(ms), text);
}

}  // namespace
}  // namespace footfall::test
