#include "footfall/model/slices.hpp"

#include "footfall/text/number.hpp"

#include <algorithm>

namespace footfall::model {

std::string fact_of(std::string_view segment) {
  if (segment.find('=') != std::string_view::npos) return std::string(segment);
  return std::string(segment_attribute).append(1, '=').append(segment);
}

bool is_true(const segment_group& group, std::span<const std::string> facts) {
  const auto is_known = [&](const std::string& segment) {
    return std::ranges::find(facts, fact_of(segment)) != facts.end();
  };
  return std::ranges::all_of(group.parts, [&](const segment_choice& part) {
    return part.join == "or" ? std::ranges::any_of(part.segments, is_known)
                             : std::ranges::all_of(part.segments, is_known);
  });
}

std::string name_of(const time_slot& slot) { return slot.from + "-" + slot.to; }

std::optional<std::uint32_t> minute_of(std::string_view time_of_day) {
  constexpr std::uint32_t minutes_of_day = 24 * 60;
  if (time_of_day.size() != 5 || time_of_day[2] != ':') return std::nullopt;
  const auto hour = text::to_integer<std::uint32_t>(time_of_day.substr(0, 2));
  const auto minute = text::to_integer<std::uint32_t>(time_of_day.substr(3));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > minutes_of_day) return std::nullopt;
  return *hour * 60 + *minute;
}

bool is_within(const time_slot& slot, std::uint32_t minute) {
  const auto from = minute_of(slot.from);
  const auto to = minute_of(slot.to);
  return from && to && *from <= minute && minute < *to;
}

std::size_t model_slice::place_of(item_index item) const noexcept {
  const auto place = std::ranges::lower_bound(items, item);
  return place == items.end() || *place != item ? nowhere : static_cast<std::size_t>(place - items.begin());
}

float model_slice::amount_of(item_index item) const noexcept {
  const auto place = place_of(item);
  return place < amounts.size() ? amounts[place] : 0;
}

float model_slice::count_of(item_index item) const noexcept {
  const auto place = place_of(item);
  return place < counts.size() ? counts[place] : 0;
}

bool model_slice::holds(item_index item) const noexcept { return place_of(item) != nowhere; }

}  // namespace footfall::model
