// The identifiers of the field. A number that means one thing has a type of its own.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace footfall {

/// A number that means one thing: a customer number is not an item index.
template <class Tag, class Value>
struct strong {
  Value value{};
  friend constexpr auto operator<=>(const strong&, const strong&) = default;
};

/// The number under which the event store keeps a customer; stable for the life of the store, from 1.
using customer_number = strong<struct customer_number_tag, std::uint32_t>;

/// A user as it is stored: a keyed 128-bit hash of customer and user id (protocol A4, X33).
struct user_key {
  std::array<std::uint64_t, 2> words{};
  friend constexpr auto operator<=>(const user_key&, const user_key&) = default;
};

/// Largest number allowed as item type or numeric item id (protocol A4).
inline constexpr std::uint32_t item_number_max = 2147483647;

/// Item identity: the same id under two types is two items (protocol A4).
/// Numeric ids have `number` in 1..item_number_max and no text; string ids have a text and number 0.
struct item_key {
  std::uint32_t type{};
  std::uint32_t number{};
  std::string text{};
  friend auto operator<=>(const item_key&, const item_key&) = default;

  [[nodiscard]] bool empty() const noexcept { return type == 0; }
};

/// Dense number of an item inside one customer, from 0; handed out by `catalog::item_dictionary`.
using item_index = std::uint32_t;

}  // namespace footfall

template <>
struct std::hash<footfall::user_key> {
  // The key is a cryptographic hash already: any of its words is as good as another hash of it.
  std::size_t operator()(const footfall::user_key& key) const noexcept { return key.words[0]; }
};

template <>
struct std::hash<footfall::item_key> {
  std::size_t operator()(const footfall::item_key& key) const noexcept {
    const auto number = (std::uint64_t{key.type} << 32 | key.number) * 0x9E3779B97F4A7C15ULL;
    const auto mixed = number ^ (number >> 29);
    return key.text.empty() ? mixed : mixed ^ std::hash<std::string>{}(key.text);
  }
};
