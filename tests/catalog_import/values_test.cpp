// Values as shops write them: prices, dates, words, links, texts.
#include "catalog_import/dates.hpp"
#include "catalog_import/links.hpp"
#include "catalog_import/plain_text.hpp"
#include "catalog_import/prices.hpp"
#include "catalog_import/words.hpp"

#include "footfall/text/time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::catalog_import {
namespace {

price_rules rules_of(std::string_view currency, char decimal = 0, bool prescribes_point = false) {
  const auto unit = *text::find_currency(currency);
  return {unit, unit, decimal, prescribes_point};
}

std::string price_in_words(std::string_view text, const price_rules& rules) {
  const auto outcome = read_price_text(text, rules);
  if (!outcome.price) return std::string(outcome.reason);
  return std::to_string(outcome.price->minor_units) + std::string(outcome.price->unit.code());
}

TEST(prices, have_one_meaning_or_none) {
  struct row {
    const char *text, *expected;
  };
  const row rows[] = {{"12.99", "1299EUR"},
                      {"1.299,00 €", "129900EUR"},
                      {"EUR 1,299.00", "129900EUR"},
                      {",89", "89EUR"},
                      {"3,5", "350EUR"},
                      {"12,-", "1200EUR"},
                      {"12.–", "1200EUR"},
                      {"1 299,00", "129900EUR"},
                      {"1'299.00 CHF", "129900CHF"},
                      {"1.299.000", "129900000EUR"},
                      {"20.1681", "2017EUR"},
                      {"49.9000", "4990EUR"},
                      {"4800 JPY", "4800JPY"},
                      {"1,299 JPY", "1299JPY"},
                      {"1.299", "ambiguous-price"},
                      {"-5,00", "bad-price"},
                      {"call us", "bad-price"},
                      {"7,50 XYZ", "unknown-currency"},
                      {"$10", "unknown-currency"},
                      {"ab 9,90", "990EUR"},
                      {"4.86 -- 6.22", "486EUR"},
                      {"99 – 149 SEK", "9900SEK"},
                      {"1.29,00", "bad-price"},
                      {"0", "0EUR"},
                      {"10 RUR", "1000RUB"},
                      {"99999999999999999999", "bad-price"}};
  for (const auto& row : rows) EXPECT_EQ(price_in_words(row.text, rules_of("EUR")), row.expected) << row.text;
}

TEST(prices, of_three_digits_follow_what_is_known_of_the_feed) {
  EXPECT_EQ(price_in_words("1.299", rules_of("EUR", ',')), "129900EUR");
  EXPECT_EQ(price_in_words("1.299", rules_of("EUR", '.')), "ambiguous-price");
  EXPECT_EQ(price_in_words("1,299", rules_of("EUR", 0, true)), "129900EUR");
  EXPECT_EQ(price_in_words("412.250", rules_of("KWD", 0, true)), "412250KWD");
  EXPECT_EQ(price_in_words("$10", rules_of("USD")), "1000USD");
}

std::string date_in_words(std::string_view text, const date_rules& rules) {
  const auto outcome = read_date(text, rules);
  return outcome.time_ms ? text::to_iso_time(*outcome.time_ms) : std::string(outcome.reason);
}

TEST(dates, are_read_in_the_forms_that_feeds_have) {
  struct row {
    const char *text, *expected;
  };
  const row rows[] = {{"2026-11-20T08:00-0500", "2026-11-20T13:00:00Z"},
                      {"2026-11-20 08:00:00", "2026-11-20T07:00:00Z"},
                      {"2026-11-20T08:00:00.250Z", "2026-11-20T08:00:00.250Z"},
                      {"20261120T054500+0100", "2026-11-20T04:45:00Z"},
                      {"20.11.2026", "2026-11-19T23:00:00Z"},
                      {"Mon, 20 Nov 2026 07:15:00 +0100", "2026-11-20T06:15:00Z"},
                      {"20 Nov 26 09:00", "2026-11-20T08:00:00Z"},
                      {"Fri, 20 Nov 2026 08:00:00 EST", "2026-11-20T13:00:00Z"},
                      {"1763622000", "2025-11-20T07:00:00Z"},
                      {"1763625600000", "2025-11-20T08:00:00Z"},
                      {"13/2/2026", "2026-02-12T23:00:00Z"},
                      {"3/4/2026", "ambiguous-date"},
                      {"2026-02-30", "bad-date"},
                      {"gestern", "bad-date"},
                      {"0000-00-00 00:00:00", ""}};
  for (const auto& row : rows)
    EXPECT_EQ(date_in_words(row.text, {"Europe/Berlin"}), row.expected) << row.text;
  EXPECT_EQ(date_in_words("11/2/26, 4:46 PM", {"Europe/Berlin", true}), "2026-11-02T15:46:00Z");
  EXPECT_EQ(date_in_words("2026-11-30", {"UTC", false, true}), "2026-11-30T23:59:59Z");
}

TEST(availability, is_a_word_a_number_or_a_time) {
  using catalog::availability;
  EXPECT_EQ(read_availability("https://schema.org/InStock"), availability::in_stock);
  EXPECT_EQ(read_availability("OUT_OF-STOCK"), availability::out_of_stock);
  EXPECT_EQ(read_availability("Lieferzeit: 1-3 Werktage"), availability::in_stock);
  EXPECT_EQ(read_availability("-1"), availability::out_of_stock);
  EXPECT_EQ(read_availability("1.440,00"), availability::in_stock);
  EXPECT_EQ(read_availability("нет в наличии"), availability::out_of_stock);
  EXPECT_EQ(read_availability("sometimes"), std::nullopt);
}

TEST(links, are_completed_and_encoded_or_left_out) {
  const std::string base = "https://shop.example/";
  EXPECT_EQ(clean_link("/p/a b?x=1&amp;y=ü", base), "https://shop.example/p/a%20b?x=1&y=%C3%BC");
  EXPECT_EQ(clean_link("//img.example/1.jpg", base), "https://img.example/1.jpg");
  EXPECT_EQ(clean_link("www.shop.example", base), "https://www.shop.example");
  EXPECT_EQ(clean_link("javascript:alert(1)", base), std::nullopt);
  EXPECT_EQ(clean_link("data:text/html,x", base), std::nullopt);
  EXPECT_EQ(clean_link("1.jpg", ""), std::nullopt);
  EXPECT_EQ(split_links("https://a.example/1,2.jpg, https://a.example/3.jpg;//a.example/4.jpg"),
            (std::vector<std::string>{"https://a.example/1,2.jpg", "https://a.example/3.jpg",
                                      "//a.example/4.jpg"}));
}

TEST(plain_text, has_neither_tags_nor_entities_and_keeps_other_brackets) {
  EXPECT_EQ(to_plain_text("<p>Brass,<br>burns <b>30&nbsp;hours</b>.</p><script>track()</script>"),
            "Brass, burns 30 hours.");
  EXPECT_EQ(to_plain_text("&lt;p&gt;Heavy &amp;amp; warm&lt;/p&gt;"), "Heavy & warm");
  EXPECT_EQ(to_plain_text("5 < 6 and <unknown> stays"), "5 < 6 and <unknown> stays");
  EXPECT_EQ(to_plain_text("a<"), "a<");
  EXPECT_EQ(attribute_key("Größe"), "grosse");
  EXPECT_EQ(attribute_key("Capacity (l)"), "capacity_l");
}

TEST(plain_text, of_many_open_brackets_is_made_in_time) {
  EXPECT_EQ(to_plain_text(std::string(200'000, '<')).size(), 200'000U);
}

}  // namespace
}  // namespace footfall::catalog_import
