// Boost.Beast's parser, filling our reused request instead of containers of its own.
//
// It sees complete heads only and no bodies: Beast 1.81 accounts header limits anew for each piece, counts
// the same chunk against the body limit twice when a chunk header is split, keeps chunk extensions without
// any limit, and asserts when the last chunk arrives in pieces. `head_scanner` and `body_reader` do these
// parts.
#include "http/request_parser.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>

namespace footfall::http {
namespace {

namespace beast = boost::beast;

constexpr int fields_max = 100;

std::string_view view(beast::string_view text) noexcept { return {text.data(), text.size()}; }

method to_method(beast::http::verb verb) noexcept {
  switch (verb) {
    case beast::http::verb::get:
      return method::get;
    case beast::http::verb::head:
      return method::head;
    case beast::http::verb::post:
      return method::post;
    case beast::http::verb::put:
      return method::put;
    case beast::http::verb::patch:
      return method::patch;
    case beast::http::verb::delete_:
      return method::del;
    case beast::http::verb::options:
      return method::options;
    default:
      return method::other;
  }
}

// Bytes that no host name, address in brackets or port has, percent-encoded or not (RFC 3986, section 3.2.2).
constexpr auto foreign_to_hosts = [] {
  std::array<bool, 256> foreign{};
  for (const auto byte : std::string_view(" \t,/?#@\\\"<>")) foreign[static_cast<unsigned char>(byte)] = true;
  return foreign;
}();

bool is_host(std::string_view value) noexcept {
  return std::ranges::none_of(value,
                              [](char byte) { return foreign_to_hosts[static_cast<unsigned char>(byte)]; });
}

class head_parser final : public beast::http::basic_parser<true> {
 public:
  explicit head_parser(request& out) : out_(out) {
    header_limit(std::numeric_limits<std::uint32_t>::max());
    skip(true);
  }

  result<body_framing> read(std::string_view head) {
    beast::error_code problem;
    put(boost::asio::const_buffer(head.data(), head.size()), problem);
    if (refused_) return *refused_;
    // "Need more" means that what should have been in the head is not there: all of it has been given.
    if (problem || !is_done()) return malformed(problem ? problem.message() : "incomplete");
    out_.keep_alive = keep_alive();
    if (auto fine = check_fields(); !fine) return fine.error();
    return framing_;
  }

 private:
  static failure malformed(const std::string& what) {
    return failure{error::bad_request, fmt::format("malformed request head: {}", what)};
  }

  // Checks that concern more than one field. Two ways to tell the length of a body, or one told twice, are
  // how requests are smuggled past a proxy that understands them differently (RFC 9112, section 11.2).
  result<void> check_fields() {
    if (encodings_ != 0 && (lengths_ != 0 || out_.http_1_0))
      return malformed("Transfer-Encoding with Content-Length or HTTP/1.0");
    if (lengths_ > 1) return malformed("more than one Content-Length");
    if (encodings_ > 1 || (encodings_ == 1 && !framing_.chunked))
      return failure{error::unsupported_encoding, "Transfer-Encoding: only chunked is understood"};
    if (hosts_ > 1 || (hosts_ == 0 && !out_.http_1_0)) return malformed("exactly one Host is needed");
    framing_.length = lengths_ == 1 ? *content_length() : 0;
    framing_.expects_continue = framing_.expects_continue && !out_.http_1_0 && !framing_.empty();
    if (out_.raw_target == "*" && out_.method == method::options) return {};
    return out_.target.assign(out_.raw_target);
  }

  void refuse(failure why, beast::error_code& problem) {
    refused_ = std::move(why);
    problem = beast::http::error::bad_field;  // any error makes the parser stop
  }

  void on_request_impl(beast::http::verb verb, beast::string_view method_text, beast::string_view target,
                       int version, beast::error_code&) override {
    out_.method = to_method(verb);
    out_.method_text = view(method_text);
    out_.raw_target = view(target);
    out_.http_1_0 = version == 10;
  }

  void on_field_impl(beast::http::field name, beast::string_view name_text, beast::string_view value,
                     beast::error_code& problem) override {
    if (++fields_ > fields_max)
      return refuse({error::headers_too_large, fmt::format("more than {} header fields", fields_max)},
                    problem);
    out_.add_field(view(name_text), view(value));
    switch (name) {
      case beast::http::field::host:
        ++hosts_;
        if (!is_host(view(value))) refuse(malformed("Host is not a host"), problem);
        break;
      case beast::http::field::content_length:
        ++lengths_;
        if (value.find(',') != beast::string_view::npos)
          refuse(malformed("a list as Content-Length"), problem);
        break;
      case beast::http::field::transfer_encoding:
        ++encodings_;
        framing_.chunked = text::equal_without_case(view(value), "chunked");
        break;
      case beast::http::field::expect:
        framing_.expects_continue = text::equal_without_case(view(value), "100-continue");
        break;
      default:
        break;
    }
  }

  void on_header_impl(beast::error_code&) override {}
  void on_finish_impl(beast::error_code&) override {}

  // Never called for requests without body, which is what `skip` makes of all.
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, beast::error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code&) override {
    return body.size();
  }

  request& out_;
  body_framing framing_;
  std::optional<failure> refused_;
  int fields_ = 0;
  int hosts_ = 0;
  int lengths_ = 0;
  int encodings_ = 0;
};

}  // namespace

result<body_framing> read_head(std::string_view head, request& out) { return head_parser(out).read(head); }

}  // namespace footfall::http
