// Prices: currency, then digits and signs, then what the signs mean (docs/catalogue.md has the table).
#include "prices.hpp"

#include "plain_text.hpp"

#include "footfall/text/number.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace footfall::catalog_import {

namespace {

struct sign_row {
  std::string_view sign, code;
};
constexpr std::array<sign_row, 18> signs{{{"€", "EUR"},
                                          {"£", "GBP"},
                                          {"zł", "PLN"},
                                          {"kč", "CZK"},
                                          {"₽", "RUB"},
                                          {"руб", "RUB"},
                                          {"руб.", "RUB"},
                                          {"rur", "RUB"},
                                          {"₺", "TRY"},
                                          {"₹", "INR"},
                                          {"₴", "UAH"},
                                          {"₪", "ILS"},
                                          {"₩", "KRW"},
                                          {"ft", "HUF"},
                                          {"lei", "RON"},
                                          {"лв", "BGN"},
                                          {"лв.", "BGN"},
                                          {"r$", "BRL"}}};
// Signs of several currencies: the customer's must be among them.
constexpr std::array<sign_row, 3> shared_signs{
    {{"$", "USD CAD AUD NZD SGD HKD MXN CLP ARS COP TWD"}, {"kr", "SEK NOK DKK ISK"}, {"¥", "JPY CNY"}}};
constexpr std::array<std::string_view, 7> from_words{"ab", "from", "von", "od", "da", "desde", "от"};

// Wide blanks become plain ones, long dashes short ones.
std::string plain_signs(std::string_view text) {
  static constexpr std::array<sign_row, 7> replaced{{{"\xC2\xA0", " "},
                                                     {"\xE2\x80\xAF", " "},
                                                     {"\xE2\x80\x89", " "},
                                                     {"\xE2\x80\x93", "-"},
                                                     {"\xE2\x80\x94", "-"},
                                                     {"\xE2\x80\x99", "'"},
                                                     {"\xE2\x88\x92", "-"}}};
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    const auto* const row = std::find_if(replaced.begin(), replaced.end(),
                                         [&](const sign_row& each) { return rest.starts_with(each.sign); });
    if (row != replaced.end()) {
      plain += row->code;
      at += row->sign.size();
    } else {
      plain.push_back(text[at++]);
    }
  }
  return std::string(trim(plain));
}

// Where the number is: from its first digit, or the sign before it, to its last.
struct number_span {
  std::size_t begin = 0, end = 0;
};

std::optional<number_span> find_number(std::string_view text) noexcept {
  auto begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) return std::nullopt;
  if (begin > 0 && (text[begin - 1] == ',' || text[begin - 1] == '.')) --begin;
  auto end = begin;
  for (auto at = begin; at < text.size(); ++at) {
    if (text::is_digit(text[at]))
      end = at + 1;
    else if (text[at] != '.' && text[at] != ',' && text[at] != '\'' && text[at] != ' ')
      break;
  }
  return number_span{begin, end};
}

bool groups_fit(std::string_view digits, char group) noexcept {
  std::size_t since = 0;
  bool first = true;
  for (std::size_t at = 0; at <= digits.size(); ++at) {
    if (at < digits.size() && digits[at] != group) {
      ++since;
      continue;
    }
    if (first ? since < 1 || since > 3 : since != 3) return false;
    first = false;
    since = 0;
  }
  return true;
}

struct marks {
  std::size_t points = 0, commas = 0;
  std::size_t last = std::string_view::npos;  // place of the last of them
};

marks marks_of(std::string_view number) noexcept {
  marks found;
  found.points = static_cast<std::size_t>(std::count(number.begin(), number.end(), '.'));
  found.commas = static_cast<std::size_t>(std::count(number.begin(), number.end(), ','));
  found.last = number.find_last_of(".,");
  return found;
}

std::string without_groups(std::string_view number) {
  std::string bare;
  for (const auto byte : number)
    if (byte != ' ' && byte != '\'') bare.push_back(byte);
  return bare;
}

struct read_decimal {
  std::optional<decimal_number> number;
  std::string_view reason;
};

