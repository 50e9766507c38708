// Every event times every parameter of its row: at its bounds, beyond them, malformed, repeated, empty,
// missing. The table of events makes the cases; here stands only what values each parameter takes.
#include "api/test_shop.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/identity/md5.hpp"
#include "footfall/text/percent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

using events::event_kind;
using events::event_parameter;
using events::path_shape;

struct accepted_value {
  std::string sent;
  std::optional<std::string> stored;  ///< nothing: not in the details
};

struct parameter_values {
  std::string_view name;
  std::string_view stored_name;
  std::vector<accepted_value> accepted;  ///< at least two, the first two differ in what is stored
  std::vector<std::string> refused;
};

std::string text_of(std::size_t bytes) { return std::string(bytes, 'x'); }

std::vector<parameter_values> all_values() {
  const std::vector<accepted_value> texts{{"a b&c=%", "a b&c=%"}, {text_of(2048), text_of(2048)}, {"é", "é"}};
  const std::vector<std::string> bad_texts{text_of(2049)};
  const std::vector<accepted_value> prices{
      {"2.50EUR", "2.50EUR"}, {"456jpy", "456JPY"},      {"19.99", "19.99EUR"},
      {"0", "0.00EUR"},       {"1.2345TND", "1.235TND"}, {"999999999999999", "999999999999999.00EUR"}};
  const std::vector<std::string> bad_prices{"2,50EUR",  "EUR2.50", "2.50 EUR", "2.50EURO",        "2.50XYZ",
                                            "-1.00EUR", ".5EUR",   "1.",       "1000000000000000"};
  auto minor_prices = prices;
  minor_prices[3] = {"250", "2.50EUR"};
  minor_prices[5] = {"999999999999999", "9999999999999.99EUR"};
  std::vector<parameter_values> all{
      {"categorypath",
       "c",
       {{"/Shoes//Children/", "Shoes/Children"},
        {"Shoes", "Shoes"},
        {"/", std::nullopt},
        {"%2FCameras%26Foto%2FCompact%20Cameras", "Cameras&Foto/Compact Cameras"}},
       {text_of(2049), "%2Fa%5Cb"}},
      {"percentage",
       "w",
       {{"0", "0"}, {"100", "100"}},
       {"-1", "101", "50.5", "x", "1e1", "99999999999999999999"}},
      {"rating", "r", {{"0", "0"}, {"100", "100"}}, {"-1", "101", "5 stars", "4.5"}},
      {"quantity",
       "q",
       {{"2", "2"}, {"1000000", "1000000"}, {"1", std::nullopt}},
       {"0", "-1", "1000001", "1.5", "two"}},
      {"fullprice", "p", prices, bad_prices},
      {"currency", "", {{"usd", std::nullopt}, {"EUR", std::nullopt}}, {"EURO", "XYZ", "1"}},
      {"ycreco", "y", {{"true", "1"}, {"0", std::nullopt}}, {"maybe"}},
      {"segments", "g", {{"7,11,14", "7,11,14"}, {",7,,7", "7"}}, {text_of(2049)}},
  };
  std::string many_segments;
  for (int segment = 0; segment <= 50; ++segment) many_segments += std::to_string(segment) + ",";
  all.back().refused.push_back(many_segments);
  all.push_back({"price", "p", minor_prices, {"2,50EUR", "1000000000000000", "-1", "EUR"}});
  for (const auto& [name, letter] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"lang", "l"},
                                                                  {"storeviewid", "v"},
                                                                  {"scenario", "s"},
                                                                  {"modelid", "m"},
                                                                  {"requestuuid", "u"},
                                                                  {"orderid", "o"},
                                                                  {"order", "o"},
                                                                  {"transactionid", "o"},
                                                                  {"orderline", "ol"},
                                                                  {"triggername", "n"},
                                                                  {"title", "it"},
                                                                  {"url", "iu"},
                                                                  {"image", "ii"},
                                                                  {"price", "ip"},
                                                                  {"unitprice", "iq"},
                                                                  {"pricebefore", "ib"},
                                                                  {"rating", "ir"}})
    all.push_back({name, letter, texts, bad_texts});
  return all;
}

/// Those that need a signature have tests of their own (tests/events/historical_event_test.cpp).
bool is_about_history(const event_parameter& parameter) {
  return parameter.name == "overridetimestamp" || parameter.name == "signature";
}

