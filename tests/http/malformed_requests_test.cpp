// What is refused, with which status, and that nothing behind it is taken for a request.
#include "footfall/http/exchange.hpp"

#include "http/conversation.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {
namespace {

std::string repeated(std::string_view piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

struct malformed_request {
  std::string_view what;
  std::string bytes;
  int status;
};

const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
const std::vector<malformed_request> malformed_requests{
    {"a TLS greeting", "\x16\x03\x01\x02", 400},
    {"two empty lines in front", "\r\n\r\n" + get + "\r\n", 400},
    {"no version", "GET /\r\n\r\n", 400},
    {"unknown version", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", 400},
    {"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"short line", "GET / H\r\n\r\n", 400},
    {"two spaces", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"space in target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"line feed only", "GET / HTTP/1.1\nHost: h\n\n", 400},
    {"zero byte in target", std::string("GET /") + '\0' + " HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"encoded zero byte", "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"backslash", "GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"encoded backslash", "GET /a?b=%5C HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"broken percent", "GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"relative target", "GET a/b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"authority as target", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"star with get", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
    {"two hosts", get + "Host: h\r\n\r\n", 400},
    {"list of hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
    {"space before colon", get + "A : b\r\n\r\n", 400},
    {"field without colon", get + "A\r\n\r\n", 400},
    {"field without name", get + ": b\r\n\r\n", 400},
    {"folded field", get + "A: b\r\n c\r\n\r\n", 400},
    {"control byte in field", get + "A: b\x01\r\n\r\n", 400},
    {"carriage return in field", get + "A: b\rc\r\n\r\n", 400},
    {"length that is no number", post + "Content-Length: 1x\r\n\r\n", 400},
    {"negative length", post + "Content-Length: -1\r\n\r\n", 400},
    {"length beyond 64 bit", post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
    {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
    {"two equal lengths", post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
    {"list of lengths", post + "Content-Length: 1, 1\r\n\r\n", 400},
    {"length, then chunked", post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"chunked, then length", post + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400},
    {"length with unknown coding", post + "Transfer-Encoding: x\r\nContent-Length: 1\r\n\r\n", 400},
    {"unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
    {"two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
    {"coding twice", post + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
    {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"chunk without size", chunked + "\r\n", 400},
    {"chunk size with sign", chunked + "-1\r\n", 400},
    {"chunk size with prefix", chunked + "0x1\r\n", 400},
    {"space behind chunk size", chunked + "1 \r\na\r\n", 400},
    {"chunk line without return", chunked + "1\na\r\n", 400},
    {"chunk longer than its size", chunked + "1\r\nab\r\n", 400},
    {"line feed in chunk extension", chunked + "1;a\n\r\n", 400},
    {"return in trailer", chunked + "0\r\nA: b\rc", 400},
    {"body too large", post + "Content-Length: 1001\r\n\r\n", 413},
    {"chunk too large", chunked + "3e9\r\n", 413},
    {"chunks too large", chunked + "3e8\r\n" + std::string(1000, 'a') + "\r\n1", 413},
    {"chunk size beyond 64 bit", chunked + "fffffffffffffffff\r\n", 413},
    {"endless chunk extension", chunked + "1;" + std::string(20000, 'a'), 431},
    {"endless trailer", chunked + "0\r\nA: " + std::string(20000, 'a'), 431},
    {"endless request line", "GET /" + std::string(9000, 'a'), 414},
    {"endless field", get + "A: " + std::string(17000, 'a'), 431},
    {"too many fields", get + repeated("A: b\r\n", 100) + "\r\n", 431},
};

TEST(malformed_requests, are_refused_and_the_connection_ends) {
  for (const auto& row : malformed_requests) {
    talk it;
    const auto answer = it.say(row.bytes + "GET /after HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(answer), row.status) << row.what << ": " << answer;
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << row.what;
    EXPECT_EQ(answer.find("[after]"), std::string::npos) << row.what;
    EXPECT_EQ(it.last, exchange::step::close) << row.what;
    EXPECT_EQ(it.say("GET /later HTTP/1.1\r\nHost: h\r\n\r\n"), "") << row.what;
  }
}

TEST(malformed_requests, of_single_bytes_get_the_same_answer) {
  for (const auto& row : malformed_requests) {
    talk it;
    std::string answers;
    for (const char byte : row.bytes) answers += it.say({&byte, 1});
    EXPECT_EQ(answers, talk().say(row.bytes)) << row.what;
  }
}

}  // namespace
}  // namespace footfall::test
