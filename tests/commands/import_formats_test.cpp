// Records of import files: JSON lines and CSV, good and broken.
#include "commands/import_formats.hpp"

#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace footfall::test {

namespace {

// The records of a file as texts, `LINE name=value ...` or `LINE !problem`; the failure's detail at the end.
std::vector<std::string> records_of(const std::string& text,
                                    commands::import_format format = commands::import_format::automatic,
                                    const commands::line_rules& rules = {.times_of_now = true}) {
  const temporary_folder folder;
  const auto file = (folder.path() / "f").string();
  std::ofstream(file, std::ios::binary) << text;
  auto source = commands::import_source::open(file);
  EXPECT_TRUE(source);
  const api::url_owner owner{"00000", "key"};
  commands::record_reader reader(*source, format, owner, rules);
  commands::import_record record;
  std::vector<std::string> found;
  for (;;) {
    const auto next = reader.next(record);
    if (!next) {
      found.push_back("FAILED" + next.error().detail().substr(file.size()));
      break;
    }
    if (!*next) break;
    auto shown = std::to_string(record.line);
    if (record.skipped) shown += " skipped";
    if (!record.problem.empty()) shown += " !" + record.problem;
    for (const auto& [name, value] : record.members.all()) shown += fmt::format(" {}={}", name, value);
    found.push_back(shown);
  }
  return found;
}

using texts = std::vector<std::string>;

}  // namespace

TEST(import_formats, lines_of_json_are_records_and_empty_lines_are_none) {
  EXPECT_EQ(records_of("{\"event\":\"click\",\"item\":1}\r\n\n{\"event\":\"buy\"}"),
            (texts{"1 event=click item=1", "3 event=buy"}));
  EXPECT_EQ(records_of("\xEF\xBB\xBF\n {\"event\":\"click\"}\n"), (texts{"2 event=click"}));
}

TEST(import_formats, a_broken_line_of_json_is_a_problem_of_this_line) {
  EXPECT_EQ(records_of("{\"a\":1}\nnonsense\n{\"a\":2}\n"),
            (texts{"1 a=1", "2 !line: found broken JSON at byte 2, expected one flat JSON object", "3 a=2"}));
}

TEST(import_formats, csv_takes_names_from_its_header_line_and_leaves_empty_fields_out_but_users) {
  EXPECT_EQ(records_of("\xEF\xBB\xBF"
                       "Event, user ,item\nclick,u1,1\nbuy,,2\r\n\nrate,u3,\n"),
            (texts{"2 Event=click user=u1 item=1", "3 Event=buy user= item=2", "5 Event=rate user=u3"}));
}

TEST(import_formats, csv_quotes_follow_rfc_4180) {
  EXPECT_EQ(records_of("event,user,title\nclick,u,\"a, \"\"b\"\"\"\nclick,\"u\n2\",\"x\r\ny\"\nbuy,u,z"),
            (texts{"2 event=click user=u title=a, \"b\"", "3 event=click user=u\n2 title=x\r\ny",
                   "6 event=buy user=u title=z"}));
}

TEST(import_formats, broken_csv_records_are_problems_of_their_line) {
  EXPECT_EQ(records_of("event,user\nclick\nclick,u,1\ncl\"\"ick,u\nclick,u\n"),
            (texts{"2 !line: found 1 fields, expected 2 as in the header line",
                   "3 !line: found 3 fields, expected 2 as in the header line",
                   "4 !line: found a quote where none may be, expected CSV as in RFC 4180",
                   "5 event=click user=u"}));
}

