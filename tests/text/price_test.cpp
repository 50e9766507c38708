// Prices and currencies.
#include "footfall/text/price.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace footfall::test {
namespace {

text::currency currency_of(std::string_view code) {
  const auto found = text::find_currency(code);
  EXPECT_TRUE(found) << code;
  return found.value_or(text::currency{});
}

TEST(price, currencies_are_found_in_any_case_and_only_when_listed) {
  EXPECT_EQ(currency_of("eur").code(), "EUR");
  EXPECT_EQ(currency_of("AED").code(), "AED");
  EXPECT_EQ(currency_of("ZWL").code(), "ZWL");
  for (const std::string_view unknown : {"", "EU", "EURO", "XYZ", "EDA", "ABC", "12E", "\xC3\x84X"})
    EXPECT_FALSE(text::find_currency(unknown)) << unknown;
}

TEST(price, currencies_have_their_minor_digits) {
  const std::array<std::pair<std::string_view, int>, 9> rows{{{"EUR", 2},
                                                              {"USD", 2},
                                                              {"JPY", 0},
                                                              {"KRW", 0},
                                                              {"TND", 3},
                                                              {"KWD", 3},
                                                              {"CLF", 4},
                                                              {"UYW", 4},
                                                              {"XAU", 0}}};
  for (const auto& [code, digits] : rows) EXPECT_EQ(text::minor_digits(currency_of(code)), digits) << code;
}

struct example {
  std::string_view text;
  std::int64_t minor_units;
  std::string_view unit;
  std::string_view written;
};

TEST(price, is_read_in_the_forms_that_clients_send) {
  const std::array<example, 13> rows{{
      {"2.50EUR", 250, "EUR", "2.50EUR"},
      {"2.5eur", 250, "EUR", "2.50EUR"},
      {"456JPY", 456, "JPY", "456JPY"},
      {"456.5JPY", 457, "JPY", "457JPY"},
      {"19.99", 1999, "GBP", "19.99GBP"},
      {"5", 500, "GBP", "5.00GBP"},
      {"0.004EUR", 0, "EUR", "0.00EUR"},
      {"0.005EUR", 1, "EUR", "0.01EUR"},
      {"0.995EUR", 100, "EUR", "1.00EUR"},
      {"0.00499999999999999999999999EUR", 0, "EUR", "0.00EUR"},
      {"12.345TND", 12345, "TND", "12.345TND"},
      {"000000000000007EUR", 700, "EUR", "7.00EUR"},
      {"999999999999999.99EUR", 99999999999999999, "EUR", "999999999999999.99EUR"},
  }};
  for (const auto& row : rows) {
    const auto read = text::read_price(row.text, currency_of("GBP"));
    ASSERT_TRUE(read) << row.text;
    EXPECT_EQ(read->minor_units, row.minor_units) << row.text;
    EXPECT_EQ(read->unit.code(), row.unit) << row.text;
    EXPECT_EQ(text::to_text(*read), row.written);
  }
}

TEST(price, what_is_no_price_is_refused_with_the_value_and_the_form) {
  for (const std::string_view bad :
       {"", "EUR", ".5", "5.", "5.EUR", "1,50EUR", "-1EUR", "+1EUR", "1 EUR", "1EU", "1EURO", "1XYZ", "1e3",
        "1.2.3", "1000000000000000EUR", "999999999999999CLF", "EUR5"}) {
    const auto read = text::read_price(bad, {});
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code(), error::bad_parameter);
    EXPECT_NE(read.error().detail().find("'" + std::string(bad) + "'"), std::string::npos);
    EXPECT_NE(read.error().detail().find("2.50EUR"), std::string::npos);
  }
}

TEST(price, a_refusal_is_one_short_line_whatever_was_sent) {
  const auto read = text::read_price("a\r\nb" + std::string(5000, 'c'), {});
  ASSERT_FALSE(read);
  EXPECT_LT(read.error().detail().size(), 250U);
  EXPECT_EQ(read.error().detail().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace footfall::test
