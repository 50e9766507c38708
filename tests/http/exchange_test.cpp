// The conversation on one connection: order, framing, limits, and that it does not matter how bytes are cut.
#include "footfall/http/exchange.hpp"

#include "http/conversation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace footfall::test {
namespace {

TEST(exchange, a_get_is_answered_with_a_complete_response) {
  talk it;
  EXPECT_EQ(it.say("GET /a/b%2Fc?x=1+2 HTTP/1.1\r\nHost: h\r\nX-Note: n\r\n\r\n"),
            answered(200, "OK", "GET [a] [b/c] x=1 2 note:n body:"));
  EXPECT_EQ(it.last, exchange::step::need_more);
}

TEST(exchange, head_has_the_headers_of_get_and_no_body) {
  talk it;
  const auto answer = it.say("HEAD /large?bytes=1234 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 1234\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(exchange, no_content_has_neither_body_nor_length) {
  talk it;
  EXPECT_EQ(it.say("POST /empty HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
            "HTTP/1.1 204 No Content\r\nDate: " + std::string(today) + "\r\n\r\n");
}

TEST(exchange, options_of_the_server_is_answered_without_the_service) {
  talk it;
  const auto answer = it.say("OPTIONS * HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  EXPECT_EQ(status_of(answer), 204);
  EXPECT_NE(answer.find("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n"), std::string::npos);
  EXPECT_EQ(it.last, exchange::step::need_more);
}

// Requests of every kind, pipelined: a burst whose answers must not depend on how its bytes are cut.
const std::string& burst() {
  static const std::string bytes =
      "GET /one?a=b HTTP/1.1\r\nHost: h\r\nX-Note: first\r\n\r\n"
      "POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello\r\n\r\nGE"
      "\r\n"
      "POST /three HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=\"1\"\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
      "HEAD /four HTTP/1.1\r\nHost: h\r\n\r\n"
      "POST /slow/five HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody"
      "POST /empty?ticket=7 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
      "GET http://h:80/six?%41=%42&&c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
      "POST /seven HTTP/1.1\r\nhost: h\r\ntransfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n"
      "OPTIONS /eight HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
      "GET /never HTTP/1.1\r\nHost: h\r\n\r\n";
  return bytes;
}

TEST(exchange, a_burst_is_answered_in_order) {
  talk it;
  const auto head_of_four = answered(200, "OK", "HEAD [four] body:");
  EXPECT_EQ(
      it.say(burst()),
      answered(200, "OK", "GET [one] a=b note:first body:") +
          answered(200, "OK", "POST [two] body:hello\r\n\r\nGE") +
          answered(200, "OK", "POST [three] body:hello 0123456789") +
          head_of_four.substr(0, head_of_four.find("HEAD")) + "HTTP/1.1 100 Continue\r\n\r\n" +
          answered(200, "OK", "POST [slow] [five] body:body") + "HTTP/1.1 204 No Content\r\nDate: " +
          std::string(today) + "\r\n\r\n" + answered(200, "OK", "GET [six] A=B c= body:", "keep-alive") +
          answered(200, "OK", "POST [seven] body:") + answered(200, "OK", "OPTIONS [eight] body:", "close"));
  EXPECT_EQ(it.last, exchange::step::close);
}

TEST(exchange, a_burst_cut_into_two_anywhere_gets_the_same_answers) {
  const auto whole = talk().say(burst());
  for (std::size_t cut = 1; cut < burst().size(); ++cut) {
    talk it;
    auto answers = it.say(burst().substr(0, cut));
    answers += it.say(burst().substr(cut));
    ASSERT_EQ(answers, whole) << "cut at " << cut;
  }
}

TEST(exchange, a_burst_of_single_bytes_gets_the_same_answers) {
  talk it;
  std::string answers;
  for (const char byte : burst()) answers += it.say({&byte, 1});
  EXPECT_EQ(answers, talk().say(burst()));
}

TEST(exchange, what_browsers_leave_raw_is_accepted) {
  talk it;
  EXPECT_EQ(it.say("GET /a|b?q={[\"^`\xC3\xA4]}<>&u=http://x/y HTTP/1.1\r\nHost: h\r\n\r\n"),
            answered(200, "OK", "GET [a|b] q={[\"^`\xC3\xA4]}<> u=http://x/y body:"));
}

TEST(exchange, limits_are_met_exactly) {
  constexpr std::size_t line_bytes_max = 100;
  constexpr std::size_t head_bytes_max = 200;
  const http::limits narrow{.request_line_bytes = line_bytes_max, .header_bytes = head_bytes_max};
  const std::string_view around_target = "GET / HTTP/1.1";
  for (const std::size_t over : {0U, 1U}) {
    const std::string padding(line_bytes_max - around_target.size() + over, 'a');
    const auto answer = talk(narrow).say("GET /" + padding + " HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(answer), over == 0 ? 200 : 414);
  }
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\nA: \r\n\r\n";
  for (const std::size_t over : {0U, 1U}) {
    const std::string padding(head_bytes_max - head.size() + over, 'a');
    const auto answer = talk(narrow).say("GET / HTTP/1.1\r\nHost: h\r\nA: " + padding + "\r\n\r\n");
    EXPECT_EQ(status_of(answer), over == 0 ? 200 : 431);
  }
}

TEST(exchange, an_answer_that_depends_on_earlier_requests_waits_for_their_commit) {
  echo_service application;
  exchange it(application, {}, "192.0.2.1");
  it.feed(
      "POST /empty?ticket=7 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
      "GET /after HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(it.advance(today), exchange::step::flush);
  EXPECT_EQ(it.ticket_to_wait_for(), 7U);
  EXPECT_EQ(status_of(it.output()), 204);
  EXPECT_EQ(it.output().find("[after]"), std::string_view::npos);
  it.written();
  EXPECT_EQ(it.advance(today), exchange::step::need_more);
  EXPECT_EQ(it.output(), answered(200, "OK", "GET [after] body:"));
}

TEST(exchange, what_is_refused_by_its_head_has_its_short_body_passed_over) {
  talk it;
  EXPECT_EQ(it.say("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo"), "");
  EXPECT_EQ(it.say("dyGET /next HTTP/1.1\r\nHost: h\r\n\r\n"),
            answered(400, "Bad Request", "POST /refused: refused by its head") +
                answered(200, "OK", "GET [next] body:"));
}

TEST(exchange, what_is_refused_by_its_head_does_not_wait_for_a_long_body) {
  for (const auto* body : {"Content-Length: 8388608\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nffffff\r\n",
                           "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n"}) {
    talk it;
    EXPECT_EQ(it.say(std::string("POST /refused HTTP/1.1\r\nHost: h\r\n") + body),
              answered(400, "Bad Request", "POST /refused: refused by its head", "close"))
        << body;
    EXPECT_EQ(it.last, exchange::step::close);
  }
}

TEST(exchange, a_body_of_exactly_the_limit_is_accepted) {
  const std::string body(echo_service::body_bytes_max, 'b');
  EXPECT_EQ(status_of(talk().say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + body)), 200);
  EXPECT_EQ(status_of(talk().say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" +
                                 body + "\r\n0\r\n\r\n")),
            200);
}

TEST(exchange, expect_is_answered_before_the_body_and_not_when_the_body_is_refused) {
  talk it;
  EXPECT_EQ(it.say("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(it.say("ab"), answered(200, "OK", "POST body:ab"));
  EXPECT_EQ(status_of(talk().say(
                "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n")),
            413);
  EXPECT_EQ(talk().say("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"), "");
}

struct persistence {
  std::string_view head;
  exchange::step last;
  std::string_view connection;
};

TEST(exchange, bodies_of_all_connections_share_one_budget_and_small_ones_need_none) {
  http::body_budget budget(100'000);
  http::limits limits;
  limits.bodies = &budget;
  const std::string begun =
      "POST /heavy HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + std::string(50'000, 'x');
  talk first(limits);
  EXPECT_EQ(first.say(begun), "");
  const auto taken = budget.taken();
  EXPECT_GE(taken, 60'000U);
  talk second(limits);
  EXPECT_EQ(status_of(second.say(begun)), 503);
  EXPECT_EQ(second.last, exchange::step::close);
  EXPECT_EQ(budget.taken(), taken);
  EXPECT_EQ(budget.refused(), 1U);
  talk small(limits);
  EXPECT_EQ(status_of(small.say("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")), 200);
  EXPECT_EQ(status_of(first.say(std::string(10'000, 'x'))), 200);
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(exchange, a_body_without_announced_length_is_within_the_budget_too) {
  http::body_budget budget(40'000);
  http::limits limits;
  limits.bodies = &budget;
  talk chunks(limits);
  std::string answers = chunks.say("POST /heavy HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int count = 0; count < 20 && answers.empty(); ++count) {
    answers += chunks.say("1000\r\n" + std::string(4096, 'x') + "\r\n");
    EXPECT_LE(budget.taken(), 40'000U);
  }
  EXPECT_EQ(status_of(answers), 503);
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(exchange, a_connection_that_ends_gives_its_memory_back) {
  http::body_budget budget(100'000);
  http::limits limits;
  limits.bodies = &budget;
  {
    talk left(limits);
    left.say("POST /heavy HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nabc");
    EXPECT_GE(budget.taken(), 60'000U);
    EXPECT_GT(budget.buffers(), 0U);
  }
  EXPECT_EQ(budget.taken(), 0U);
  EXPECT_EQ(budget.buffers(), 0U);
}

TEST(exchange, buffers_are_counted_as_long_as_they_are_kept) {
  http::body_budget budget(100'000);
  http::limits limits;
  limits.bodies = &budget;
  talk idle(limits);
  const auto empty = budget.buffers();
  EXPECT_GT(empty, 0U);
  const auto field = "X-Long: " + std::string(8'000, 'x') + "\r\n";
  idle.say("GET /a HTTP/1.1\r\nHost: a\r\n" + field);
  EXPECT_GE(budget.buffers(), empty + 8'000) << "of a head that is not complete";
  EXPECT_EQ(status_of(idle.say("\r\n")), 200);
  EXPECT_GE(budget.buffers(), empty + 8'000) << "of the fields, for the next request";
  const auto kept = budget.buffers();
  idle.say("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\nabc");
  EXPECT_LT(budget.buffers(), kept + 10'000) << "a body is in the budget, not counted twice";
}

TEST(exchange, connections_stay_open_as_version_and_field_say) {
  const std::array<persistence, 6> rows{{
      {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", exchange::step::need_more, ""},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", exchange::step::close, "close"},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n", exchange::step::close, "close"},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", exchange::step::need_more, ""},
      {"GET / HTTP/1.0\r\n\r\n", exchange::step::close, "close"},
      {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", exchange::step::need_more, "keep-alive"},
  }};
  for (const auto& row : rows) {
    talk it;
    EXPECT_EQ(it.say(row.head), answered(200, "OK", "GET body:", row.connection)) << row.head;
    EXPECT_EQ(it.last, row.last) << row.head;
  }
}

TEST(exchange, a_full_burst_is_flushed_and_goes_on) {
  echo_service application;
  exchange it(application, {.burst_bytes = 2000}, "");
  for (int i = 0; i < 3; ++i) it.feed("GET /large?bytes=1500 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(it.advance(today), exchange::step::flush);
  EXPECT_GT(it.output().size(), 3000U);
  EXPECT_LT(it.output().size(), 4500U);
  EXPECT_EQ(it.advance(today), exchange::step::flush) << "nothing was written yet";
  it.written();
  EXPECT_EQ(it.advance(today), exchange::step::need_more);
  EXPECT_GT(it.output().size(), 1500U);
}

TEST(exchange, a_slow_request_waits_for_its_worker_and_keeps_its_place) {
  echo_service application;
  exchange it(application, {}, "");
  it.feed(
      "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: "
      "h\r\n\r\n");
  EXPECT_EQ(it.advance(today), exchange::step::slow);
  EXPECT_EQ(it.output(), answered(200, "OK", "GET [a] body:"));
  EXPECT_EQ(it.advance(today), exchange::step::slow) << "it has not run yet";
  it.written();
  it.run_slow(today);
  it.run_slow(today);
  EXPECT_EQ(it.output(), answered(200, "OK", "GET [slow] body:")) << "once";
  EXPECT_EQ(it.advance(today), exchange::step::need_more);
  EXPECT_EQ(it.output(), answered(200, "OK", "GET [slow] body:") + answered(200, "OK", "GET [b] body:"));
}

TEST(exchange, time_out_answers_only_a_request_that_has_begun) {
  for (const std::string_view begun :
       {"G", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na"}) {
    talk it;
    it.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_FALSE(it.with.in_request());
    it.say(begun);
    EXPECT_TRUE(it.with.in_request());
    it.with.time_out(today);
    EXPECT_EQ(status_of(it.with.output()), 408);
    EXPECT_NE(it.with.output().find("Connection: close"), std::string::npos);
    EXPECT_FALSE(it.with.in_request());
  }
  talk idle;
  idle.with.time_out(today);
  EXPECT_EQ(idle.with.output(), "");
}

TEST(exchange, finish_closes_an_idle_connection_at_once) {
  talk it;
  it.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  it.with.finish();
  EXPECT_EQ(it.say(""), "");
  EXPECT_EQ(it.last, exchange::step::close);
}

TEST(exchange, finish_lets_the_request_in_progress_be_answered) {
  talk it;
  it.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na");
  it.with.finish();
  EXPECT_EQ(it.say("bGET /next HTTP/1.1\r\nHost: h\r\n\r\n"), answered(200, "OK", "POST body:ab", "close"));
  EXPECT_EQ(it.last, exchange::step::close);
}

std::string event_request(std::string_view name, std::string_view query) {
  return "GET /" + std::string(name) + "?" + std::string(query) + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

TEST(exchange, the_tickets_of_a_burst_are_told_and_end_with_the_write) {
  echo_service application;
  exchange it(application, {}, "");
  it.feed(event_request("a", "ticket=5&first=4") + event_request("b", "") + event_request("c", "ticket=3"));
  EXPECT_EQ(it.advance(today), exchange::step::need_more);
  EXPECT_EQ(it.first_ticket(), 3U);
  EXPECT_EQ(it.ticket_to_wait_for(), 5U);
  it.written();
  EXPECT_EQ(it.first_ticket(), 0U);
  EXPECT_EQ(it.ticket_to_wait_for(), 0U);
}

TEST(exchange, only_the_answers_whose_tickets_failed_are_replaced) {
  echo_service application;
  exchange it(application, {}, "");
  it.feed(event_request("a", "ticket=1") + event_request("b", "ticket=4&first=2") + event_request("c", "") +
          event_request("d", "ticket=5") + "HEAD /e?ticket=6 HTTP/1.1\r\nHost: h\r\n\r\n" +
          "GET /f?ticket=7 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(it.advance(today), exchange::step::close);

  const failure full{error::store_failed, "disk"};
  const std::array<http::failed_tickets, 2> failed{{{3, 3}, {6, 6}}};
  it.fail(failed, full, today);
  const auto refused_head = answered(503, "Service Unavailable", "HEAD /e?ticket=6: disk");
  const auto others = answered(200, "OK", "GET [c] body:") + answered(200, "OK", "GET [d] ticket=5 body:") +
                      refused_head.substr(0, refused_head.find("HEAD"));
  const auto first_two = answered(200, "OK", "GET [a] ticket=1 body:") +
                         answered(503, "Service Unavailable", "GET /b?ticket=4&first=2: disk");
  EXPECT_EQ(it.output(), first_two + others + answered(200, "OK", "GET [f] ticket=7 body:", "close"));

  const std::array<http::failed_tickets, 1> later{{{7, 9}}};
  it.fail(later, full, today);
  EXPECT_EQ(it.output(),
            first_two + others + answered(503, "Service Unavailable", "GET /f?ticket=7: disk", "close"));
}

}  // namespace
}  // namespace footfall::test
