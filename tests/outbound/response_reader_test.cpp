// Answers of servers in pieces of every size, and those that are none.
#include "outbound/response_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace footfall::outbound {
namespace {

struct outcome {
  result<void> read;
  std::string body;
  bool whole = false;
  unsigned status = 0;
};

// The answer in pieces of this size, and then the end of the connection if it is not whole before.
outcome read_in_pieces(std::string_view answer, std::size_t piece, std::uint64_t bytes_max = 1000) {
  outcome made;
  const response_reader::receiver take = [&made](std::string_view part) -> result<void> {
    made.body += part;
    return {};
  };
  response_reader reader(bytes_max, take);
  for (std::size_t at = 0; at < answer.size() && made.read && !reader.is_whole(); at += piece)
    made.read = reader.read(answer.substr(at, piece));
  if (made.read && !reader.is_whole()) made.read = reader.end();
  made.whole = reader.is_whole();
  made.status = reader.status();
  return made;
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\n";

TEST(response_reader, pieces_of_every_size_make_the_same_answer) {
  const struct {
    std::string text, body;
  } cases[] = {
      {std::string(ok) + "Content-Length: 5\r\n\r\nhello", "hello"},
      {std::string(ok) + "\r\nhello", "hello"},
      {std::string(ok) + "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n02\r\nlo\r\n0\r\n\r\n", "hello"},
      {std::string(ok) + "transfer-encoding: Chunked\r\n\r\n0\r\nX: 1\r\nY: 2\r\n\r\n", ""},
      {std::string(ok) + "Content-Length: 0\r\n\r\n", ""},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + std::string(ok) +
           "Content-Length: 5\r\n\r\nhello",
       "hello"},
  };
  for (const auto& each : cases)
    for (std::size_t piece = 1; piece <= each.text.size(); ++piece) {
      const auto made = read_in_pieces(each.text, piece);
      ASSERT_TRUE(made.read) << made.read.error().detail() << "\n" << each.text << "\nby " << piece;
      EXPECT_EQ(made.body, each.body) << each.text << "\nby " << piece;
      EXPECT_EQ(made.status, 200u);
      EXPECT_TRUE(made.whole);
    }
}

TEST(response_reader, an_answer_that_ends_early_is_none_wherever_it_ends) {
  for (const auto* fields : {"Content-Length: 5\r\n\r\nhello",
                             "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"}) {
    const auto text = std::string(ok) + fields;
    for (std::size_t size = 0; size < text.size(); ++size)
      for (const auto piece : {std::size_t{1}, std::size_t{1000}}) {
        const auto made = read_in_pieces(std::string_view(text).substr(0, size), piece);
        ASSERT_FALSE(made.read) << text.substr(0, size);
        EXPECT_EQ(made.read.error().code(), error::io_failed);
      }
  }
}

TEST(response_reader, two_ways_to_tell_the_length_are_no_answer) {
  for (const auto* fields :
       {"Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello", "Content-Length: 5, 4\r\n\r\nhello",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\nhello", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: -1\r\n\r\nhello", "Content-Length: 99999999999999999999\r\n\r\nhello",
        "Content-Length : 5\r\n\r\nhello", "no field\r\n\r\nhello"})
    for (const auto piece : {std::size_t{1}, std::size_t{1000}}) {
      const auto made = read_in_pieces(std::string(ok) + fields, piece);
      ASSERT_FALSE(made.read) << fields;
      EXPECT_EQ(made.read.error().code(), error::io_failed) << fields;
    }
}

TEST(response_reader, chunks_that_are_none_are_no_answer) {
  for (const auto* body : {"xyz\r\n", "3\r\nabcd\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "fffffffffffffffff\r\nabc",
                           "3 \r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n"})
    for (const auto piece : {std::size_t{1}, std::size_t{1000}}) {
      const auto made =
          read_in_pieces(std::string(ok) + "Transfer-Encoding: chunked\r\n\r\n" + body + "     ", piece);
      EXPECT_FALSE(made.read) << body;
    }
}

TEST(response_reader, what_comes_before_the_body_is_bounded) {
  const std::string much(70'000, 'a');
  for (const auto& text : {much, std::string(ok) + "X: " + much, std::string(ok) + "X: " + much + "\r\n\r\n",
                           std::string(ok) + "Transfer-Encoding: chunked\r\n\r\n3;" + much,
                           std::string(ok) + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + much}) {
    const auto made = read_in_pieces(text, 1000);
    ASSERT_FALSE(made.read);
    EXPECT_NE(made.read.error().detail(), "the answer ends too early");
  }
  std::string announcements;
  for (int count = 0; count < 5000; ++count) announcements += "HTTP/1.1 102 Processing\r\n\r\n";
  EXPECT_FALSE(read_in_pieces(announcements + std::string(ok) + "Content-Length: 0\r\n\r\n", 1000).read);
}

TEST(response_reader, a_body_beyond_the_limit_is_a_failure_however_its_length_is_told) {
  for (const auto* fields : {"Content-Length: 6\r\n\r\nhello!", "\r\nhello!",
                             "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n3\r\nlo!\r\n0\r\n\r\n"})
    for (const auto piece : {std::size_t{1}, std::size_t{1000}}) {
      const auto text = std::string(ok) + fields;
      EXPECT_TRUE(read_in_pieces(text, piece, 6).read);
      const auto made = read_in_pieces(text, piece, 5);
      ASSERT_FALSE(made.read) << fields;
      EXPECT_EQ(made.read.error().code(), error::body_too_large);
      EXPECT_LE(made.body.size(), 5u);
    }
}

TEST(response_reader, bodies_of_other_answers_are_not_read) {
  const auto made = read_in_pieces("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello", 1);
  EXPECT_TRUE(made.read);
  EXPECT_EQ(made.status, 404u);
  EXPECT_EQ(made.body, "");
}

TEST(response_reader, who_takes_the_body_may_refuse_it) {
  const response_reader::receiver take = [](std::string_view) -> result<void> {
    return failure{error::not_ready, "no more"};
  };
  response_reader reader(1000, take);
  const auto read = reader.read(std::string(ok) + "Content-Length: 5\r\n\r\nhello");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), error::not_ready);
}

}  // namespace
}  // namespace footfall::outbound
