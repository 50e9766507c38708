#include "line_rules.hpp"

#include "footfall/events/event_kinds.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

namespace footfall::commands {
namespace {

constexpr std::size_t columns_noted_max = 64;

struct other_name {
  std::string_view member;
  std::string_view name;  // small letters only
};

// How exports of shops, analytics products and the tracking interface's own documents call the members.
constexpr other_name other_names[] = {
    {"time", "ts"},
    {"time", "eventtimestamp"},
    {"time", "date"},
    {"time", "datetime"},
    {"time", "eventtime"},
    {"time", "eventdate"},
    {"time", "createdat"},
    {"time", "occurredat"},
    {"time", "times"},
    {"time", "invoicedate"},
    {"time", "orderdate"},
    {"time", "zeit"},
    {"itemtype", "contenttype"},
    {"itemtype", "producttype"},
    {"item", "itemid"},
    {"item", "product"},
    {"item", "productid"},
    {"item", "sku"},
    {"item", "articleid"},
    {"item", "contentid"},
    {"item", "items"},
    {"item", "movieid"},
    {"item", "stockcode"},
    {"user", "userid"},
    {"user", "visitor"},
    {"user", "visitorid"},
    {"user", "customer"},
    {"user", "customerid"},
    {"user", "users"},
    {"user", "clientid"},
    {"event", "eventtype"},
    {"event", "eventname"},
    {"event", "action"},
    {"event", "events"},
    {"quantity", "qty"},
    {"quantity", "count"},
    {"fullprice", "unitprice"},
    {"rating", "stars"},
    {"rating", "score"},
    {"categorypath", "category"},
};

std::string small_letters(std::string_view text) {
  std::string letters;
  for (const char byte : text) {
    if (byte >= 'A' && byte <= 'Z') letters += static_cast<char>(byte - 'A' + 'a');
    if (byte >= 'a' && byte <= 'z') letters += byte;
  }
  return letters;
}

bool is_parameter(std::string_view name) noexcept {
  return std::ranges::any_of(events::event_kinds(), [&](const events::event_kind& kind) {
    return std::ranges::any_of(kind.parameters, [&](const events::event_parameter& each) {
      return text::equal_without_case(each.name, name);
    });
  });
}

bool is_time(std::string_view member) noexcept {
  constexpr std::array<std::string_view, 3> names{"time", "timestamp", "overridetimestamp"};
  return std::ranges::any_of(names, [&](auto name) { return text::equal_without_case(name, member); });
}

/// A rating of the file in hundredths of the best one.
std::optional<long> hundredths(std::string_view text, double best) {
  double rating = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), rating);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (!(rating >= 0 && rating <= best)) return std::nullopt;
  return std::lround(rating * 100 / best);
}

}  // namespace

std::string_view line_rules::member_of(std::string_view column) const noexcept {
  for (const auto& [member, named] : columns)
    if (text::equal_without_case(named, column)) return member;
  for (const auto& [member, named] : columns)
    if (text::equal_without_case(member, column)) return {};
  return column;
}

std::string_view resembled_member(std::string_view column) noexcept {
  if (api::is_part_of_line(column) || is_parameter(column)) return {};
  const auto letters = small_letters(column);
  for (const auto& each : other_names)
    if (letters == each.name || letters == each.member) return each.member;
  return {};
}

result<void> line_editor::edit(api::import_members& members, std::string_view content, bool from_url) {
  const auto all = members.all();
  edited_.clear();
  bool has_event = false, has_time = false, has_user = false, has_guest = false;
  const auto event = event_of(all);
  for (const auto& [column, value] : all) {
    if (!from_url) note(column);
    const auto name = rules_.member_of(column);
    if (name.empty()) continue;
    const bool is_user = text::equal_without_case(name, "user");
    has_guest = has_guest || (is_user && value.empty());
    has_user = has_user || (is_user && !value.empty());
    if (value.empty()) continue;
    has_event = has_event || text::equal_without_case(name, "event");
    has_time = has_time || is_time(name);
    if (auto added = add(name, value, event); !added) return added;
  }
  if (!has_time && !rules_.times_of_now) return no_time(all);
  if (!has_event && !rules_.event.empty()) edited_.add("event", rules_.event);
  if (has_guest && !has_user) {
    edited_.add("user", "guest:" + guests_.next(content));
    ++guest_count_;
  }
  std::swap(members, edited_);
  return {};
}

std::string_view line_editor::event_of(std::span<const events::name_value> members) const {
  for (const auto& [column, value] : members)
    if (!value.empty() && text::equal_without_case(rules_.member_of(column), "event")) return value;
  return rules_.event;
}

result<void> line_editor::add(std::string_view name, std::string_view value, std::string_view event) {
  if (!text::equal_without_case(name, "rating") || !text::equal_without_case(event, "rate")) {
    edited_.add(name, value);
    return {};
  }
  if (rules_.best_rating <= 0) {
    if (value.find('.') == value.npos)
      edited_.add(name, value);
    else
      return failure{error::bad_parameter,
                     fmt::format("rating: {} is not a whole number in 0..100; half stars of five need "
                                 "--rating-scale 5",
                                 value)};
    return {};
  }
  const auto scaled = hundredths(value, rules_.best_rating);
  if (!scaled)
    return failure{error::bad_parameter,
                   fmt::format("rating: {} is not a number in 0..{}", value, rules_.best_rating)};
  edited_.add(name, std::to_string(*scaled));
  return {};
}

failure line_editor::no_time(std::span<const events::name_value> members) const {
  std::string column = "COLUMN";
  for (const auto& each : members)
    if (resembled_member(each.name) == "time") column = each.name;
  return {error::missing_parameter,
          fmt::format(
              "time: is missing; --map time={} says which column has it, --time now that these are events "
              "of now",
              column)};
}

void line_editor::note(std::string_view column) {
  const auto met = [column](const std::vector<std::string>& names) {
    return std::ranges::find(names, column) != names.end();
  };
  if (met(known_) || met(unused_) || known_.size() + unused_.size() >= columns_noted_max) return;
  const auto member = rules_.member_of(column);
  const bool used = !member.empty() && (api::is_part_of_line(member) || is_parameter(member));
  (used ? known_ : unused_).emplace_back(column);
}

std::string line_editor::unused_columns() const {
  if (unused_.empty()) return {};
  std::string text = "columns that mean nothing to footfall:";
  for (const auto& column : unused_) {
    text += fmt::format("{} {}", &column == &unused_.front() ? "" : ",", column);
    if (const auto member = resembled_member(column); !member.empty())
      text += fmt::format(" (is it the {0}? --map {0}={1})", member, column);
  }
  return text;
}

}  // namespace footfall::commands
