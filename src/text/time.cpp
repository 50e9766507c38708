// Times and durations: a strict reader that walks over the text once.
#include "footfall/text/time.hpp"

#include "footfall/text/number.hpp"
#include "text/quoted.hpp"
#include "text/time_zone.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>
#include <chrono>

namespace footfall::text {
namespace {

constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
constexpr std::int64_t ms_per_day = 24 * 60 * ms_per_minute;
constexpr std::int64_t unix_seconds_max = 253402300799;  // 9999-12-31T23:59:59Z

constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekday_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct duration_unit {
  std::string_view name;
  std::int64_t ms;
};
// Largest first, as `to_duration` tries them.
constexpr std::array<duration_unit, 5> duration_units{
    {{"d", ms_per_day}, {"h", 60 * ms_per_minute}, {"m", ms_per_minute}, {"s", ms_per_second}, {"ms", 1}}};

// Takes pieces off the front of a text. After the first piece that does not fit, `ok` stays false.
class reader {
 public:
  explicit reader(std::string_view text) noexcept : rest_(text) {}

  // Exactly `count` digits, their value in low..high.
  int number(std::size_t count, int low, int high) noexcept {
    const auto value =
        rest_.size() < count || rest_.front() == '-' ? std::nullopt : to_integer<int>(rest_.substr(0, count));
    if (!value || *value < low || *value > high) {
      ok_ = false;
      return low;
    }
    rest_.remove_prefix(count);
    return *value;
  }

  // The next byte if it is one of these; zero otherwise.
  char optional_one_of(std::string_view bytes) noexcept {
    if (rest_.empty() || bytes.find(rest_.front()) == std::string_view::npos) return 0;
    const auto byte = rest_.front();
    rest_.remove_prefix(1);
    return byte;
  }

  char one_of(std::string_view bytes) noexcept {
    const auto byte = optional_one_of(bytes);
    if (byte == 0) ok_ = false;
    return byte;
  }

  void literal(std::string_view expected) noexcept {
    if (!rest_.starts_with(expected)) return fail();
    rest_.remove_prefix(expected.size());
  }

  // The digits behind a decimal point as milliseconds, cut; at least one digit.
  int milliseconds() noexcept {
    int value = 0;
    int digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), ++digits)
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    if (digits == 0) fail();
    for (; digits < 3; ++digits) value *= 10;
    return value;
  }

  std::string_view take(std::size_t count) noexcept {
    if (rest_.size() < count) {
      fail();
      return {};
    }
    const auto piece = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return piece;
  }

