// The path of a tracking URL: which event it is, of whom, on what (protocol A3, B1).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event_kinds.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::events {

/// First segments of paths unless the configuration names others: same meaning, several product generations
/// (protocol A2).
[[nodiscard]] std::vector<std::string> default_solution_ids();

/// True when a first segment is one of these ids, or `api`, which the links of answers have. Thread-safe.
[[nodiscard]] bool names_solution(std::span<const std::string> solution_ids,
                                  std::string_view segment) noexcept;

/// The parts of `/{solution}/{customer}/{event}/...` after the customer.
struct tracking_path {
  const event_kind* kind = nullptr;  ///< never null in a result
  std::string_view user{};           ///< of a login: the source
  std::string_view target{};         ///< of a login, else empty
  std::string_view item_type{};      ///< empty for events without an item
  std::string_view item{};           ///< empty for an empty list
};

/// True when a path of four segments, `/{solution}/{customer}/{third}/{fourth}`, is an event of a user and
/// not an older recommendation, which looks the same: the third segment decides. Thread-safe.
[[nodiscard]] bool is_event_of_user(std::span<const std::string_view> segments) noexcept;

/// Takes a path of at least three decoded segments apart. Errors: `unknown_event` with the nearest event,
/// `missing_parameter` for a path that is too short and `bad_parameter` for one that is too long, with the
/// form that is right. Thread-safe; the parts live as long as the segments.
[[nodiscard]] result<tracking_path> read_tracking_path(std::span<const std::string_view> segments,
                                                       bool ends_with_slash);

}  // namespace footfall::events
