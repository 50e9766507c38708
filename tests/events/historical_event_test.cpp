// Events that say themselves when they happened: only with the signature of the original documents.
#include "footfall/events/read_event.hpp"
#include "footfall/text/time.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::test {
namespace {

using events::name_value;

constexpr std::int64_t now_ms = 1'769'860'800'000;  // 2026-01-31T12:00:00Z
constexpr std::string_view vector_signature = "d0026f017ae823f19530d93318c5a2f6";

struct sent_buy {
  std::string_view item;
  std::vector<name_value> with;
  std::string_view kind = "buy";
  std::string_view zone = "UTC";
  std::string_view license_key = "8695-1828-92810-5535-4239";
  bool authorized = false;
};

result<std::vector<events::event>> read(const sent_buy& sent) {
  static const identity::user_hasher hasher{identity::secret_key{1}};
  std::vector<events::event> out;
  const auto done = events::read_events({.kind = events::find_event_kind(sent.kind),
                                         .user = "johndoe",
                                         .item_type = "1",
                                         .item = sent.item,
                                         .parameters = sent.with,
                                         .time_ms = now_ms,
                                         .target = "anna",
                                         .authorized = sent.authorized},
                                        {.customer_id = "00000",
                                         .number = {1},
                                         .alphanumeric_items = false,
                                         .parameters = {.time_zone = sent.zone},
                                         .hasher = &hasher,
                                         .license_key = sent.license_key},
                                        out);
  if (!done) return done.error();
  return out;
}

std::vector<name_value> first_vector(std::string_view signature = vector_signature,
                                     std::string_view time = "2012-01-01T11:00:00") {
  return {
      {"fullprice", "19.99EUR"}, {"overridetimestamp", time}, {"quantity", "1"}, {"signature", signature}};
}

TEST(historical_event, the_vectors_of_the_documents_are_accepted) {
  const struct {
    std::string_view item;
    std::string_view price;
    std::string_view time;
    std::string_view quantity;
    std::string_view signature;
  } vectors[] = {
      {"11", "19.99EUR", "2012-01-01T11:00:00", "1", vector_signature},
      {"94", "23.99EUR", "2012-01-02T11:00:00", "5", "53ae5744879d5a3ae833f3ef34109b44"},
      {"78", "7.59EUR", "2012-01-03T11:00:00", "1", "d73e76754fb333e9733936bbd11bb5cd"},
  };
  for (const auto& each : vectors) {
    // In another order than that of the signature, since a query has none.
    const auto stored = read({each.item,
                              {{"quantity", each.quantity},
                               {"signature", each.signature},
                               {"overridetimestamp", each.time},
                               {"fullprice", each.price},
                               {"lang", ""}}});
    ASSERT_TRUE(stored) << stored.error().detail();
    ASSERT_EQ(stored->size(), 1U);
    EXPECT_EQ(text::to_iso_time(stored->front().time_ms), std::string(each.time) + "Z");
    EXPECT_EQ(stored->front().details.find("signature"), std::string::npos);
  }
}

TEST(historical_event, its_time_is_one_of_the_customers_zone) {
  const auto stored = read({.item = "11", .with = first_vector(), .zone = "Europe/Berlin"});
  ASSERT_TRUE(stored);
  EXPECT_EQ(text::to_iso_time(stored->front().time_ms), "2012-01-01T10:00:00Z");
}

// MD5 of `johndoe&anna&{key}&overridetimestamp=...` and of
// `johndoe&{key}&overridetimestamp=...&triggername=...`, as md5sum prints them.
TEST(historical_event, events_without_an_item_are_signed_with_what_their_path_has) {
  const struct {
    std::string_view kind;
    std::vector<name_value> with;
    std::string_view signature;
  } cases[] = {
      {"login", {{"overridetimestamp", "2012-01-01T11:00:00"}}, "f347093fdd47aa399dac9925aaee5011"},
      {"triggeropened",
       {{"overridetimestamp", "2012-01-01T11:00:00"}, {"triggername", "action_1"}},
       "1961ac4139b231ccae0e72e5e3154bba"},
  };
  for (const auto& each : cases) {
    auto with = each.with;
    with.push_back({"signature", each.signature});
    const auto stored = read({.item = "", .with = with, .kind = each.kind});
    ASSERT_TRUE(stored) << each.kind << ": " << stored.error().detail();
    EXPECT_EQ(text::to_iso_time(stored->front().time_ms), "2012-01-01T11:00:00Z");
    with.back().value = vector_signature;
    EXPECT_FALSE(read({.item = "", .with = with, .kind = each.kind})) << each.kind;
  }
}

TEST(historical_event, upper_case_digits_mean_the_same) {
  EXPECT_TRUE(read({"11", first_vector("D0026F017AE823F19530D93318C5A2F6")}));
}

TEST(historical_event, what_was_not_signed_is_refused_without_telling_the_signature) {
  const struct {
    const char* what;
    sent_buy sent;
    error code;
  } cases[] = {
      {"another item", {"12", first_vector()}, error::bad_parameter},
      {"another kind of key",
       {.item = "11", .with = first_vector(), .license_key = "x"},
       error::bad_parameter},
      {"no key", {.item = "11", .with = first_vector(), .license_key = ""}, error::bad_parameter},
      {"another time", {"11", first_vector(vector_signature, "2012-01-01T11:00:01")}, error::bad_parameter},
      {"a shorter signature", {"11", first_vector(vector_signature.substr(1))}, error::bad_parameter},
      {"no signature", {"11", first_vector("")}, error::missing_parameter},
      {"the signature of an item",
       {.item = "", .with = first_vector(), .kind = "login"},
       error::bad_parameter},
      {"no time", {.item = "11", .with = first_vector("", "noon"), .authorized = true}, error::bad_parameter},
  };
  for (const auto& each : cases) {
    const auto done = read(each.sent);
    ASSERT_FALSE(done) << each.what;
    EXPECT_EQ(done.error().code(), each.code) << each.what;
    EXPECT_EQ(done.error().detail().find(vector_signature), std::string::npos) << each.what;
  }
}

TEST(historical_event, times_before_1990_and_far_in_the_future_are_refused) {
  const struct {
    std::string_view time;
    bool good;
  } cases[] = {{"1990-01-01T00:00:00", true},
               {"1989-12-31T23:59:59", false},
               {"2026-02-01T12:00:00", true},
               {"2026-02-01T12:00:01", false}};
  for (const auto& each : cases) {
    const auto done = read({.item = "11", .with = first_vector("", each.time), .authorized = true});
    EXPECT_EQ(done.has_value(), each.good) << each.time;
    if (each.good) continue;
    EXPECT_TRUE(done.error().detail().starts_with("overridetimestamp: ")) << done.error().detail();
  }
}

TEST(historical_event, a_clock_that_is_ahead_puts_nothing_behind_what_comes_later) {
  const auto stored = read(
      {.item = "11", .with = first_vector("", "2026-02-01T11:59:59"), .license_key = "", .authorized = true});
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->front().time_ms, now_ms);
}

TEST(historical_event, an_authorised_sender_needs_no_signature) {
  const auto stored = read({.item = "11", .with = first_vector(""), .license_key = "", .authorized = true});
  ASSERT_TRUE(stored);
  EXPECT_EQ(text::to_iso_time(stored->front().time_ms), "2012-01-01T11:00:00Z");
}

TEST(historical_event, a_signature_alone_says_nothing_and_is_not_kept) {
  const auto stored = read({"11", {{"signature", "abc"}}});
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->front().time_ms, now_ms);
  EXPECT_EQ(stored->front().details, "");
}

}  // namespace
}  // namespace footfall::test