std::optional<decimal_number> to_decimal(std::string_view number, char decimal) {
  decimal_number value;
  bool behind = false;
  for (const auto byte : number) {
    if (byte == decimal) {
      behind = true;
    } else if (text::is_digit(byte)) {
      if (value.value > 99'999'999'999'999'999) return std::nullopt;
      value.value = value.value * 10 + (byte - '0');
      if (behind) ++value.decimals;
    }
  }
  return value;
}

char other(char sign) noexcept { return sign == '.' ? ',' : '.'; }

// Which sign is the decimal one of a number with a single sign and three digits behind it; 0: nobody knows.
char decimal_of_three(char sign, const price_rules& rules, int digits) noexcept {
  if (rules.decimal != 0) return rules.decimal;
  if (digits == 0) return other(sign);
  if (!rules.prescribes_point) return 0;
  if (sign == ',') return '.';
  return digits == 3 ? '.' : '\0';
}

read_decimal read_decimal_number(std::string_view raw, const price_rules& rules, int digits) {
  const auto number = without_groups(raw);
  const auto found = marks_of(number);
  char decimal = '.';
  if (found.points > 0 && found.commas > 0) {
    decimal = number[found.last];
    if (std::count(number.begin(), number.end(), decimal) > 1) return {{}, "bad-price"};
    if (!groups_fit(std::string_view(number).substr(0, found.last), other(decimal))) return {{}, "bad-price"};
  } else if (found.points + found.commas > 1) {
    if (!groups_fit(number, number[found.last])) return {{}, "bad-price"};
    decimal = other(number[found.last]);
  } else if (found.points + found.commas == 1) {
    const auto sign = number[found.last];
    decimal = number.size() - found.last - 1 == 3 ? decimal_of_three(sign, rules, digits) : sign;
    if (decimal == 0) return {{}, "ambiguous-price"};
    if (decimal != sign && !groups_fit(number, sign)) return {{}, "bad-price"};
  }
  const auto value = to_decimal(number, decimal);
  return value ? read_decimal{value, {}} : read_decimal{{}, "bad-price"};
}

std::int64_t power_of_ten(int exponent) noexcept {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

read_price_outcome to_price(decimal_number number, const text::currency& unit) {
  const auto digits = text::minor_digits(unit);
  while (number.decimals > digits && number.value % 10 == 0) {
    number.value /= 10;
    --number.decimals;
  }
  if (number.decimals == 3 && digits < 3) return {{}, "ambiguous-price"};
  if (number.decimals > digits) {
    const auto divisor = power_of_ten(number.decimals - digits);
    number.value = (number.value + divisor / 2) / divisor;
  } else {
    const auto factor = power_of_ten(digits - number.decimals);
    if (number.value > 1'000'000'000'000'000 / factor) return {{}, "bad-price"};
    number.value *= factor;
  }
  return {text::price{number.value, unit}, number.value == 0 ? "zero-price" : ""};
}

// Of a range the lowest price: the text before its second part; empty when it is none.
std::string_view first_of_range(std::string_view text) noexcept {
  const auto number = find_number(text);
  if (!number) return {};
  for (auto at = text.find('-', number->end); at != std::string_view::npos; at = text.find('-', at + 1))
    if (text.find_first_of("0123456789", at) != std::string_view::npos) return text.substr(0, at);
  return {};
}

struct split_price {
  std::string before, number, after;
};

std::optional<split_price> split_around_number(std::string_view text) {
  const auto span = find_number(text);
  if (!span) return std::nullopt;
  auto after = text.substr(span->end);
  if (after.size() > 1 && (after[0] == ',' || after[0] == '.') && after[1] == '-')  // `12,-`
    after.remove_prefix(after.find_first_not_of('-', 1) == std::string_view::npos
                            ? after.size()
                            : after.find_first_not_of('-', 1));
  return split_price{lower(trim(text.substr(0, span->begin))),
                     std::string(text.substr(span->begin, span->end - span->begin)), lower(trim(after))};
}

bool takes_from_word(std::string& before) {
  for (const auto word : from_words)
    if (before == word || before.starts_with(std::string(word) + " ")) {
      before = std::string(trim(std::string_view(before).substr(word.size())));
      return true;
    }
  return false;
}

bool is_code(std::string_view word) noexcept {
  return word.size() == 3 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::optional<text::currency> read_currency(std::string_view raw, const text::currency& customer) {
  const auto word = lower(trim(raw));
  for (const auto& row : signs)
    if (row.sign == word) return text::find_currency(row.code);
  for (const auto& row : shared_signs)
    if (row.sign == word)
      return row.code.find(customer.code()) == std::string_view::npos ? std::nullopt
                                                                      : std::optional(customer);
  return text::find_currency(word);
}

read_price_outcome read_price_text(std::string_view raw, const price_rules& rules) {
  auto text = plain_signs(raw);
  bool range = false;
  if (const auto first = first_of_range(text); !first.empty()) {
    // The currency may stand only behind the second price.
    const auto second = split_around_number(std::string_view(text).substr(first.size() + 1));
    range = true;
    text =
        std::string(trim(first)) + (second && split_around_number(first)->after.empty() ? second->after : "");
    while (text.ends_with('-') || text.ends_with(' ')) text.pop_back();
  }
  auto parts = split_around_number(text);
  if (!parts) return {{}, "bad-price"};
  range = takes_from_word(parts->before) || range;
  if (parts->before.ends_with('-') || parts->before.starts_with('-')) return {{}, "bad-price"};
  if (!parts->before.empty() && !parts->after.empty()) return {{}, "bad-price"};
  const auto& word = parts->before.empty() ? parts->after : parts->before;
  const auto unit = word.empty() ? std::optional(rules.fallback) : read_currency(word, rules.customer);
  if (!unit) {
    const bool is_sign = std::any_of(shared_signs.begin(), shared_signs.end(),
                                     [&](const auto& row) { return row.sign == word; });
    return {{}, is_sign || is_code(word) ? "unknown-currency" : "bad-price"};
  }
  const auto number = read_decimal_number(parts->number, rules, text::minor_digits(*unit));
  if (!number.number) return {{}, number.reason};
  auto outcome = to_price(*number.number, *unit);
  if (outcome.price && range) outcome.reason = "price-range";
  return outcome;
}

read_price_outcome read_net_price(std::string_view raw, std::string_view tax_percent,
                                  const price_rules& rules) {
  const auto number = read_decimal_number(plain_signs(raw), rules, text::minor_digits(rules.fallback));
  const auto tax = read_number(tax_percent);
  if (!number.number || raw.find('-') != std::string_view::npos) return {{}, "bad-price"};
  // Per cent in hundredths, so that 7.5 % is a whole number too.
  const auto factor = 10'000 + static_cast<std::int64_t>(tax.value_or(0) * 100 + 0.5);
  auto gross = *number.number;
  if (gross.value > 100'000'000'000'000) return {{}, "bad-price"};
  gross.value *= factor;
  gross.decimals += 4;
  return to_price(gross, rules.fallback);
}

char decimal_sign_of(std::string_view raw) noexcept {
  const auto span = find_number(raw);
  if (!span) return 0;
  const auto number = raw.substr(span->begin, span->end - span->begin);
  const auto found = marks_of(number);
  if (found.points + found.commas == 0) return 0;
  const auto sign = number[found.last];
  if (found.points > 0 && found.commas > 0) return sign;
  if (found.points + found.commas > 1) return other(sign);
  return number.size() - found.last - 1 == 3 ? '\0' : sign;
}

std::optional<double> read_number(std::string_view raw) noexcept {
  auto text = without_groups(trim(raw));
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  if (text.empty() || text.find_first_not_of("0123456789.,") != std::string::npos) return std::nullopt;
  const auto found = marks_of(text);
  if (found.last != std::string::npos) {
    const auto sign = text[found.last];
    const bool group = found.points + found.commas > 1 && (found.points == 0 || found.commas == 0);
    text.erase(std::remove(text.begin(), text.end(), group ? sign : other(sign)), text.end());
    std::replace(text.begin(), text.end(), ',', '.');
  }
  char* end = nullptr;
  const auto value = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size()) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace footfall::catalog_import
