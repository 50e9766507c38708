// Prices as shops write them.
#pragma once

#include "footfall/text/price.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace footfall::catalog_import {

/// What is known when a price is read.
struct price_rules {
  text::currency fallback{};      ///< of a price without a currency
  text::currency customer{};      ///< decides which currency `$`, `kr` and the yen sign mean
  char decimal = 0;               ///< sign that the other prices show or the settings say; 0: none
  bool prescribes_point = false;  ///< the format wants decimal points
};

/// A price, or the reason why there is none.
struct read_price_outcome {
  std::optional<text::price> price;
  std::string_view reason;  ///< `bad-price` and its like; of a good one a warning or nothing
};

/// A number without currency: `value` times 10 to the power of `-decimals`.
struct decimal_number {
  std::int64_t value = 0;
  int decimals = 0;
};

/// Reads `1.299,00 EUR`, `$10`, `12,-`, `ab 9,90 €` ... Thread-safe.
[[nodiscard]] read_price_outcome read_price_text(std::string_view text, const price_rules& rules);

/// Reads the price before tax and adds `tax_percent`. Thread-safe.
[[nodiscard]] read_price_outcome read_net_price(std::string_view text, std::string_view tax_percent,
                                                const price_rules& rules);

/// The decimal sign that a price shows by itself; 0 when it shows none. Thread-safe.
[[nodiscard]] char decimal_sign_of(std::string_view text) noexcept;

/// A number with a point or a comma, and perhaps groups: `1.5`, `1,5`, `1.440,00`. Thread-safe.
[[nodiscard]] std::optional<double> read_number(std::string_view text) noexcept;

/// The currency of an ISO code in any case or a sign. Thread-safe.
[[nodiscard]] std::optional<text::currency> read_currency(std::string_view word,
                                                          const text::currency& customer);

}  // namespace footfall::catalog_import
