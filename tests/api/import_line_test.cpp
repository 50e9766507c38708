// Lines of an import: which become events, and what the others are told.
#include "footfall/api/import_line.hpp"

#include "footfall/events/link_event.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {

namespace {

constexpr std::int64_t now_ms = 1'769'860'800'000;  // 2026-01-31T12:00:00Z

struct reading {
  identity::user_hasher hasher{identity::secret_key{}};
  events::reading_context context{.customer_id = "00000",
                                  .number = {1},
                                  .alphanumeric_items = false,
                                  .parameters = {},
                                  .hasher = &hasher};
  std::vector<events::event> events;

  result<void> read(std::string_view line) { return api::read_import_line(line, context, now_ms, events); }

  events::event only(std::string_view line) {
    events.clear();
    const auto done = read(line);
    EXPECT_TRUE(done) << done.error().detail();
    EXPECT_EQ(events.size(), 1U) << line;
    return events.empty() ? events::event{} : events.front();
  }

  failure refused(std::string_view line) {
    events.assign(1, {});
    const auto done = read(line);
    EXPECT_FALSE(done) << line;
    EXPECT_EQ(events.size(), 1U) << "a refused line must leave the events alone";
    return done ? failure() : done.error();
  }
};

}  // namespace

TEST(import_line, the_example_of_the_documents_becomes_an_event) {
  reading shop;
  const auto event =
      shop.only(R"({"event":"click","user":"u1","itemtype":1,"item":123,"time":"2026-01-31T11:00:00Z",)"
                R"("categorypath":"Shoes/Children","quantity":1,"fullprice":"2.50EUR"})");
  EXPECT_EQ(event.type, events::event_type::click);
  EXPECT_EQ(event.item, (item_key{1, 123, {}}));
  EXPECT_EQ(event.time_ms, now_ms - 3'600'000);
  EXPECT_EQ(event.user, shop.hasher.hash("00000", "u1"));
  EXPECT_EQ(event.import_id, 0U);
}

TEST(import_line, numbers_texts_and_cases_are_the_same_to_it) {
  reading shop;
  const auto plain =
      shop.only(R"({"event":"buy","user":"7","itemtype":2,"item":5,"quantity":3,"time":1769860000})");
  const auto other =
      shop.only(R"({"EVENT":"BUY","User":7,"itemType":"2","lang":null,"item":"5","Quantity":"3",)"
                R"("time":"1769860000"})");
  EXPECT_EQ(plain.quantity, 3U);
  EXPECT_EQ(other.quantity, plain.quantity);
  EXPECT_EQ(other.user, plain.user);
  EXPECT_EQ(other.item, plain.item);
  EXPECT_EQ(other.time_ms, plain.time_ms);
  EXPECT_EQ(other.details, plain.details);
}

TEST(import_line, item_type_and_time_have_defaults) {
  reading shop;
  const auto event = shop.only(R"({"event":"click","user":"u","item":9,"time":"","itemtype":null})");
  EXPECT_EQ(event.item.type, 1U);
  EXPECT_EQ(event.time_ms, now_ms);
}

TEST(import_line, a_clock_that_is_ahead_puts_nothing_behind_what_comes_later) {
  reading shop;
  const auto later = std::to_string(now_ms / 1000 + 600);
  EXPECT_EQ(shop.only(R"({"event":"click","user":"u","item":9,"time":)" + later + "}").time_ms, now_ms);
}

TEST(import_line, a_price_is_kept_as_it_was_written) {
  reading shop;
  const auto text = shop.only(R"({"event":"buy","user":"u","item":9,"fullprice":"19.90"})");
  const auto number = shop.only(R"({"event":"buy","user":"u","item":9,"fullprice":19.90})");
  EXPECT_EQ(number.details, text.details);
}

TEST(import_line, an_id_identifies_the_line_and_own_ids_are_for_lines_without) {
  reading shop;
  const auto first = shop.only(R"({"event":"click","user":"u","item":9,"id":"order-1"})");
  const auto again = shop.only(R"({"event":"buy","user":"other","item":8,"ID":"order-1"})");
  const auto number = shop.only(R"({"event":"click","user":"u","item":9,"id":17})");
  EXPECT_NE(first.import_id, 0U);
  EXPECT_EQ(first.import_id, again.import_id);
  EXPECT_NE(first.import_id, number.import_id);

  api::import_members members;
  members.add("event", "click");
  members.add("user", "u");
  members.add("item", "9");
  shop.events.clear();
  ASSERT_TRUE(api::read_import_members(members.all(), shop.context, now_ms, 42, shop.events));
  members.add("id", "order-1");
  ASSERT_TRUE(api::read_import_members(members.all(), shop.context, now_ms, 42, shop.events));
  EXPECT_EQ(shop.events[0].import_id, 42U);
  EXPECT_EQ(shop.events[1].import_id, first.import_id);
}

TEST(import_line, a_list_of_items_is_an_event_for_each_with_ids_of_their_own) {
  reading shop;
  ASSERT_TRUE(shop.read(R"({"event":"rendered","user":"u","item":"1,2,3","id":"x"})"));
  ASSERT_EQ(shop.events.size(), 3U);
  EXPECT_NE(shop.events[0].import_id, shop.events[1].import_id);
  EXPECT_NE(shop.events[1].import_id, shop.events[2].import_id);
}

