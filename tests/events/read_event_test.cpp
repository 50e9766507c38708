// What clients send becomes events, or a sentence that says what is wrong.
#include "footfall/events/read_event.hpp"

#include "footfall/events/event_details.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

namespace {

using events::event;
using events::name_value;

using parameters = std::vector<name_value>;

/// A request for an event with its parts, as they came.
struct sent {
  std::string_view kind = "click";
  std::string_view user = "anna";
  std::string_view item_type = "1";
  std::string_view item = "42";
  parameters with = {};
  std::uint64_t import_id = 0;
};

class reading {
 public:
  explicit reading(bool alphanumeric = false) : hasher_(identity::secret_key{1, 2, 3}) {
    context_.customer_id = "00000";
    context_.number = {7};
    context_.alphanumeric_items = alphanumeric;
    context_.hasher = &hasher_;
  }

  result<void> read(const sent& request, std::vector<event>& out) const {
    return events::read_events({.kind = events::find_event_kind(request.kind),
                                .user = request.user,
                                .item_type = request.item_type,
                                .item = request.item,
                                .parameters = request.with,
                                .time_ms = 1234,
                                .import_id = request.import_id},
                               context_, out);
  }

  std::vector<event> events_of(const sent& request) const {
    std::vector<event> out;
    const auto done = read(request, out);
    EXPECT_TRUE(done) << done.error().detail();
    return out;
  }

  std::string details_of(const sent& request) const {
    const auto out = events_of(request);
    return out.size() == 1 ? out[0].details : "(not one event)";
  }

  failure failure_of(const sent& request) const {
    std::vector<event> out(1);
    const auto done = read(request, out);
    EXPECT_FALSE(done);
    EXPECT_EQ(out.size(), 1U) << "must not change";
    return done ? failure{} : done.error();
  }

  identity::user_hasher hasher_;
  events::reading_context context_;
};

std::string repeat(std::size_t count) { return std::string(count, 'x'); }

}  // namespace

TEST(read_events, a_click_becomes_one_event) {
  const reading shop;
  const auto out =
      shop.events_of({.kind = "click", .user = "anna", .item_type = "2", .item = "42", .import_id = 9});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].customer.value, 7U);
  EXPECT_EQ(out[0].type, events::event_type::click);
  EXPECT_EQ(out[0].time_ms, 1234);
  EXPECT_EQ(out[0].user, shop.hasher_.hash("00000", "anna"));
  EXPECT_EQ(out[0].item, (item_key{2, 42, {}}));
  EXPECT_EQ(out[0].quantity, 1U);
  EXPECT_EQ(out[0].value, -1);
  EXPECT_EQ(out[0].import_id, 9U);
  EXPECT_EQ(out[0].details, "");
}

TEST(read_events, events_are_appended_to_what_is_there) {
  const reading shop;
  std::vector<event> out(2);
  ASSERT_TRUE(shop.read({}, out));
  EXPECT_EQ(out.size(), 3U);
}

