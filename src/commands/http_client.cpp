// A small HTTP/1.1 client for the server's own bulk interface: one connection, one request at a time.
#include "http_client.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <cstring>

namespace footfall::commands {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

constexpr std::chrono::seconds step_timeout{60};
constexpr std::uint64_t answer_bytes_max = 16 * 1024 * 1024;

std::string basic_credentials(const std::string& user, const std::string& password) {
  const auto plain = user + ":" + password;
  std::string encoded(sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(encoded.data(), encoded.size(), reinterpret_cast<const unsigned char*>(plain.data()),
                    plain.size(), sodium_base64_VARIANT_ORIGINAL);
  encoded.resize(std::strlen(encoded.c_str()));  // it ends with a zero byte
  return "Basic " + encoded;
}

}  // namespace

// Asynchronous operations that are run to their end one by one: only those of Beast know a timeout.
class http_client::connection {
 public:
  connection(std::string host, std::string port, std::string path)
      : host_(std::move(host)),
        port_(std::move(port)),
        path_(std::move(path)),
        address_("http://" + host_header() + path_),
        stream_(io_) {}

  result<http_answer> get(std::string_view path, const std::string& credentials) {
    http::request<http::string_body> question{http::verb::get, path_ + std::string(path), 11};
    question.set(http::field::host, host_header());
    question.set(http::field::user_agent, "footfall/" FOOTFALL_VERSION);
    if (!credentials.empty()) question.set(http::field::authorization, credentials);
    return send(question);
  }

  result<http_answer> exchange(std::string_view path, std::string_view content_type,
                               const std::string& credentials, const std::string& body) {
    http::request<http::string_body> question{http::verb::post, path_ + std::string(path), 11};
    question.set(http::field::host, host_header());
    question.set(http::field::user_agent, "footfall/" FOOTFALL_VERSION);
    question.set(http::field::content_type,
                 boost::core::string_view(content_type.data(), content_type.size()));
    question.set(http::field::authorization, credentials);
    question.body() = body;
    question.prepare_payload();

    const bool reused = stream_.socket().is_open();
    auto answer = send(question);
    // The server may have closed the connection while the next group was read; the group is then sent again
    // on a new one, which is safe since its lines have ids.
    if (!answer && reused) answer = send(question);
    return answer;
  }

  void wait(std::chrono::seconds duration, const std::function<bool()>& stop) {
    asio::steady_timer timer(io_, duration);
    bool over = false;
    timer.async_wait([&over](const boost::system::error_code&) { over = true; });
    io_.restart();
    while (!over) {
      io_.run_one_for(std::chrono::milliseconds(200));
      if (stop()) timer.cancel();
    }
  }

  [[nodiscard]] const std::string& address() const noexcept { return address_; }

 private:
  [[nodiscard]] std::string host_header() const {
    const bool v6 = host_.find(':') != std::string::npos;
    return v6 ? fmt::format("[{}]:{}", host_, port_) : fmt::format("{}:{}", host_, port_);
  }

  // Runs an operation to its end.
  template <class Start>
  boost::system::error_code run(const Start& start) {
    boost::system::error_code outcome = asio::error::operation_aborted;
    stream_.expires_after(step_timeout);
    start([&outcome](const boost::system::error_code& code, const auto&...) { outcome = code; });
    io_.restart();
    io_.run();
    stream_.expires_never();
    return outcome;
  }

  failure broken(std::string_view step, const boost::system::error_code& code) {
    stream_.close();
    buffer_.clear();
    return {error::io_failed, fmt::format("{}: cannot {}: {}", address_, step, code.message())};
  }

  result<void> connect() {
    if (stream_.socket().is_open()) return {};
    boost::system::error_code code;
    tcp::resolver resolver(io_);
    const auto endpoints = resolver.resolve(host_, port_, code);
    if (code) return broken("find the host", code);
    code = run([&](auto done) { stream_.async_connect(endpoints, std::move(done)); });
    if (code) return broken("connect", code);
    return {};
  }

  result<http_answer> send(http::request<http::string_body>& question) {
    if (const auto connected = connect(); !connected) return connected.error();
    auto code = run([&](auto done) { http::async_write(stream_, question, std::move(done)); });
    if (code) return broken("send", code);
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    code = run([&](auto done) { http::async_read(stream_, buffer_, parser, std::move(done)); });
    if (code) return broken("receive an answer", code);

    auto& message = parser.get();
    http_answer answer{message.result_int(), std::move(message.body()), std::nullopt};
    const auto retry_after = message[http::field::retry_after];
    answer.retry_after_s = text::to_integer<std::int64_t>({retry_after.data(), retry_after.size()});
    if (!message.keep_alive()) stream_.close();
    return answer;
  }

  const std::string host_;
  const std::string port_;
  const std::string path_;
  const std::string address_;
  asio::io_context io_{1};
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
};

result<http_client> http_client::for_url(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  if (url.starts_with("https://"))
    return failure{
        error::bad_configuration,
        "https is not supported: give the http address of the server itself, not of the proxy before it"};
  const failure not_an_address{error::bad_configuration, "expected an address such as http://127.0.0.1:8080"};
  if (!url.starts_with(scheme) || url.find_first_of("@?# \t\r\n\\") != url.npos) return not_an_address;
  url.remove_prefix(scheme.size());
  auto authority = url.substr(0, url.find('/'));
  auto path = url.substr(authority.size());
  while (path.ends_with('/')) path.remove_suffix(1);

  std::string_view port = "80";
  if (const auto colon = authority.rfind(':');
      colon != authority.npos && authority.find(']', colon) == authority.npos) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    if (text::to_integer<std::uint16_t>(port).value_or(0) == 0) return not_an_address;
  }
  const bool in_brackets = authority.size() > 2 && authority.front() == '[' && authority.back() == ']';
  if (in_brackets) authority = authority.substr(1, authority.size() - 2);
  if (authority.empty() || (!in_brackets && authority.find_first_of(":[]") != authority.npos))
    return not_an_address;
  return http_client(
      std::make_unique<connection>(std::string(authority), std::string(port), std::string(path)));
}

http_client::http_client(std::unique_ptr<connection> opened) : connection_(std::move(opened)) {}
http_client::http_client(http_client&&) noexcept = default;
http_client::~http_client() = default;

result<http_answer> http_client::post(std::string_view path, std::string_view content_type,
                                      const std::string& user, const std::string& password,
                                      const std::string& body) {
  return connection_->exchange(path, content_type, basic_credentials(user, password), body);
}

result<http_answer> http_client::get(std::string_view path, const std::string& user,
                                     const std::string& password) {
  return connection_->get(path, password.empty() ? std::string() : basic_credentials(user, password));
}

void http_client::wait(std::int64_t seconds, const std::function<bool()>& stop) {
  connection_->wait(std::chrono::seconds(seconds), stop);
}

const std::string& http_client::address() const noexcept { return connection_->address(); }

}  // namespace footfall::commands
