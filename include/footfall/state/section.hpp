// What a section of a state file is called and what may stand in it.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace footfall::state {

/// Name of a section: what it holds, of which customer, and which part when there are several.
struct section_id {
  std::array<char, 16> name{};
  std::uint32_t customer = 0;
  std::uint32_t part = 0;

  constexpr section_id() = default;
  /// Of the name only the first 16 bytes count.
  constexpr explicit section_id(std::string_view section_name, std::uint32_t of_customer = 0,
                                std::uint32_t of_part = 0)
      : customer(of_customer), part(of_part) {
    std::copy_n(section_name.begin(), std::min(section_name.size(), name.size()), name.begin());
  }
  /// The name without the zeros that fill it up.
  [[nodiscard]] constexpr std::string_view text() const noexcept {
    return {name.data(), static_cast<std::size_t>(std::ranges::find(name, '\0') - name.begin())};
  }
  friend constexpr auto operator<=>(const section_id&, const section_id&) = default;
};

/// An element of a section. It should have no padding, whose bytes would go to the disk as they happen to be.
template <class T>
concept plain_record = std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T> &&
                       alignof(T) <= 8;

}  // namespace footfall::state
