// By price: without one, below a minimum, or cheaper than what the visitor looks at. The price of an item is
// that of a sale inside its window.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <cmath>
#include <utility>

namespace footfall::recommend {

inline bool knows_prices(const filter_input&, filter_findings&) { return true; }

inline bool has_no_price(const filter_input&, const filter_findings&, const filter_candidate& candidate) {
  return candidate.told == nullptr || !candidate.told->has_price;
}

/// The minimum in minor units of the customer's currency.
inline bool has_minimum_price(const filter_input& input, filter_findings& found) {
  const auto scale = std::pow(10.0, text::minor_digits(input.offered.currency));
  found.numbers.push_back(static_cast<std::uint64_t>(std::llround(input.settings.minimum_price * scale)));
  return has_records(input, found);
}

/// A price of another currency reaches no minimum.
inline bool is_below_minimum_price(const filter_input& input, const filter_findings& found,
                                   const filter_candidate& candidate) {
  if (candidate.told == nullptr) return false;
  const auto minor = catalog::price_at(*candidate.told, input.now_ms / 1000);
  if (!minor) return false;
  return candidate.told->unit != input.offered.currency || std::cmp_less(*minor, found.numbers.front());
}

/// The price of the first context item that has one, and its currency.
inline bool has_price_of_context(const filter_input& input, filter_findings& found) {
  for (const auto item : input.context_items) {
    const auto* told = input.told_of(item);
    const auto minor = told == nullptr ? std::nullopt : catalog::price_at(*told, input.now_ms / 1000);
    if (!minor) continue;
    found.numbers.push_back(static_cast<std::uint64_t>(*minor));
    found.texts.emplace_back(told->unit.code());
    return true;
  }
  return false;
}

/// Prices of other currencies are not compared.
inline bool is_cheaper_than_context(const filter_input& input, const filter_findings& found,
                                    const filter_candidate& candidate) {
  if (candidate.told == nullptr || candidate.told->unit.code() != found.texts.front()) return false;
  const auto minor = catalog::price_at(*candidate.told, input.now_ms / 1000);
  return minor && *minor < static_cast<std::int64_t>(found.numbers.front());
}

}  // namespace footfall::recommend
