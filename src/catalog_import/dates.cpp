// Dates: a walk that takes numbers, names and signs, and then asks what they can mean.
#include "dates.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include "plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace footfall::catalog_import {

namespace {

struct zone_row {
  std::string_view name;
  int minutes;
};
constexpr std::array<zone_row, 16> zones{{{"z", 0},
                                          {"utc", 0},
                                          {"gmt", 0},
                                          {"ut", 0},
                                          {"est", -300},
                                          {"edt", -240},
                                          {"cst", -360},
                                          {"cdt", -300},
                                          {"mst", -420},
                                          {"mdt", -360},
                                          {"pst", -480},
                                          {"pdt", -420},
                                          {"cet", 60},
                                          {"cest", 120},
                                          {"mez", 60},
                                          {"mesz", 120}}};
constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";

struct parts {
  int year = 0, month = 0, day = 0;
  int hour = 0, minute = 0, second = 0, millisecond = 0;
  bool has_time = false;
  std::optional<int> zone_minutes;
};

// Takes pieces off the front.
class walker {
 public:
  explicit walker(std::string_view text) : rest_(text) {}
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  void skip_blanks() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool take(char sign) {
    if (rest_.empty() || rest_.front() != sign) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view digits() {
    std::size_t count = 0;
    while (count < rest_.size() && text::is_digit(rest_[count])) ++count;
    return cut(count);
  }
  std::string_view letters() {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= 'a' && rest_[count] <= 'z') ++count;
    return cut(count);
  }
  std::optional<int> number(std::size_t digits_max) {
    const auto found = digits();
    return found.empty() || found.size() > digits_max ? std::nullopt : text::to_integer<int>(found);
  }