std::string path_of(const event_kind& kind) {
  const auto start = "/api/00000/" + std::string(kind.name) + "/anna";
  switch (kind.shape) {
    case path_shape::user_item:
    case path_shape::user_items:
      return start + "/1/42";
    case path_shape::user_user:
      return start + "/account";
    default:
      return start;
  }
}

/// The required parameters but this one.
std::string required_beside(const event_kind& kind, std::string_view name) {
  std::string query;
  for (const auto& parameter : kind.parameters)
    if (parameter.required && parameter.name != name) query += "&" + std::string(parameter.name) + "=some";
  return query;
}

class every_parameter : public testing::Test {
 protected:
  /// Calls `check(kind, parameter, values)` for each parameter of each event that clients may send.
  template <class Check>
  void for_each(const Check& check) {
    const auto values = all_values();
    for (const auto& kind : events::event_kinds()) {
      if (kind.shape == path_shape::none) continue;
      for (const auto& parameter : kind.parameters) {
        if (is_about_history(parameter)) continue;
        // `price` of a wish list is a full price under the name of the older one.
        const auto wanted = kind.type == events::event_type::wishlist && parameter.name == "price"
                                ? std::string_view("fullprice")
                                : parameter.name;
        const auto known = std::ranges::find_if(values, [&](const parameter_values& each) {
          return each.name == wanted && each.stored_name == parameter.stored_name;
        });
        ASSERT_NE(known, values.end()) << kind.name << " " << parameter.name << " has no values in this test";
        SCOPED_TRACE(std::string(kind.name) + " " + std::string(parameter.name));
        check(kind, parameter, *known);
      }
    }
  }

  /// The one event that is stored by this target; nothing when there is none.
  std::optional<events::event> stored_by(const std::string& target, int status) {
    const auto before = shop_.events().size();
    const auto answer = shop_.get(target);
    EXPECT_EQ(answer.status, status) << target << ": " << answer.body;
    const auto all = shop_.events();
    last_body_ = answer.body;
    if (all.size() == before) return std::nullopt;
    EXPECT_EQ(all.size(), before + 1) << target;
    return all.back();
  }

  static std::string pair(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + text::encoded(value);
  }

  test_shop shop_;
  std::string last_body_;
};

TEST_F(every_parameter, within_its_bounds_is_stored_and_beyond_them_refused_by_name) {
  for_each([&](const event_kind& kind, const event_parameter& parameter, const parameter_values& values) {
    const auto start = path_of(kind) + "?" + required_beside(kind, parameter.name) + "&";
    for (const auto& value : values.accepted) {
      const auto stored = stored_by(start + pair(parameter.name, value.sent), 200);
      ASSERT_TRUE(stored);
      EXPECT_EQ(stored->type, kind.type);
      EXPECT_EQ(last_body_.substr(0, 6), "GIF89a");
      if (parameter.stored_name.empty()) continue;
      EXPECT_EQ(events::find_detail(stored->details, parameter.stored_name), value.stored) << value.sent;
    }
    for (const auto& value : values.refused) {
      EXPECT_FALSE(stored_by(start + pair(parameter.name, value), 400)) << value;
      EXPECT_TRUE(last_body_.starts_with(std::string(parameter.name) + ": ")) << last_body_;
    }
  });
}