TEST(read_events, parameters_are_stored_in_their_short_form) {
  const reading shop;
  const struct {
    sent request;
    std::string_view details;
  } cases[] = {
      {{.kind = "click", .with = {{"categorypath", "/Shoes/Children"}}}, "c=Shoes/Children"},
      {{.kind = "click", .with = {{"categorypath", "//A&B///C D/"}}}, "c=A%26B/C D"},
      {{.kind = "click", .with = {{"categorypath", "/"}}}, ""},
      {{.kind = "click", .with = {{"CategoryPath", "a"}, {"LANG", "de"}, {"storeViewId", "3"}}},
       "c=a&l=de&v=3"},
      {{.kind = "consume"}, ""},
      {{.kind = "consume", .with = {{"percentage", "0"}}}, "w=0"},
      {{.kind = "consume", .with = {{"percentage", "100"}}}, "w=100"},
      {{.kind = "buy", .with = {{"quantity", "1"}}}, ""},
      {{.kind = "buy", .with = {{"quantity", "2"}, {"fullprice", "4.44EUR"}}}, "q=2&p=4.44EUR"},
      {{.kind = "buy", .with = {{"quantity", "1000000"}}}, "q=1000000"},
      {{.kind = "buy", .with = {{"fullprice", "456jpy"}}}, "p=456JPY"},
      {{.kind = "buy", .with = {{"fullprice", "19.9"}}}, "p=19.90EUR"},
      {{.kind = "buy", .with = {{"orderid", "A-1"}, {"orderline", "2"}}}, "o=A-1&ol=2"},
      {{.kind = "buy", .with = {{"order", "A-1"}}}, "o=A-1"},
      {{.kind = "buy", .with = {{"TransactionId", "A-1"}}}, "o=A-1"},
      {{.kind = "buy", .with = {{"transactionid", "3"}, {"order", "2"}, {"orderid", "1"}}}, "o=1"},
      {{.kind = "buy", .with = {{"transactionid", "3"}, {"order", "2"}}}, "o=2"},
      {{.kind = "click", .with = {{"orderid", "A-1"}}}, "-orderid=A-1"},
      {{.kind = "basket", .with = {{"categorypath", "a/b"}}}, "c=a/b"},
      {{.kind = "rate"}, ""},
      {{.kind = "rate", .with = {{"rating", "5"}}}, "r=5"},
      {{.kind = "rendered", .with = {{"scenario", "s1"}, {"modelid", "m1"}, {"requestuuid", "u-1"}}},
       "s=s1&m=m1&u=u-1"},
      {{.kind = "clickrecommended", .with = {{"scenario", "also_bought"}}}, "s=also_bought"},
      {{.kind = "follow", .with = {{"scenario", "s"}, {"modelId", "m"}}}, "s=s&m=m"},
      {{.kind = "clickrecommended", .with = {{"ycreco", "true"}}}, "y=1&s=unknown"},
      {{.kind = "clickrecommended", .with = {{"YCRECO", "TRUE"}, {"scenario", ""}}}, "y=1&s=unknown"},
      {{.kind = "clickrecommended", .with = {{"ycreco", "0"}, {"scenario", "s"}}}, "s=s"},
  };
  for (const auto& one : cases) EXPECT_EQ(shop.details_of(one.request), one.details) << one.details;
}

TEST(read_events, quantity_percentage_and_rating_set_their_fields) {
  const reading shop;
  EXPECT_EQ(shop.events_of({.kind = "buy", .with = {{"quantity", "12"}}})[0].quantity, 12U);
  EXPECT_EQ(shop.events_of({.kind = "consume", .with = {{"percentage", "60"}}})[0].value, 60);
  EXPECT_EQ(shop.events_of({.kind = "rate", .with = {{"rating", "0"}}})[0].value, 0);
  EXPECT_EQ(shop.events_of({.kind = "rate"})[0].value, -1);
}

TEST(read_events, what_is_stored_restores_to_the_same_fields) {
  const reading shop;
  for (const auto& request : {sent{.kind = "buy", .with = {{"quantity", "12"}}}, sent{.kind = "buy"},
                              sent{.kind = "consume", .with = {{"percentage", "60"}}},
                              sent{.kind = "rate", .with = {{"rating", "100"}}}}) {
    const auto read = shop.events_of(request)[0];
    auto restored = read;
    events::restore_fields(restored);
    EXPECT_EQ(restored.quantity, read.quantity);
    EXPECT_EQ(restored.value, read.value);
  }
}

TEST(read_events, unknown_parameters_are_kept_under_the_name_that_was_sent) {
  const reading shop;
  const auto details = shop.details_of(
      {.with = {{"colour", "A & B"}, {"Segment", "x=1"}, {"colour", "second"}, {"quantity", "999"}}});
  EXPECT_EQ(details, "-colour=A %26 B&-Segment=x%3D1&-quantity=999");
  EXPECT_EQ(events::find_detail(details, "-colour"), "A & B");
}