TEST(import_formats, a_quote_that_is_never_closed_costs_one_line) {
  EXPECT_EQ(records_of("event,user\nclick,\"u\nclick,v\nclick,w\n"),
            (texts{"2 !line: found a quote that is never closed, expected CSV as in RFC 4180",
                   "3 event=click user=v", "4 event=click user=w"}));
  std::string long_file = "event,user\nclick,\"u\n";
  for (int number = 0; number < 20'000; ++number) long_file += "click,v\n";
  const auto found = records_of(long_file);
  ASSERT_EQ(found.size(), 20'001U);
  EXPECT_EQ(found[0], "2 !line: more than 65536 bytes");
  EXPECT_EQ(found[1], "3 event=click user=v");
  EXPECT_EQ(found.back(), "20002 event=click user=v");
}

TEST(import_formats, overlong_lines_are_passed_over) {
  const std::string too_long(api::import_line_bytes_max + 1, 'x');
  EXPECT_EQ(records_of("{\"a\":1}\n" + too_long + "\n{\"a\":2}\n" + std::string(1'000'000, 'y')),
            (texts{"1 a=1", "2 !line: more than 65536 bytes", "3 a=2", "4 !line: more than 65536 bytes"}));
  const auto just_fits = "event,user\n" + std::string(api::import_line_bytes_max - 2, 'x') + ",y\n";
  EXPECT_EQ(records_of(just_fits).at(0).substr(0, 9), "2 event=x");
}

TEST(import_formats, a_file_that_is_neither_is_refused_as_a_whole) {
  const std::string expected =
      "; expected lines of JSON objects, CSV with a header line such as event,user,itemtype,item,time, "
      "tracking URLs or an access log; --format says which";
  EXPECT_EQ(
      records_of("click,u,1\n"),
      (texts{"FAILED:1: found no column \"event\"; --event NAME gives all lines the same one" + expected}));
  EXPECT_EQ(records_of("event,item\n"), (texts{"FAILED:1: found no column \"user\"" + expected}));
  EXPECT_EQ(records_of("\nevent,user,,x\n"), (texts{"FAILED:2: found a column without a name" + expected}));
  EXPECT_EQ(records_of("event,user,USER\n"), (texts{"FAILED:1: found a column twice" + expected}));
  EXPECT_EQ(records_of("ev\"ent,user\n"), (texts{"FAILED:1: found no header line" + expected}));
}

TEST(import_formats, a_file_without_times_is_refused_and_columns_that_are_nearly_right_are_named) {
  const auto refusal = [](const std::string& header, const commands::line_rules& rules = {}) {
    const auto found = records_of(header + "\n", commands::import_format::automatic, rules);
    return found.empty() ? std::string("nothing") : found[0].substr(0, found[0].find("; expected lines"));
  };
  EXPECT_EQ(refusal("event,user,item"),
            "FAILED:1: found no column \"time\"; --time now takes the lines for events of now");
  EXPECT_EQ(
      refusal("event,user,item,created_at"),
      "FAILED:1: found no column \"time\"; is it \"created_at\"? --map time=created_at; --time now takes the "
      "lines for events of now");
  EXPECT_EQ(refusal("event,userId,item,time"),
            "FAILED:1: found no column \"user\"; is it \"userId\"? --map user=userId");
  EXPECT_EQ(refusal("event,user,item,time"), "nothing");
  EXPECT_EQ(refusal("event,user,item,overridetimestamp"), "nothing");
  EXPECT_EQ(refusal("event,user,item", {.times_of_now = true}), "nothing");
  EXPECT_EQ(refusal("user,item,ts", {.columns = {{"time", "ts"}}, .event = "click"}), "nothing");
}

TEST(import_formats, csv_may_have_semicolons_or_tabulators) {
  EXPECT_EQ(records_of("event;user;item\nclick;\"u;1\";2\nclick;u,2;3\n"),
            (texts{"2 event=click user=u;1 item=2", "3 event=click user=u,2 item=3"}));
  EXPECT_EQ(records_of("event\tuser\titem\nclick\tu,1\t2\n"), (texts{"2 event=click user=u,1 item=2"}));
}

TEST(import_formats, an_empty_user_of_csv_is_there) {
  EXPECT_EQ(records_of("event,user,item\nclick,,2\n"), (texts{"2 event=click user= item=2"}));
}

TEST(import_formats, bytes_of_another_encoding_are_a_problem_of_their_line) {
  const auto found = records_of("event,user,item\nclick,u,Sch\xFCrze\nclick,u,Sch\xC3\xBCrze\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].starts_with("2 !line: byte 12 is no UTF-8;")) << found[0];
  EXPECT_EQ(found[1], "3 event=click user=u item=Sch\xC3\xBCrze");
  EXPECT_EQ(records_of(std::string("\xFF\xFE"
                                   "e\0v\0",
                                   6)),
            texts{"FAILED: is UTF-16, expected UTF-8"});
}

TEST(import_formats, lines_may_end_with_a_carriage_return_alone) {
  EXPECT_EQ(records_of("event,user\rclick,u1\rclick,u2\r"),
            (texts{"2 event=click user=u1", "3 event=click user=u2"}));
  EXPECT_EQ(records_of("{\"a\":1}\r{\"a\":2}"), (texts{"1 a=1", "2 a=2"}));
}

TEST(import_formats, zero_bytes_are_holes_and_not_content) {
  EXPECT_EQ(records_of(std::string(300'000, '\0') + "/api/00000/click/u1/1/42\n" +
                       std::string(100'000, '\0') + "/api/00000/click/u2/1/42\n"),
            (texts{"1 event=click user=u1 itemtype=1 item=42", "2 event=click user=u2 itemtype=1 item=42"}));
}

TEST(import_formats, nothing_at_all_holds_no_record) {
  EXPECT_EQ(records_of(""), texts{});
  EXPECT_EQ(records_of("\n\n"), texts{});
  EXPECT_EQ(records_of("event,user\n"), texts{});
}

TEST(import_formats, records_across_reads_are_whole) {
  std::string text = "event,user,x\n";
  texts expected;
  for (int number = 2; text.size() < 1'500'000; ++number) {
    const std::string field(static_cast<std::size_t>(number) % 300 + 1, 'f');
    text += "click,u," + field + "\n";
    expected.push_back(std::to_string(number) + " event=click user=u x=" + field);
  }
  EXPECT_EQ(records_of(text), expected);
}

TEST(import_formats, the_first_lines_tell_the_format) {
  using enum commands::import_format;
  const std::pair<const char*, commands::import_format> cases[] = {
      {"{\"event\":\"click\"}\n", json_lines},
      {"\n \n  {}\n", json_lines},
      {"event,user,item\nclick,/u,1\n", csv},
      {"", csv},
      {"/api/00000/click/u1/1/2\n", urls},
      {"https://shop.example/api/00000/click/u1/1/2\n", urls},
      {"//shop.example/api/00000/click/u1/1/2\n", urls},
      {"1.2.3.4 - - [31/Jan/2026:12:00:00 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n", access_log},
      {"cut off\n1.2.3.4 - - [31/Jan/2026:12:00:00 +0100] \"GET / HTTP/1.1\" 200 1\n", access_log}};
  for (const auto& [text, format] : cases) EXPECT_EQ(commands::detect_format(text), format) << text;
}

TEST(import_formats, tracking_urls_become_the_members_that_the_endpoint_reads) {
  EXPECT_EQ(records_of("https://shop.example/api/00000/click/u%201/1/42?categorypath=%2FShoes%2F\n"
                       "/ebl/0/follow/u1/1/42?scenario=also_bought&modelid=\n"
                       "http://shop.example:8080/api/00000/rendered/u1/1/1,2,3#top\r\n"
                       "/api/00000/transfer/anonymous/account\n"),
            (texts{"1 event=click user=u 1 itemtype=1 item=42 categorypath=/Shoes/",
                   "2 event=clickrecommended user=u1 itemtype=1 item=42 scenario=also_bought",
                   "3 event=rendered user=u1 itemtype=1 item=1,2,3",
                   "4 event=login user=anonymous target=account"}));
}

TEST(import_formats, parameters_named_like_parts_of_a_line_mean_nothing_in_urls) {
  EXPECT_EQ(records_of("/api/00000/click/u1/1/42?time=2020-01-01&ID=7&user=other&lang=de\n"),
            texts{"1 event=click user=u1 itemtype=1 item=42 lang=de"});
}

TEST(import_formats, urls_that_are_no_tracking_urls_of_the_customer_are_skipped) {
  EXPECT_EQ(
      records_of("/api/other/click/u1/1/42\n/favicon.ico\n/\n/api/v2/00000/u1/landing_page.json\n"
                 "/api/00000/u1/landing_page.json\n/other/00000/click/u1/1/42\nhttps://shop.example\n"),
      (texts{"1 skipped", "2 skipped", "3 skipped", "4 skipped", "5 skipped", "6 skipped", "7 skipped"}));
}

TEST(import_formats, tracking_urls_that_the_endpoint_refuses_are_rejected) {
  const auto found =
      records_of("/api/00000/click/u1/1\n/api/00000/dance/u1/1/42\n/api/00000/click/u%zz/1/42\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].substr(0, 8), "1 !item:");
  EXPECT_EQ(found[1].substr(0, 9), "2 !event:");
  EXPECT_EQ(found[2].substr(0, 3), "3 !");
}

TEST(import_formats, access_logs_give_time_and_url) {
  EXPECT_EQ(
      records_of("203.0.113.7 - - [31/Jan/2026:23:59:58 -0730] \"GET /api/00000/click/u1/1/42?lang=a\\x22b "
                 "HTTP/1.1\" "
                 "200 43 \"https://shop.example/a\\\"b\" \"Mozilla/5.0\"\n"
                 "::1 - bob [01/Feb/2026:00:00:00 +0000] \"POST /api/00000/buy/u1/1/42 HTTP/1.1\" 204 0\n"
                 "::1 - - [01/Feb/2026:00:00:00 +0000] \"OPTIONS /api/00000/buy/u1/1/42 HTTP/1.1\" 204 0 "
                 "\"-\" \"-\"\n"
                 "::1 - - [01/Feb/2026:00:00:01 +0000] \"GET /style.css HTTP/1.1\" 200 9 \"-\" \"-\"\n"
                 "::1 - - [01/Foo/2026:00:00:01 +0000] \"GET /style.css HTTP/1.1\" 200 9 \"-\" \"-\"\n"),
      (texts{"1 time=2026-01-31T23:59:58-07:30 useragent=Mozilla/5.0 event=click user=u1 itemtype=1 item=42 "
             "lang=a\"b",
             "2 time=2026-02-01T00:00:00+00:00 event=buy user=u1 itemtype=1 item=42", "3 skipped",
             "4 skipped",
             "5 !line: expected the combined log format, ADDRESS - USER [TIME] \"GET URL HTTP/1.1\" ..."}));
}

constexpr auto logged = "::1 - - [01/Feb/2026:00:00:00 +0000] ";

TEST(import_formats, of_an_access_log_only_what_was_taken_is_an_event) {
  std::string text;
  for (const auto* const status : {"200", "404", "400", "503", "429", "403", "304", "204"})
    text += std::string(logged) + "\"GET /api/00000/click/u1/1/42 HTTP/1.1\" " + status + " 0 \"-\" \"-\"\n";
  const texts found = records_of(text);
  ASSERT_EQ(found.size(), 8U);
  for (std::size_t index = 0; index < found.size(); ++index)
    EXPECT_EQ(found[index].ends_with(" skipped"), index != 0 && index != 7) << found[index];
}

TEST(import_formats, an_access_log_may_begin_with_what_was_no_request) {
  std::string text = "piece of a line that was cut off\n";
  for (int number = 0; number < 100; ++number) text += std::string(logged) + "\"-\" 408 0 \"-\" \"-\"\n";
  text += std::string(logged) + "\"GET /api/00000/click/u1/1/42 HTTP/1.1\" 200 43 \"-\" \"-\"\n";
  const auto found = records_of(text);
  ASSERT_EQ(found.size(), 102U);
  EXPECT_EQ(found[1], "2 skipped");
  EXPECT_EQ(found.back(), "102 time=2026-02-01T00:00:00+00:00 event=click user=u1 itemtype=1 item=42");
}

TEST(import_formats, a_path_in_a_log_may_have_a_slash_too_many) {
  EXPECT_EQ(records_of(std::string(logged) + "\"GET //api/00000/click/u1/1/42 HTTP/1.1\" 200 43\n"),
            texts{"1 time=2026-02-01T00:00:00+00:00 event=click user=u1 itemtype=1 item=42"});
}

TEST(import_formats, urls_of_historical_events_need_the_signature_that_the_endpoint_wants) {
  // md5 of "1&42&key&overridetimestamp=2012-01-01T11%3A00%3A00"
  const std::string url = "/api/00000/click/u1/1/42?overridetimestamp=2012-01-01T11:00:00&signature=";
  const auto found =
      records_of(url + "4f1e2e4404d17fb5933307a49fb5de2c\n" + url + std::string(32, '0') + "\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].starts_with("1 event=click user=u1 ")) << found[0];
  EXPECT_TRUE(found[1].starts_with("2 !signature: does not fit")) << found[1];
}

TEST(import_formats, a_given_format_wins_over_the_first_lines) {
  EXPECT_EQ(records_of("favicon.ico\n/api/00000/click/u1/1/42\n", commands::import_format::urls),
            (texts{"1 skipped", "2 event=click user=u1 itemtype=1 item=42"}));
}

}  // namespace footfall::test