  void fail() noexcept { ok_ = false; }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Days since the epoch; nothing for a day that the calendar has not, such as 30 February.
std::optional<std::int64_t> days_from(int year, int month, int day) noexcept {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// `hh:mm:ss`; 60 seconds are a leap second, which unix time does not know: the next minute.
std::int64_t read_clock_ms(reader& from) noexcept {
  const auto hour = from.number(2, 0, 23);
  from.literal(":");
  const auto minute = from.number(2, 0, 59);
  from.literal(":");
  const auto second = from.number(2, 0, 60);
  return ((hour * 60 + minute) * 60 + second) * ms_per_second;
}

// `Z`, `+01:00`, `+0100`, `+01`; nothing when no zone is there.
std::optional<std::int64_t> read_zone_ms(reader& from) noexcept {
  const auto sign = from.optional_one_of("Zz+-");
  if (sign == 0) return std::nullopt;
  if (sign != '+' && sign != '-') return 0;
  const auto hours = from.number(2, 0, 23);
  const bool colon = from.optional_one_of(":") != 0;
  const auto minutes = from.at_end() && !colon ? 0 : from.number(2, 0, 59);
  const auto offset = (hours * 60 + minutes) * ms_per_minute;
  return sign == '-' ? -offset : offset;
}

struct iso_time {
  std::int64_t ms;  // in UTC where a zone is named, else as the clocks of a zone that is not show it
  bool has_zone;
};

std::optional<iso_time> read_iso(std::string_view text) noexcept {
  reader from(text);
  const auto year = from.number(4, 0, 9999);
  from.literal("-");
  const auto month = from.number(2, 1, 12);
  from.literal("-");
  const auto day = from.number(2, 1, 31);
  from.one_of("Tt ");
  auto ms = read_clock_ms(from);
  if (from.optional_one_of(".,") != 0) ms += from.milliseconds();
  const auto zone_ms = read_zone_ms(from);
  const auto days = days_from(year, month, day);
  if (!from.ok() || !from.at_end() || !days) return std::nullopt;
  return iso_time{*days * ms_per_day + ms - zone_ms.value_or(0), zone_ms.has_value()};
}

std::optional<std::int64_t> read_unix(std::string_view text) noexcept {
  const auto point = text.find('.');
  const auto seconds = to_integer<std::uint64_t>(text.substr(0, point));
  if (!seconds || *seconds > unix_seconds_max) return std::nullopt;
  auto ms = static_cast<std::int64_t>(*seconds) * ms_per_second;
  if (point != std::string_view::npos) {
    reader fraction(text.substr(point + 1));
    ms += fraction.milliseconds();
    if (!fraction.ok() || !fraction.at_end()) return std::nullopt;
  }
  return ms;
}

struct broken_down {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  std::int64_t hour, minute, second, millisecond;
};

broken_down break_down(std::int64_t time_ms) noexcept {
  using namespace std::chrono;
  const auto point = sys_time<milliseconds>(milliseconds(time_ms));
  const auto day = floor<days>(point);
  const auto rest = (point - day).count();
  return {year_month_day(day),         weekday(day),
          rest / (60 * ms_per_minute), rest / ms_per_minute % 60,
          rest / ms_per_second % 60,   rest % ms_per_second};
}

failure not_a_time(std::string_view text) {
  return failure{error::bad_parameter,
                 fmt::format("{} is not a time: expected 2026-01-31T12:00:00Z, 2026-01-31T12:00:00.250+01:00 "
                             "or unix seconds such as 1291191960",
                             quoted(text))};
}

}  // namespace

result<std::int64_t> read_time_ms(std::string_view text) {
  if (const auto time_ms = read_unix(text)) return *time_ms;
  if (const auto time = read_iso(text)) return time->ms;
  return not_a_time(text);
}

result<std::int64_t> read_time_ms(std::string_view text, std::string_view zone) {
  if (const auto time_ms = read_unix(text)) return *time_ms;
  const auto time = read_iso(text);
  if (!time) return not_a_time(text);
  if (time->has_zone) return time->ms;
  const auto time_ms = from_local_ms(time->ms, zone);
  if (time_ms) return *time_ms;
  return failure{error::bad_configuration,
                 fmt::format("the time zone {} is not known to this system", quoted(zone))};
}

std::string to_iso_time(std::int64_t time_ms) {
  const auto t = break_down(time_ms);
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(t.date.year()),
                          static_cast<unsigned>(t.date.month()), static_cast<unsigned>(t.date.day()), t.hour,
                          t.minute, t.second);
  if (t.millisecond != 0) text += fmt::format(".{:03}", t.millisecond);
  text += 'Z';
  return text;
}

std::string to_http_date(std::int64_t time_ms) {
  const auto t = break_down(time_ms);
  // Compiled: each recommendation has two.
  return fmt::format(FMT_COMPILE("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT"),
                     weekday_names[t.weekday.c_encoding()], static_cast<unsigned>(t.date.day()),
                     month_names[static_cast<unsigned>(t.date.month()) - 1], static_cast<int>(t.date.year()),
                     t.hour, t.minute, t.second);
}

std::optional<std::int64_t> read_http_date(std::string_view text) noexcept {
  const auto comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  reader from(text.substr(comma + 2));
  const auto day = from.number(2, 1, 31);
  from.literal(" ");
  const auto name = from.take(3);
  from.literal(" ");
  const auto year = from.number(4, 0, 9999);
  from.literal(" ");
  const auto ms = read_clock_ms(from);
  from.literal(" GMT");
  if (!from.ok() || !from.at_end()) return std::nullopt;
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    if (month_names[i] != name) continue;
    const auto days = days_from(year, static_cast<int>(i) + 1, day);
    if (days) return *days * ms_per_day + ms;
  }
  return std::nullopt;
}

result<std::int64_t> read_duration_ms(std::string_view text) {
  // ISO 8601, of which the documents have days only.
  if (text.starts_with('P') && text.ends_with('D') && text.size() > 2)
    if (const auto days = to_integer<std::uint32_t>(text.substr(1, text.size() - 2)))
      return std::int64_t{*days} * ms_per_day;
  const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
  const auto amount = to_integer<std::int64_t>(digits);
  for (const auto& unit : duration_units) {
    std::int64_t ms = 0;
    if (amount && text.substr(digits.size()) == unit.name && !__builtin_mul_overflow(*amount, unit.ms, &ms))
      return ms;
  }
  return failure{
      error::bad_parameter,
      fmt::format("{} is not a duration: expected a whole number and ms, s, m, h or d, as in 250ms or 30d",
                  quoted(text))};
}

std::string to_duration(std::int64_t duration_ms) {
  if (duration_ms == 0) return "0s";
  // Ends at the latest with the last unit: every number is a multiple of one millisecond.
  const auto* unit = duration_units.begin();
  while (duration_ms % unit->ms != 0) ++unit;
  return fmt::format("{}{}", duration_ms / unit->ms, unit->name);
}

}  // namespace footfall::text
