// The answer of a server, read by Boost.Beast's parser from pieces as they come.
#pragma once

#include "footfall/core/failure.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::outbound {

/// A body for Beast that is kept nowhere: it is counted and handed on.
struct passed_on_body {
  struct value_type {
    std::uint64_t bytes_max = 0;
    const std::function<result<void>(std::string_view piece)>* take = nullptr;
    std::uint64_t bytes = 0;           // handed on so far
    std::optional<failure> refused{};  // by `take`, or because it is too long
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& to) : to_(to) {}

    void init(const boost::optional<std::uint64_t>& length, boost::beast::error_code& problem);
    template <class Buffers>
    std::size_t put(const Buffers& pieces, boost::beast::error_code& problem) {
      std::size_t size = 0;
      for (const auto piece : boost::beast::buffers_range_ref(pieces))
        size += hand_on({static_cast<const char*>(piece.data()), piece.size()}, problem);
      return size;
    }
    void finish(boost::beast::error_code& problem) { problem = {}; }

   private:
    std::size_t hand_on(std::string_view piece, boost::beast::error_code& problem);
    void refuse(failure why, boost::beast::error_code& problem);

    value_type& to_;
  };
};

/// Only the body of an answer with status 200 is read. Not thread-safe.
class response_reader {
 public:
  using receiver = std::function<result<void>(std::string_view piece)>;

  /// `take` outlives this.
  response_reader(std::uint64_t bytes_max, const receiver& take);

  /// Takes what came. Errors: `io_failed` when it is no answer of HTTP/1, `body_too_large`, those of `take`.
  [[nodiscard]] result<void> read(std::string_view piece);

  /// The server has closed. Errors: `io_failed` when something is missing.
  [[nodiscard]] result<void> end();

  /// All is there.
  [[nodiscard]] bool is_whole() const;

  [[nodiscard]] unsigned status() const { return parser_->get().result_int(); }
  /// The value of a field, by its name without case; empty when it is not there.
  [[nodiscard]] std::string field(std::string_view name) const;

 private:
  void expect_head();
  result<void> read_head();
  result<void> read_body();

  const std::uint64_t bytes_max_;
  const receiver& take_;
  std::optional<boost::beast::http::response_parser<passed_on_body>> parser_;  // of the head that comes
  bool has_head_ = false;       // of the answer, not of one that only announces it
  std::size_t head_bytes_ = 0;  // of all heads
  std::string pending_;         // what the parser could not use yet
};

}  // namespace footfall::outbound