TEST(import_line, what_is_wrong_is_told_with_the_member) {
  struct row {
    const char* line;
    error code;
    const char* start;
  };
  const row rows[] = {
      {R"({"user":"u","item":1})", error::missing_parameter, "event: is missing, expected one of click"},
      {R"({"event":"clik","user":"u","item":1})", error::unknown_event,
       "event: found an unknown name, expected"},
      {R"({"event":"click","item":1})", error::missing_parameter, "user: "},
      {R"({"event":"click","user":"u"})", error::missing_parameter, "item: "},
      {R"({"event":"click","user":"u","item":0})", error::bad_parameter, "item: "},
      {R"({"event":"click","user":"u","item":-1})", error::bad_parameter, "item: "},
      {R"({"event":"click","user":"u","item":99999999999999999999999})", error::bad_parameter, "item: "},
      {R"({"event":"click","user":"u","itemtype":"a","item":1})", error::bad_parameter, "itemtype: "},
      {R"({"event":"click","user":"u","item":1,"time":"yesterday"})", error::bad_parameter, "time: "},
      {R"({"event":"click","user":"u","item":1,"time":"2026-02-02T12:00:00Z"})", error::bad_parameter,
       "time: "},
      {R"({"event":"click","user":"u","item":1,"time":-1})", error::bad_parameter, "time: "},
      {R"({"event":"rate","user":"u","item":1,"rating":101})", error::bad_parameter, "rating: "},
      {R"({"event":"click","user":"u","item":[1]})", error::bad_parameter, "line: found a list in a member"},
      {R"({"event":"click","user":{"a":1}})", error::bad_parameter, "line: found an object in a member"},
      {R"([{"event":"click"}])", error::bad_parameter, "line: found a list, expected one flat JSON object"},
      {R"("click")", error::bad_parameter, "line: found a single value, expected"},
      {"null", error::bad_parameter, "line: found null"},
      {"", error::bad_parameter, "line: found broken JSON at byte"},
      {"{", error::bad_parameter, "line: found broken JSON at byte 2"},
      {R"({"event":"click"} {})", error::bad_parameter, "line: found broken JSON at byte"},
      {"{\"event\":\"\xff\"}", error::bad_parameter, "line: found broken JSON at byte"},
      {"event,user", error::bad_parameter, "line: found broken JSON at byte 1"},
  };
  reading shop;
  for (const auto& [line, code, start] : rows) {
    const auto refused = shop.refused(line);
    EXPECT_EQ(refused.code(), code) << line;
    EXPECT_EQ(refused.detail().substr(0, std::string_view(start).size()), start) << line << "\n"
                                                                                 << refused.detail();
  }
}

TEST(import_line, a_message_never_holds_the_user) {
  reading shop;
  for (const auto* line :
       {R"({"event":"click","user":"anna@example.com","item":0})",
        R"({"event":"click","user":"anna@example.com)", R"({"event":"click","user":anna@example.com})",
        R"({"event":"anna@example.com","user":"anna@example.com"})",
        R"({"event":"click","user":"anna@example.com\\","item":1})"}) {
    const auto refused = shop.refused(line);
    EXPECT_EQ(refused.detail().find("anna"), std::string::npos) << refused.detail();
  }
}

TEST(import_line, what_comes_with_the_id_of_those_who_have_not_agreed_is_of_nobody) {
  reading at;
  const auto first = at.only(R"({"event":"click","user":"not_defined","item":1})");
  const auto second = at.only(R"({"event":"click","user":"not_defined","item":2})");
  EXPECT_TRUE(events::is_of_nobody(first));
  EXPECT_NE(first.user, second.user);
}

TEST(import_line, long_lines_and_crowds_of_members_are_refused) {
  reading shop;
  std::string line = R"({"event":"click","user":"u","item":1,"x":")";
  line += std::string(api::import_line_bytes_max, 'a') + "\"}";
  EXPECT_EQ(shop.refused(line).code(), error::bad_parameter);
  std::string crowd = R"({"event":"click","user":"u","item":1)";
  for (int number = 0; number < 100; ++number) crowd += ",\"p" + std::to_string(number) + "\":1";
  EXPECT_EQ(shop.refused(crowd + "}").code(), error::bad_parameter);
  EXPECT_EQ(shop.refused(std::string(60'000, '[')).code(), error::bad_parameter);
}

TEST(import_line, events_of_known_bots_are_marked_by_the_user_agent) {
  reading at;
  constexpr auto bot = R"({"event":"buy","user":"u1","item":1,"useragent":"Googlebot/2.1"})";
  EXPECT_EQ(at.only(bot).audience, events::audience::bots);
  EXPECT_EQ(at.only(R"({"event":"buy","user":"u1","item":1,"useragent":"Mozilla/5.0"})").audience,
            events::audience::visitors);
  EXPECT_EQ(at.only(R"({"event":"buy","user":"u1","item":1})").audience, events::audience::visitors);
  at.context.count_bots = true;
  EXPECT_EQ(at.only(bot).audience, events::audience::visitors);
}

TEST(import_line, a_mail_program_that_shows_a_message_is_no_bot_for_what_was_triggered) {
  reading at;
  const auto by_mail = [](std::string_view rest) {
    return R"({"user":"u1","useragent":"Mozilla/5.0 GoogleImageProxy",)" + std::string(rest);
  };
  EXPECT_EQ(at.only(by_mail(R"("event":"triggeropened","triggername":"news"})")).audience,
            events::audience::visitors);
  EXPECT_EQ(at.only(by_mail(R"("event":"click","item":1})")).audience, events::audience::bots);
}

}  // namespace footfall::test
