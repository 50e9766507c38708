#include "footfall/outbound/client.hpp"

#include "footfall/text/number.hpp"
#include "outbound/response_reader.hpp"
#include "outbound/transport.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <vector>

namespace footfall::outbound {

namespace {

constexpr int redirects_max = 5;
constexpr std::size_t piece_bytes = 65'536;

struct terms_closer {
  void operator()(SSL_CTX* terms) const noexcept { SSL_CTX_free(terms); }
};

bool is_redirect(unsigned status) noexcept {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_field_value(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char byte) { return byte >= ' ' && byte < '\x7F'; });
}

std::string head_of(const request& what, const url& where, bool with_credentials) {
  auto head = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: footfall/" FOOTFALL_VERSION
                          "\r\nAccept: {}\r\nConnection: close\r\n",
                          where.target, host_field(where), what.accept);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && is_field_value(value)) head += fmt::format("{}: {}\r\n", name, value);
  };
  if (with_credentials) add("Authorization", what.authorization);
  add("If-None-Match", what.etag);
  add("If-Modified-Since", what.last_modified);
  return head + "\r\n";
}

/// One answer, before redirects are looked at.
struct single_answer {
  answer found;
  std::string location;
};

result<single_answer> exchange(transport& with, std::string_view head, std::uint64_t bytes_max,
                               const client::receiver& take) {
  if (auto sent = with.send(head); !sent) return sent.error();
  response_reader reader(bytes_max, take);
  std::vector<char> piece(piece_bytes);
  while (!reader.is_whole()) {
    const auto count = with.receive(piece);
    if (!count) return count.error();
    if (auto read = *count == 0 ? reader.end() : reader.read({piece.data(), *count}); !read)
      return read.error();
  }
  return single_answer{{reader.status(), reader.field("etag"), reader.field("last-modified"),
                        text::to_integer<std::int64_t>(reader.field("retry-after"))},
                       reader.field("location")};
}

failure at(const url& where, const failure& why) {
  return {why.code(), fmt::format("{}: {}", shown(where), why.detail())};
}

}  // namespace

struct client::terms {
  std::unique_ptr<SSL_CTX, terms_closer> context;
};

client::client(const outbound_settings& settings, const clock& time, std::unique_ptr<terms> tls)
    : guard_(settings.allow), time_(time), tls_(std::move(tls)) {}

client::~client() = default;

result<std::unique_ptr<client>> client::make(const outbound_settings& settings, const clock& time) {
  auto tls = std::make_unique<terms>();
  tls->context.reset(SSL_CTX_new(TLS_client_method()));
  auto* const context = tls->context.get();
  if (context == nullptr || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_default_verify_paths(context) != 1)
    return failure{error::bad_configuration, "outbound: OpenSSL cannot speak TLS"};
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (!settings.authorities.empty() &&
      SSL_CTX_load_verify_locations(context, settings.authorities.c_str(), nullptr) != 1)
    return failure{
        error::bad_configuration,
        fmt::format("outbound.authorities: {} has no certificate that can be read", settings.authorities)};
  return std::unique_ptr<client>(new client(settings, time, std::move(tls)));
}

result<answer> client::get(const request& what, const receiver& take,
                           const std::function<bool()>& go_on) const {
  const auto first = read_url(what.url);
  if (!first) return first.error();
  if (!is_field_value(what.authorization) || !is_field_value(what.accept))
    return failure{error::bad_parameter, "authorization: expected printable ASCII"};
  const patience how_long{time_, time_.steady_ns() + what.time_max_ms * 1'000'000, go_on};
  auto where = *first;
  for (int redirects = 0; redirects <= redirects_max; ++redirects) {
    auto opened = transport::open(where, guard_, *tls_->context, how_long);
    if (!opened) return at(where, opened.error());
    // What a redirect of another host wants is not for it.
    auto got = exchange(**opened, head_of(what, where, same_origin(where, *first)), what.bytes_max, take);
    if (!got) return at(where, got.error());
    if (!is_redirect(got->found.status)) return std::move(got->found);
    auto next = resolved(where, got->location);
    if (!next) return at(where, next.error());
    if (where.secure && !next->secure)
      return at(where, {error::forbidden, "it leads from https to http, which is not followed"});
    where = std::move(*next);
  }
  return at(where, {error::io_failed, "more than five redirects"});
}

std::string basic_authorization(std::string_view user, std::string_view password) {
  const auto plain = fmt::format("{}:{}", user, password);
  std::vector<unsigned char> encoded(4 * ((plain.size() + 2) / 3) + 1);
  const int size = EVP_EncodeBlock(encoded.data(), reinterpret_cast<const unsigned char*>(plain.data()),
                                   static_cast<int>(plain.size()));
  return "Basic " + std::string(encoded.begin(), encoded.begin() + size);
}

}  // namespace footfall::outbound
