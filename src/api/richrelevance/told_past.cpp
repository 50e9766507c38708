#include "api/richrelevance/told_past.hpp"

#include "api/richrelevance/page_call.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace footfall::api::richrelevance {
namespace {

/// Larger numbers are milliseconds.
constexpr std::int64_t seconds_max = 100'000'000'000;

failure bad(std::string_view name) {
  return {error::bad_parameter, fmt::format("{}: expected id:time|id:time, times as unix seconds", name)};
}

// A time in the future is now: nothing has happened after this call.
result<std::uint32_t> read_time_s(std::string_view name, std::string_view text, std::int64_t now_s) {
  const auto time = text::to_integer<std::int64_t>(text);
  if (!time || *time < 0) return bad(name);
  const auto time_s = *time > seconds_max ? *time / 1000 : *time;
  return static_cast<std::uint32_t>(std::min(time_s, now_s));
}

// A product that was looked at several times has several times, `1;2`.
result<std::uint32_t> read_newest_s(std::string_view name, std::string_view text, std::int64_t now_s) {
  const auto times = split(name, text, ';', list_items_max);
  if (!times || times->empty()) return bad(name);
  std::uint32_t newest_s = 0;
  for (const auto each : *times) {
    const auto time_s = read_time_s(name, each, now_s);
    if (!time_s) return time_s;
    newest_s = std::max(newest_s, *time_s);
  }
  return newest_s;
}

result<void> add_list(const call_parameters& sent, std::string_view name, events::history_type type,
                      const customer::customer& owner, bool alphanumeric, std::int64_t now_s,
                      std::vector<profile::history_entry>& history) {
  const auto list = sent.list(name);
  if (!list) return list.error();
  for (const auto entry : *list) {
    const auto colon = entry.rfind(':');
    const auto id = entry.substr(0, colon);
    const auto time_s = colon == entry.npos ? result<std::uint32_t>(static_cast<std::uint32_t>(now_s))
                                            : read_newest_s(name, entry.substr(colon + 1), now_s);
    if (!time_s) return time_s.error();
    const auto key = events::read_item(product_type, id, alphanumeric);
    if (!key) return bad(name);
    if (const auto known = owner.items.find(*key))
      history.push_back({.item = *known, .time_s = *time_s, .type = type});
  }
  return {};
}

}  // namespace

result<void> add_told_past(const call_parameters& sent, const customer::customer& owner, bool alphanumeric,
                           std::int64_t now_ms, std::vector<profile::history_entry>& history) {
  const auto now_s = now_ms / 1000;
  const auto before = history.size();
  using enum events::history_type;
  if (auto added = add_list(sent, "viewed", clicked, owner, alphanumeric, now_s, history); !added)
    return added;
  if (auto added = add_list(sent, "purchased", owns, owner, alphanumeric, now_s, history); !added)
    return added;
  if (history.size() != before)
    std::ranges::stable_sort(history, std::greater(), &profile::history_entry::time_s);
  return {};
}

}  // namespace footfall::api::richrelevance
