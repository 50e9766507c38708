// Prices, and the currencies of ISO 4217.
#include "footfall/text/price.hpp"

#include "text/quoted.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace footfall::text {
namespace {

// The alphabetic codes of ISO 4217 in order, three letters each: list one, and the codes that were withdrawn
// since 2021 (ANG, BGN, CUC, HRK, SLL, ZWL), because imported purchases are older than today.
constexpr std::string_view codes =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYN"
    "BZDCADCDFCHECHFCHWCLFCLPCNYCOPCOUCRCCUCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJD"
    "FKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHRKHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGS"
    "KHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXN"
    "MXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCR"
    "SDGSEKSGDSHPSLESLLSOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSD"
    "USNUYIUYUUYWUZSVEDVESVNDVUVWSTXADXAFXAGXAUXBAXBBXBCXBDXCDXCGXDRXOFXPDXPFXPT"
    "XSUXTSXUAXXXYERZARZMWZWGZWL";
static_assert(codes.size() % 3 == 0);

// All currencies that have not two minor digits. Metals, funds and test codes have none ("N.A.").
constexpr std::string_view codes_without_minor_unit =
    "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXAGXAUXBAXBBXBCXBDXDRXOFXPDXPFXPTXSUXTSXUAXXX";
constexpr std::string_view codes_with_three_digits = "BHDIQDJODKWDLYDOMRTND";
constexpr std::string_view codes_with_four_digits = "CLFUYW";

constexpr bool lists(std::string_view table, std::string_view code) noexcept {
  for (std::size_t i = 0; i + 3 <= table.size(); i += 3)
    if (table.substr(i, 3) == code) return true;
  return false;
}

constexpr std::int64_t power_of_ten(int exponent) noexcept {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

failure not_a_price(std::string_view text) {
  return failure{error::bad_parameter,
                 fmt::format("{} is not a price: expected a number with a decimal point and an ISO 4217 "
                             "currency, as in 2.50EUR, 456JPY or 19.99",
                             quoted(text))};
}

std::size_t count_digits(std::string_view text, std::size_t from) noexcept {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - from;
}

}  // namespace

std::optional<currency> find_currency(std::string_view code) noexcept {
  if (code.size() != 3) return std::nullopt;
  currency wanted;
  std::transform(code.begin(), code.end(), wanted.letters.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  if (!lists(codes, wanted.code())) return std::nullopt;
  return wanted;
}

int minor_digits(const currency& which) noexcept {
  // By far the most prices are in a currency with cents: look at the short exceptions only.
  if (lists(codes_without_minor_unit, which.code())) return 0;
  if (lists(codes_with_three_digits, which.code())) return 3;
  if (lists(codes_with_four_digits, which.code())) return 4;
  return 2;
}

result<price> read_price(std::string_view text, const currency& fallback) {
  constexpr std::size_t whole_digits_max = 15;
  const auto whole_size = count_digits(text, 0);
  if (whole_size == 0 || whole_size > whole_digits_max) return not_a_price(text);

  std::string_view fraction;
  auto rest = whole_size;
  if (rest < text.size() && text[rest] == '.') {
    fraction = text.substr(rest + 1, count_digits(text, rest + 1));
    if (fraction.empty()) return not_a_price(text);
    rest += 1 + fraction.size();
  }

  auto unit = fallback;
  if (rest < text.size()) {
    const auto named = find_currency(text.substr(rest));
    if (!named) return not_a_price(text);
    unit = *named;
  }

  std::int64_t amount = 0;
  for (const auto digit : text.substr(0, whole_size)) amount = amount * 10 + (digit - '0');
  const auto digits = static_cast<std::size_t>(minor_digits(unit));
  // Fifteen digits and the four decimals of CLF are more than 64 bit hold.
  if (amount >= std::numeric_limits<std::int64_t>::max() / power_of_ten(minor_digits(unit)))
    return not_a_price(text);
  for (std::size_t i = 0; i < digits; ++i)
    amount = amount * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  if (digits < fraction.size() && fraction[digits] >= '5') ++amount;
  return price{amount, unit};
}

std::string to_text(const price& value) {
  const auto digits = minor_digits(value.unit);
  if (digits == 0) return fmt::format("{}{}", value.minor_units, value.unit.code());
  const auto scale = power_of_ten(digits);
  const auto whole = value.minor_units / scale;
  const auto part = value.minor_units % scale;
  const std::string_view sign = value.minor_units < 0 ? "-" : "";
  return fmt::format("{}{}.{:0{}}{}", sign, whole < 0 ? -whole : whole, part < 0 ? -part : part, digits,
                     value.unit.code());
}

}  // namespace footfall::text