TEST_F(every_parameter, counts_once_in_any_case_and_an_empty_one_not_at_all) {
  for_each([&](const event_kind& kind, const event_parameter& parameter, const parameter_values& values) {
    if (parameter.stored_name.empty()) return;
    std::string upper(parameter.name);
    std::ranges::transform(upper, upper.begin(),
                           [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
    const auto start = path_of(kind) + "?" + required_beside(kind, parameter.name) + "&&";
    const auto repeated =
        stored_by(start + pair(parameter.name, "") + "&" + pair(upper, values.accepted[0].sent) + "&" +
                      pair(parameter.name, values.accepted[1].sent) + "&",
                  200);
    ASSERT_TRUE(repeated);
    EXPECT_EQ(events::find_detail(repeated->details, parameter.stored_name), values.accepted[0].stored);
  });
}

TEST_F(every_parameter, that_is_missing_is_refused_where_it_is_required_and_nowhere_else) {
  for_each([&](const event_kind& kind, const event_parameter& parameter, const parameter_values&) {
    for (const auto& sent : {std::string(), "&" + pair(parameter.name, "")}) {
      const auto target = path_of(kind) + "?" + required_beside(kind, parameter.name) + sent;
      const auto stored = stored_by(target, parameter.required ? 400 : 200);
      EXPECT_EQ(stored.has_value(), !parameter.required);
      if (parameter.required) {
        EXPECT_EQ(last_body_,
                  std::string(parameter.name) + ": is required for " + std::string(kind.name) + "\n");
      } else if (!parameter.stored_name.empty()) {
        EXPECT_FALSE(events::find_detail(stored->details, parameter.stored_name));
      }
    }
  });
}

TEST_F(every_parameter, comes_in_a_form_and_in_json_as_well) {
  for_each([&](const event_kind& kind, const event_parameter& parameter, const parameter_values& values) {
    if (parameter.stored_name.empty()) return;
    const auto target = path_of(kind) + "?" + required_beside(kind, parameter.name);
    const auto& value = values.accepted[0];
    if (value.sent.find('"') != std::string::npos) return;
    const auto form = pair(parameter.name, value.sent);
    const auto json = "{\"" + std::string(parameter.name) + "\":\"" + value.sent + "\"}";
    const std::vector<std::pair<std::string, const char*>> bodies{{form, "application/x-www-form-urlencoded"},
                                                                  {form, "text/plain;charset=UTF-8"},
                                                                  {json, "text/plain"},
                                                                  {json, "application/json"},
                                                                  {" " + json + "\n", ""}};
    for (const auto& [body, type] : bodies) {
      EXPECT_EQ(shop_.post(target, body, {{"Content-Type", type}}).status, 204) << body;
      EXPECT_EQ(events::find_detail(shop_.events().back().details, parameter.stored_name), value.stored)
          << type << " " << body;
    }
  });
}

TEST(every_event, takes_the_time_that_it_says_when_it_is_signed) {
  test_shop shop;
  std::size_t count = 0;
  for (const auto& kind : events::event_kinds()) {
    if (kind.shape == path_shape::none) continue;
    const auto path = path_of(kind);
    auto tail = path.substr(std::string_view("/api/00000/").size() + kind.name.size() + 1);
    if (kind.shape == path_shape::user_item || kind.shape == path_shape::user_items)
      tail = tail.substr(tail.find('/') + 1);
    std::ranges::replace(tail, '/', '&');
    // The only required parameters come behind `overridetimestamp` in the alphabet.
    const auto parameters = "&overridetimestamp=2012-01-01T11%3A00%3A00" + required_beside(kind, "");
    const auto signature = *identity::md5_of(tail + "&67890-1234-5678-90123-4567" + parameters);
    const auto target = path + "?" + parameters + "&signature=";
    EXPECT_EQ(shop.get(target + signature).status, 200) << target;
    EXPECT_EQ(shop.get(target + std::string(32, '0')).status, 400) << target;
    EXPECT_EQ(shop.get(target).status, 400) << target;
    const auto stored = shop.events();
    ASSERT_EQ(stored.size(), ++count) << kind.name;
    EXPECT_EQ(stored.back().time_ms, 1'325'415'600'000) << kind.name;
  }
}

TEST(every_event, without_user_or_item_is_refused_and_nothing_is_stored) {
  test_shop shop;
  for (const auto& kind : events::event_kinds()) {
    if (kind.shape == path_shape::none) continue;
    const auto start = "/api/00000/" + std::string(kind.name);
    const auto query = "?" + required_beside(kind, "");
    std::vector<std::string> tails{"//1/42"};
    if (kind.shape == path_shape::user_user) tails = {"//account", "/anna//", "/anna", "/a/b/c"};
    if (kind.shape == path_shape::user) tails = {"//", "/anna/1/42"};
    if (kind.shape == path_shape::user_item)
      tails = {
          "//1/42",    "/anna/1/",  "/anna/0/42", "/anna/1/0",   "/anna/2147483648/1", "/anna/1/2147483648",
          "/anna/x/1", "/anna/1/x", "/anna/1/-1", "/anna/1/1,2", "/an%5Cna/1/42",      "/anna/1"};
    if (kind.shape == path_shape::user_items) tails = {"//1/42", "/anna/1/1,x", "/anna/1", "/anna/x/1"};
    for (const auto& tail : tails) {
      const auto status = shop.get(start + tail + query).status;
      EXPECT_TRUE(status == 400 || status == 404) << start + tail << " " << status;
    }
  }
  EXPECT_TRUE(shop.events().empty());
}

}  // namespace
}  // namespace footfall::test
