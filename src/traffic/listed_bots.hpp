// The list of bots that the build has found; the source is made by `cmake/list_bots.cpp`.
#pragma once

#include <span>
#include <string_view>

namespace footfall::traffic {

/// Empty when the build had no list.
[[nodiscard]] std::span<const std::string_view> listed_bots() noexcept;

/// Name and version of the list.
[[nodiscard]] std::string_view listed_bots_origin() noexcept;

}  // namespace footfall::traffic