TEST(read_events, empty_names_and_values_count_as_absent) {
  const reading shop;
  EXPECT_EQ(shop.details_of({.with = {{"", ""}, {"lang", ""}, {"", "x"}, {"x", ""}}}), "");
}

TEST(read_events, of_a_repeated_parameter_the_first_with_a_value_counts) {
  const reading shop;
  EXPECT_EQ(shop.details_of({.with = {{"lang", ""}, {"lang", "de"}, {"Lang", "en"}}}), "l=de");
  EXPECT_EQ(shop.details_of({.kind = "buy", .with = {{"quantity", "3"}, {"QUANTITY", "-1"}}}), "q=3");
}

TEST(read_events, a_mistake_is_told_with_parameter_value_and_range) {
  const reading shop;
  const struct {
    sent request;
    std::string_view detail;
  } cases[] = {
      {{.item_type = "0"}, "itemtype: 0 is outside 1..2147483647"},
      {{.item_type = "2147483648"}, "itemtype: 2147483648 is outside 1..2147483647"},
      {{.item_type = "-1"}, "itemtype: -1 is outside 1..2147483647"},
      {{.item_type = "99999999999999999999999"},
       "itemtype: 99999999999999999999999 is outside 1..2147483647"},
      {{.item_type = "a"}, "itemtype: a is not a whole number in 1..2147483647"},
      {{.item_type = "+1"}, "itemtype: +1 is not a whole number in 1..2147483647"},
      {{.item_type = "1.0"}, "itemtype: 1.0 is not a whole number in 1..2147483647"},
      {{.item_type = " 1"}, "itemtype:  1 is not a whole number in 1..2147483647"},
      {{.item = "0"}, "item: 0 is outside 1..2147483647"},
      {{.item = "abc"}, "item: abc is not a whole number in 1..2147483647"},
      {{.item = "1,2"}, "item: 1,2 is not a whole number in 1..2147483647"},
      {{.item = "1\n2"}, "item: 1?2 is not a whole number in 1..2147483647"},
      {{.kind = "rate", .with = {{"rating", "101"}}}, "rating: 101 is outside 0..100"},
      {{.kind = "rate", .with = {{"Rating", "-1"}}}, "rating: -1 is outside 0..100"},
      {{.kind = "rate", .with = {{"rating", "five"}}}, "rating: five is not a whole number in 0..100"},
      {{.kind = "consume", .with = {{"percentage", "101"}}}, "percentage: 101 is outside 0..100"},
      {{.kind = "consume", .with = {{"percentage", "50.5"}}},
       "percentage: 50.5 is not a whole number in 0..100"},
      {{.kind = "buy", .with = {{"quantity", "0"}}}, "quantity: 0 is outside 1..1000000"},
      {{.kind = "buy", .with = {{"quantity", "1000001"}}}, "quantity: 1000001 is outside 1..1000000"},
      {{.with = {{"categorypath", "a\\b"}}}, "categorypath: holds a backslash, which is not allowed"},
      {{.with = {{"title", "a\\b"}}}, "title: holds a backslash, which is not allowed"},
      {{.with = {{"a\\b", "c"}}}, "parameter name: holds a backslash, which is not allowed"},
      {{.user = "a\\b"}, "user: holds a backslash, which is not allowed"},
      {{.kind = "follow", .with = {{"ycreco", "maybe"}}}, "ycreco: maybe is neither true nor false"},
  };
  for (const auto& one : cases) {
    const auto failed = shop.failure_of(one.request);
    EXPECT_EQ(failed.code(), error::bad_parameter) << one.detail;
    EXPECT_EQ(failed.detail(), one.detail);
  }
}

TEST(read_events, a_malformed_price_is_told_with_its_name_and_value) {
  const reading shop;
  for (const auto* const price : {"EUR", "2,50EUR", "-1EUR", "2.50XQQ", "2.50 EUR", "1e3"}) {
    const auto failed = shop.failure_of({.kind = "buy", .with = {{"fullprice", price}}});
    EXPECT_EQ(failed.code(), error::bad_parameter);
    EXPECT_TRUE(failed.detail().starts_with("fullprice: ")) << failed.detail();
    EXPECT_NE(failed.detail().find(price), std::string::npos) << failed.detail();
  }
}

