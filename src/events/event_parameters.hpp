// Parsers of event parameters: each checks one value and gives the form in which it is stored.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event_kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace footfall::events {

/// Most units of one purchase.
inline constexpr std::uint32_t quantity_max = 1'000'000;

/// Most segments of one event.
inline constexpr std::size_t segments_max = 50;

/// The value of a parameter by its name in the table, any case; empty when it is absent. Thread-safe.
[[nodiscard]] std::string_view sent_value(std::span<const name_value> parameters,
                                          std::string_view name) noexcept;

/// A value as it may stand in a message: cut to 64 bytes, without control characters.
[[nodiscard]] std::string shown(std::string_view value);

/// A whole number in min..max. The failure reads `101 is outside 0..100`. Thread-safe.
[[nodiscard]] result<std::int64_t> read_whole_number(std::string_view value, std::int64_t min,
                                                     std::int64_t max);

// The parsers have the signature of `event_parameter::apply`. All are thread-safe.

/// Any text, as it is.
result<std::string> read_text(std::string_view value, const parameter_context& context, event& target);

/// Outer slashes go, repeated ones become one (protocol X12); the whole site, `/`, is stored as nothing. A
/// value that still holds an encoded slash was encoded twice, as one client does it: it is decoded again.
result<std::string> read_category_path(std::string_view value, const parameter_context& context,
                                       event& target);

/// 0..100; sets `event::value` (protocol B2, consume).
result<std::string> read_percentage(std::string_view value, const parameter_context& context, event& target);

/// 0..100; sets `event::value` (protocol B2, rate).
result<std::string> read_rating(std::string_view value, const parameter_context& context, event& target);

/// 1..quantity_max; sets `event::quantity`. One unit is what is meant anyway and is not stored.
result<std::string> read_quantity(std::string_view value, const parameter_context& context, event& target);

/// The price of one unit; stored with its currency: its own, that of the parameter `currency`, or the
/// customer's (protocol X17).
result<std::string> read_full_price(std::string_view value, const parameter_context& context, event& target);

/// `price` of a purchase, in minor units when it is a whole number; stored as nothing beside a `fullprice`,
/// which wins (protocol X18).
result<std::string> read_deprecated_price(std::string_view value, const parameter_context& context,
                                          event& target);

/// The id of an order under another name; stored as nothing beside one that comes before it: `orderid`,
/// `order`, `transactionid`.
result<std::string> read_order_alias(std::string_view value, const parameter_context& context, event& target);
result<std::string> read_transaction_alias(std::string_view value, const parameter_context& context,
                                           event& target);

/// A code of ISO 4217; not stored, since prices carry their currency.
result<std::string> read_currency(std::string_view value, const parameter_context& context, event& target);

/// Segments of the user, separated by commas: at most `segments_max`, each once, without empty ones.
result<std::string> read_segments(std::string_view value, const parameter_context& context, event& target);

/// When the event happened, without zone in that of the customer; sets `event::time_ms` (protocol B4).
result<std::string> read_override_time(std::string_view value, const parameter_context& context,
                                       event& target);

/// For what is used elsewhere and not stored.
result<std::string> read_nothing(std::string_view value, const parameter_context& context, event& target);

/// `true`, `false`, `1` or `0`; stored as `1` when true and not at all when false.
result<std::string> read_marker(std::string_view value, const parameter_context& context, event& target);

}  // namespace footfall::events
