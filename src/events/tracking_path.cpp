// The forms of tracking URLs, one row for each shape.
#include "footfall/events/tracking_path.hpp"

#include "event_parameters.hpp"
#include "footfall/text/nearest_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace footfall::events {
namespace {

constexpr std::size_t event_segment = 2;

struct path_form {
  path_shape shape;
  std::size_t segments;  ///< of the whole path
  std::string_view tail;
};

constexpr std::array forms{path_form{path_shape::user_item, 6, "USER/ITEMTYPE/ITEM"},
                           path_form{path_shape::user_items, 6, "USER/ITEMTYPE/ITEM[,ITEM...]"},
                           path_form{path_shape::user_user, 5, "SOURCE/TARGET"},
                           path_form{path_shape::user, 4, "USER"}};

failure unknown_event(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& kind : event_kinds())
    if (kind.shape != path_shape::none) names.push_back(kind.name);
  const auto near = text::nearest_name(name, names);
  return {error::unknown_event,
          near ? fmt::format("event: {} is unknown, did you mean {}?", shown(name), *near)
               : fmt::format("event: {} is unknown", shown(name))};
}

}  // namespace

std::vector<std::string> default_solution_ids() { return {"api", "ebl", "ebl2", "ebh", "news"}; }

bool names_solution(std::span<const std::string> solution_ids, std::string_view segment) noexcept {
  return segment == "api" || std::ranges::find(solution_ids, segment) != solution_ids.end();
}

bool is_event_of_user(std::span<const std::string_view> segments) noexcept {
  if (segments.size() != 4) return false;
  const auto* kind = find_event_kind(segments[event_segment]);
  return kind != nullptr && kind->shape == path_shape::user;
}

result<tracking_path> read_tracking_path(std::span<const std::string_view> segments, bool ends_with_slash) {
  const auto name = segments[event_segment];
  const auto* kind = find_event_kind(name);
  if (kind == nullptr) return unknown_event(name);
  const auto form = std::ranges::find(forms, kind->shape, &path_form::shape);
  const auto empty_list = kind->shape == path_shape::user_items && segments.size() == 5 && ends_with_slash;
  if (segments.size() != form->segments && !empty_list) {
    const bool is_short = segments.size() < form->segments;
    const auto part = form->tail.substr(form->tail.rfind('/') + 1);
    return failure{is_short ? error::missing_parameter : error::bad_parameter,
                   fmt::format("{}: the path is too {}, expected /{}/{}/{}/{}",
                               is_short ? (part.starts_with("ITEM") ? "item" : "user") : "path",
                               is_short ? "short" : "long", shown(segments[0]), shown(segments[1]),
                               kind->name, form->tail)};
  }
  tracking_path path{kind, segments[3], {}, {}, {}};
  if (kind->shape == path_shape::user_user) path.target = segments[4];
  if (form->segments == 6) path.item_type = segments[4];
  if (form->segments == 6 && !empty_list) path.item = segments[5];
  return path;
}

}  // namespace footfall::events