TEST(read_events, a_missing_part_is_told) {
  const reading shop;
  const struct {
    sent request;
    std::string_view detail;
  } cases[] = {
      {{.user = ""}, "user: is required"},
      {{.item_type = ""}, "itemtype: is required"},
      {{.item = ""}, "item: is required"},
      {{.kind = "clickrecommended"}, "scenario: is required for clickrecommended"},
      {{.kind = "follow", .with = {{"scenario", ""}}}, "scenario: is required for clickrecommended"},
      {{.kind = "follow", .with = {{"ycreco", "false"}}}, "scenario: is required for clickrecommended"},
  };
  for (const auto& one : cases) {
    const auto failed = shop.failure_of(one.request);
    EXPECT_EQ(failed.code(), error::missing_parameter) << one.detail;
    EXPECT_EQ(failed.detail(), one.detail);
  }
}

TEST(read_events, lengths_and_numbers_have_limits_which_are_still_allowed) {
  const reading shop;
  const reading texts(true);
  const auto user = repeat(events::user_bytes_max + 1);
  const auto item = repeat(events::item_bytes_max + 1);
  const auto value = repeat(events::value_bytes_max + 1);
  const auto name = repeat(events::name_bytes_max + 1);
  const auto shorter = [](const std::string& text) { return std::string_view(text).substr(1); };

  EXPECT_EQ(shop.events_of({.user = shorter(user)}).size(), 1U);
  EXPECT_EQ(shop.failure_of({.user = user}).detail(), "user: 513 bytes are more than 512");
  EXPECT_EQ(texts.events_of({.item = shorter(item)}).size(), 1U);
  EXPECT_EQ(texts.failure_of({.item = item}).detail(), "item: 257 bytes are more than 256");
  EXPECT_EQ(shop.events_of({.with = {{"lang", shorter(value)}}}).size(), 1U);
  EXPECT_EQ(shop.failure_of({.with = {{"lang", value}}}).detail(), "lang: 2049 bytes are more than 2048");
  EXPECT_EQ(shop.events_of({.with = {{shorter(name), "x"}}}).size(), 1U);
  EXPECT_EQ(shop.failure_of({.with = {{name, "x"}}}).detail(), "parameter name: 129 bytes are more than 128");
  EXPECT_EQ(shop.events_of({.with = parameters(events::parameters_max)}).size(), 1U);
  EXPECT_EQ(shop.failure_of({.with = parameters(events::parameters_max + 1)}).detail(),
            "parameters: 65 are more than 64");
  parameters large;
  for (const auto* const each : {"a", "b", "c", "d"}) large.push_back({each, shorter(value)});
  EXPECT_EQ(shop.failure_of({.with = large}).detail(), "parameters: more than 8192 bytes in all");
}

TEST(read_events, messages_hold_no_user_id_and_cut_long_values) {
  const reading shop;
  const std::string secret = "anna@example.org\\";
  EXPECT_EQ(shop.failure_of({.user = secret}).detail().find("anna"), std::string::npos);
  EXPECT_EQ(shop.failure_of({.user = "anna", .item = "0"}).detail().find("anna"), std::string::npos);
  std::string umlauts;
  for (int count = 0; count < 100; ++count) umlauts += "ä";
  const auto detail = shop.failure_of({.item = umlauts}).detail();
  EXPECT_LT(detail.size(), 120U);
  EXPECT_NE(detail.find("ä... is not"), std::string::npos) << detail;
}

TEST(read_events, a_rendered_list_gives_an_event_for_each_item) {
  const reading shop;
  const auto out = shop.events_of({.kind = "rendered", .item = "128,129,155", .with = {{"scenario", "s"}}});
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[0].item, (item_key{1, 128, {}}));
  EXPECT_EQ(out[1].item, (item_key{1, 129, {}}));
  EXPECT_EQ(out[2].item, (item_key{1, 155, {}}));
  for (const auto& one : out) {
    EXPECT_EQ(one.details, "s=s");
    EXPECT_EQ(one.user, out[0].user);
  }
}