 private:
  std::string_view cut(std::size_t count) {
    const auto piece = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return piece;
  }
  std::string_view rest_;
};

bool read_zone(walker& from, parts& to) {
  from.skip_blanks();
  if (from.at_end()) return true;
  const bool plus = from.take('+');
  if (plus || from.take('-')) {
    const auto hours = from.digits();
    int minutes = 0;
    if (hours.empty() || hours.size() > 4) return false;
    const auto value = text::to_integer<int>(hours).value_or(0);
    if (hours.size() > 2) {
      minutes = value / 100 * 60 + value % 100;
    } else {
      minutes = value * 60;
      if (from.take(':')) minutes += from.number(2).value_or(0);
    }
    to.zone_minutes = plus ? minutes : -minutes;
  } else {
    const auto name = from.letters();
    const auto* const row =
        std::find_if(zones.begin(), zones.end(), [&](const zone_row& each) { return each.name == name; });
    if (row == zones.end()) return false;
    to.zone_minutes = row->minutes;
  }
  from.skip_blanks();
  return from.at_end();
}

bool read_clock(walker& from, parts& to) {
  while (from.take(' ') || from.take(',') || from.take('t')) {
  }
  if (from.at_end()) return true;
  if (!text::is_digit(from.rest().front())) return read_zone(from, to);
  const auto first = from.digits();
  to.has_time = true;
  if (first.size() == 6 || first.size() == 4) {  // 054500
    const auto value = text::to_integer<int>(first).value_or(0) * (first.size() == 4 ? 100 : 1);
    to.hour = value / 10000;
    to.minute = value / 100 % 100;
    to.second = value % 100;
  } else {
    to.hour = text::to_integer<int>(first).value_or(99);
    const auto minute = from.take(':') ? from.number(2) : std::nullopt;
    if (!minute || first.size() > 2) return false;
    to.minute = *minute;
    if (from.take(':')) to.second = from.number(2).value_or(99);
  }
  if (from.take('.') || from.take(',')) {
    auto fraction = std::string(from.digits());
    fraction.resize(3, '0');
    to.millisecond = text::to_integer<int>(fraction).value_or(0);
  }
  from.skip_blanks();
  if (from.rest().starts_with("am") || from.rest().starts_with("pm")) {
    if (to.hour < 1 || to.hour > 12) return false;
    to.hour = to.hour % 12 + (from.rest().front() == 'p' ? 12 : 0);
    (void)from.letters();
  }
  return read_zone(from, to);
}

int whole_year(int year, std::size_t digits) noexcept {
  return digits == 2 ? (year < 70 ? 2000 + year : 1900 + year) : year;
}

enum class reading : std::uint8_t { good, bad, ambiguous };

reading read_slashes(walker& from, int first, bool month_first, parts& to) {
  const auto second = from.number(2);
  if (!second || !from.take('/')) return reading::bad;
  const auto year = from.digits();
  if (year.size() != 2 && year.size() != 4) return reading::bad;
  to.year = whole_year(text::to_integer<int>(year).value_or(0), year.size());
  const bool first_is_month = month_first || *second > 12;
  if (!month_first && first <= 12 && *second <= 12 && first != *second) return reading::ambiguous;
  to.month = first_is_month ? first : *second;
  to.day = first_is_month ? *second : first;
  return read_clock(from, to) ? reading::good : reading::bad;
}

reading read_named_month(walker& from, int day, parts& to) {
  from.skip_blanks();
  if (!from.rest().empty() && from.rest().front() == '-') from.take('-');
  const auto name = from.letters();
  const auto place = name.size() < 3 ? std::string_view::npos : months.find(name.substr(0, 3));
  if (place == std::string_view::npos || place % 3 != 0) return reading::bad;
  to.day = day;
  to.month = static_cast<int>(place / 3) + 1;
  while (from.take(' ') || from.take('-') || from.take('.')) {
  }
  const auto year = from.digits();
  if (year.size() != 2 && year.size() != 4) return reading::bad;
  to.year = whole_year(text::to_integer<int>(year).value_or(0), year.size());
  return read_clock(from, to) ? reading::good : reading::bad;
}

reading read_parts(std::string_view text, bool month_first, parts& to) {
  walker from(text);
  const auto weekday = from.letters();  // whether it is the right one is not asked
  while (from.take(',') || from.take('.') || from.take(' ')) {
  }
  const auto first = from.digits();
  const auto value = text::to_integer<int>(first).value_or(0);
  if (first.empty()) return reading::bad;
  if (!weekday.empty()) return first.size() > 2 ? reading::bad : read_named_month(from, value, to);
  if (first.size() == 8) {
    to.year = value / 10000;
    to.month = value / 100 % 100;
    to.day = value % 100;
    return read_clock(from, to) ? reading::good : reading::bad;
  }
  if (first.size() == 4) {
    to.year = value;
    const bool slash = from.rest().starts_with('/');
    if (!from.take('-') && !from.take('/')) return reading::bad;
    to.month = from.number(2).value_or(0);
    if (!from.take(slash ? '/' : '-')) return reading::bad;
    to.day = from.number(2).value_or(0);
    return read_clock(from, to) ? reading::good : reading::bad;
  }
  if (first.size() > 2) return reading::bad;
  if (from.take('/')) return read_slashes(from, value, month_first, to);
  if (!from.take('.')) return read_named_month(from, value, to);
  to.day = value;
  to.month = from.number(2).value_or(0);
  if (!from.take('.')) return reading::bad;
  const auto year = from.digits();
  to.year = whole_year(text::to_integer<int>(year).value_or(0), year.size());
  return read_clock(from, to) ? reading::good : reading::bad;
}

std::optional<std::int64_t> read_unix_time(std::string_view text) noexcept {
  if (text.size() < 9 || text.size() > 13 || text.size() == 11) return std::nullopt;
  const auto value = text::to_integer<std::uint64_t>(text);
  if (!value) return std::nullopt;
  return static_cast<std::int64_t>(text.size() >= 12 ? *value : *value * 1000);
}

}  // namespace

read_date_outcome read_date(std::string_view raw, const date_rules& rules) {
  const auto text = lower(tidy_spaces(raw));
  if (says_nothing(text) || text.starts_with("0000-00-00") || text.starts_with("1000-01-01")) return {};
  if (const auto time = read_unix_time(text)) return {time, {}};
  parts found;
  const auto outcome = read_parts(text, rules.month_first, found);
  if (outcome != reading::good) return {{}, outcome == reading::bad ? "bad-date" : "ambiguous-date"};
  if (!found.has_time && rules.is_end) {
    found.hour = 23;
    found.minute = 59;
    found.second = 59;
  }
  const auto iso = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", found.year, found.month, found.day,
                               found.hour, found.minute, found.second);
  const auto time = text::read_time_ms(iso, found.zone_minutes ? "UTC" : rules.zone);
  if (!time) return {{}, "bad-date"};
  return {*time + found.millisecond - std::int64_t{found.zone_minutes.value_or(0)} * 60'000, {}};
}

}  // namespace footfall::catalog_import
