#include "api/content/scenario_figures.hpp"

#include "footfall/customer/answer_counts.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace footfall::api {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

struct granularity {
  std::string_view name;
  std::chrono::seconds length;  // by the clocks
};

constexpr std::array granularities{
    granularity{"PT1H", std::chrono::hours(1)},   granularity{"PT6H", std::chrono::hours(6)},
    granularity{"PT12H", std::chrono::hours(12)}, granularity{"P1D", std::chrono::hours(24)},
    granularity{"P1W", std::chrono::hours(168)},
};

using local_time = std::chrono::local_seconds;

// `2026-10-25T00:00:00`, by the clocks of the customer.
std::optional<local_time> read_local_time(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() != shape.size()) return std::nullopt;
  for (std::size_t place = 0; place < shape.size(); ++place) {
    const bool digit = text[place] >= '0' && text[place] <= '9';
    if (shape[place] == 'd' ? !digit : text[place] != shape[place]) return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t digits) {
    return *text::to_integer<std::uint32_t>(text.substr(from, digits));
  };
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2)));
  if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
  return std::chrono::local_days(day) + std::chrono::hours(number(11, 2)) +
         std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2));
}

std::string text_of(local_time time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

result<local_time> read_limit(const http::target& target, std::string_view name) {
  const auto text = target.find(name);
  if (const auto time = read_local_time(text)) return *time;
  return failure{error::bad_parameter,
                 fmt::format("{}: expected a time such as 2026-10-25T00:00:00, found {}", name,
                             text.empty() ? "nothing" : text.substr(0, 64))};
}

failure too_many_spans(std::size_t most, std::size_t scenarios, std::string_view step) {
  const auto why = most == spans_max ? std::string() : fmt::format(", too many for {} scenarios", scenarios);
  return {error::bad_parameter,
          fmt::format("granularity: there are more than {} of {} from from_date_time to to_date_time{}", most,
                      step, why)};
}

void write_item(const customer::answers_in_span& of, text::json_writer& json) {
  json.field("scenarioCalls", of.calls);
  json.field("deliveredRecommendations", of.items);
  json.close_object();
}

}  // namespace

result<wanted_spans> read_spans(const http::target& target, std::string_view time_zone,
                                std::size_t scenarios) {
  const auto name = target.find("granularity");
  if (target.find("from_date_time").empty() && target.find("to_date_time").empty() && name.empty())
    return wanted_spans{};
  const auto from = read_limit(target, "from_date_time");
  if (!from) return from.error();
  const auto to = read_limit(target, "to_date_time");
  if (!to) return to.error();
  const auto* const step = std::ranges::find(granularities, name.empty() ? "P1D" : name, &granularity::name);
  if (step == granularities.end())
    return failure{
        error::bad_parameter,
        fmt::format("granularity: {} is not one of PT1H, PT6H, PT12H, P1D, P1W", name.substr(0, 64))};
  const auto most = std::min(spans_max, figures_max / std::max<std::size_t>(1, scenarios));
  wanted_spans wanted{std::string(step->name), {}};
  for (auto begin = *from; begin < *to; begin += step->length) {
    if (wanted.spans.size() == most) return too_many_spans(most, scenarios, step->name);
    auto shown = text_of(begin);
    const auto from_ms = text::read_time_ms(shown, time_zone);
    if (!from_ms) return from_ms.error();
    const auto to_ms = text::read_time_ms(text_of(std::min(begin + step->length, *to)), time_zone);
    if (!to_ms) return to_ms.error();
    wanted.spans.push_back({std::move(shown), *from_ms / hour_ms, *to_ms / hour_ms});
  }
  return wanted;
}

void write_statistic_items(const customer::answer_counts& answers, std::string_view scenario,
                           const wanted_spans& wanted, text::json_writer& json) {
  json.key("statisticItems");
  json.open_array();
  if (wanted.granularity.empty()) {
    json.open_object();
    write_item(answers.since_start(scenario), json);
  }
  for (const auto& each : wanted.spans) {
    json.open_object();
    json.field("timespanBegin", std::string_view(each.begin));
    json.field("timespanDuration", std::string_view(wanted.granularity));
    write_item(answers.within(scenario, each.from_hour, each.to_hour), json);
  }
  json.close_array();
}

}  // namespace footfall::api