TEST(read_events, repeated_and_empty_items_of_a_list_do_not_count) {
  const reading shop;
  EXPECT_EQ(shop.events_of({.kind = "rendered", .item = "1,2,1,,2,01,"}).size(), 2U);
}

TEST(read_events, an_empty_list_gives_no_event_but_is_checked) {
  const reading shop;
  EXPECT_TRUE(shop.events_of({.kind = "render", .item = ""}).empty());
  EXPECT_TRUE(shop.events_of({.kind = "render", .item = ",,"}).empty());
  EXPECT_EQ(shop.failure_of({.kind = "render", .item_type = "x", .item = ""}).code(), error::bad_parameter);
}

TEST(read_events, one_bad_item_refuses_the_whole_list) {
  const reading shop;
  EXPECT_EQ(shop.failure_of({.kind = "rendered", .item = "1,2,x"}).detail(),
            "item: x is not a whole number in 1..2147483647");
}

TEST(read_events, a_list_has_a_limit) {
  const reading shop;
  std::string list = "1";
  for (std::size_t item = 2; item <= events::items_max; ++item) list += "," + std::to_string(item);
  EXPECT_EQ(shop.events_of({.kind = "rendered", .item = list}).size(), events::items_max);
  list += ",1";
  EXPECT_EQ(shop.failure_of({.kind = "rendered", .item = list}).detail(), "item: more than 200 in one list");
}

TEST(read_events, items_of_an_imported_list_have_ids_of_their_own_always_the_same) {
  const reading shop;
  const sent line{.kind = "rendered", .item = "1,2,3", .import_id = 99};
  const auto once = shop.events_of(line);
  const auto again = shop.events_of(line);
  ASSERT_EQ(once.size(), 3U);
  EXPECT_EQ(once[0].import_id, 99U);
  EXPECT_NE(once[1].import_id, once[0].import_id);
  EXPECT_NE(once[2].import_id, once[1].import_id);
  for (std::size_t index = 0; index < 3; ++index) {
    EXPECT_NE(once[index].import_id, 0U);
    EXPECT_EQ(once[index].import_id, again[index].import_id);
  }
  for (const auto& one : shop.events_of({.kind = "rendered", .item = "1,2"})) EXPECT_EQ(one.import_id, 0U);
}

TEST(read_events, every_text_is_an_item_id_for_customers_with_string_ids) {
  const reading shop(true);
  EXPECT_EQ(shop.events_of({.item = "Blue Shoe/42"})[0].item, (item_key{1, 0, "Blue Shoe/42"}));
  EXPECT_EQ(shop.events_of({.kind = "rendered", .item = "a,b,a"}).size(), 2U);
  EXPECT_EQ(shop.failure_of({.item = "a\\b"}).detail(), "item: holds a backslash, which is not allowed");
  EXPECT_EQ(shop.failure_of({.item = ""}).code(), error::missing_parameter);
}

TEST(read_events, an_item_that_has_a_number_is_the_same_with_string_ids_and_without) {
  const reading shop(true);
  EXPECT_EQ(shop.events_of({.item = "42"})[0].item, (item_key{1, 42, {}}));
  EXPECT_EQ(shop.events_of({.item = "2147483647"})[0].item, (item_key{1, 2147483647, {}}));
  for (const auto* const text : {"042", "0", "2147483648", "99999999999", "+42", "4.2", " 42"})
    EXPECT_EQ(shop.events_of({.item = text})[0].item, (item_key{1, 0, text})) << text;
}

TEST(read_events, the_same_user_of_two_customers_has_unrelated_keys) {
  reading shop;
  const auto here = shop.events_of({})[0].user;
  shop.context_.customer_id = "00001";
  EXPECT_NE(shop.events_of({})[0].user, here);
}

}  // namespace footfall::test
