#include "api/richrelevance/oauth.hpp"

#include "footfall/identity/credentials.hpp"
#include "footfall/identity/hmac_sha1.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/percent.hpp"
#include "footfall/text/trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::string_view oauth_scheme = "OAuth";
constexpr std::size_t field_parameters_max = 16;
constexpr std::size_t field_value_bytes_max = 256;

failure refused(std::string_view name, std::string_view what) {
  return {error::unauthorized, fmt::format("{}: {}", name, what)};
}

std::string lower_case(std::string_view text) {
  std::string made(text);
  for (auto& byte : made)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  return made;
}

// `name="value"`, percent-encoded.
result<std::pair<std::string, std::string>> read_pair(std::string_view piece) {
  const auto malformed = refused("Authorization", "expected OAuth name=\"value\", name=\"value\"");
  const auto equals = piece.find('=');
  if (equals == piece.npos || equals == 0) return malformed;
  auto value = piece.substr(equals + 1);
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) return malformed;
  value = value.substr(1, value.size() - 2);
  std::pair<std::string, std::string> read;
  if (piece.size() > field_value_bytes_max ||
      !text::append_decoded(read.first, piece.substr(0, equals), text::plus::literal) ||
      !text::append_decoded(read.second, value, text::plus::literal))
    return malformed;
  return read;
}

result<void> take(std::pair<std::string, std::string> pair, oauth_claim& to) {
  const auto& [name, value] = pair;
  if (name == "realm") return {};
  if (name == "oauth_signature") {
    if (!to.signature.empty()) return refused(name, "is there twice");
    to.signature = value;
    return {};
  }
  if (std::ranges::find(to.covered, name, &std::pair<std::string, std::string>::first) != to.covered.end())
    return refused(name.substr(0, 32), "is there twice");
  if (name == "oauth_signature_method" && value != "HMAC-SHA1") return refused(name, "is not HMAC-SHA1");
  if (name == "oauth_version" && value != "1.0") return refused(name, "is not 1.0");
  if (name == "oauth_token" && !value.empty()) return refused(name, "there are no tokens here");
  if (name == "oauth_consumer_key") to.client = value;
  if (name == "oauth_nonce") to.nonce = value;
  if (name == "oauth_timestamp") {
    const auto time_s = text::to_integer<std::int64_t>(value);
    if (!time_s || *time_s <= 0) return refused(name, "is not a number of seconds");
    to.time_s = *time_s;
  }
  to.covered.push_back(std::move(pair));
  return {};
}

// Looks at all of them, so that the time says nothing about them.
const settings::richrelevance_application* find_client(const settings::richrelevance_settings& keys,
                                                       std::string_view client) {
  const settings::richrelevance_application* found = nullptr;
  for (const auto& [key, application] : keys.applications)
    if (identity::equal_in_constant_time(key, client)) found = &application;
  return found;
}

// `host` as it is signed: in lower case, and without the usual port of the scheme.
std::string address_of(std::string_view scheme, std::string_view host, std::string_view path) {
  const std::string_view usual_port = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(usual_port)) host.remove_suffix(usual_port.size());
  return fmt::format("{}://{}{}", scheme, lower_case(host), path);
}

// Who ends TLS before us knows the scheme, and we do not: it keeps no secret, so that both are tried.
result<bool> is_signed_with(std::string_view secret, const http::request& question,
                            const oauth_claim& claim) {
  const std::string_view target = question.raw_target;
  const auto path = target.substr(0, target.find('?'));
  const auto key = text::encoded(secret) + "&";
  bool is_right = false;
  for (const std::string_view scheme : {"https", "http"}) {
    const auto address = address_of(scheme, question.field("Host"), path);
    const auto signature = identity::hmac_sha1_of(
        key, oauth_base(http::name_of(question.method), address, question.target.parameters(), claim));
    if (!signature) return signature.error();
    is_right |= identity::equal_in_constant_time(*signature, claim.signature);
  }
  return is_right;
}

}  // namespace

bool is_oauth(std::string_view authorization) noexcept {
  return authorization.size() > oauth_scheme.size() && authorization[oauth_scheme.size()] == ' ' &&
         text::equal_without_case(authorization.substr(0, oauth_scheme.size()), oauth_scheme);
}

result<oauth_claim> read_oauth(std::string_view authorization) {
  oauth_claim claim;
  authorization.remove_prefix(std::min(oauth_scheme.size(), authorization.size()));
  for (std::size_t count = 0; !text::trimmed(authorization).empty(); ++count) {
    if (count == field_parameters_max) return refused("Authorization", "has too many parameters");
    const auto end = std::min(authorization.find(','), authorization.size());
    auto pair = read_pair(text::trimmed(authorization.substr(0, end)));
    if (!pair) return pair.error();
    if (auto taken = take(std::move(*pair), claim); !taken) return taken.error();
    authorization.remove_prefix(std::min(end + 1, authorization.size()));
  }
  for (const std::string_view needed :
       {"oauth_consumer_key", "oauth_signature_method", "oauth_timestamp", "oauth_nonce"})
    if (std::ranges::find(claim.covered, needed, &std::pair<std::string, std::string>::first) ==
        claim.covered.end())
      return refused(needed, "is required");
  if (claim.signature.empty()) return refused("oauth_signature", "is required");
  return claim;
}

std::string oauth_base(std::string_view method, std::string_view address,
                       std::span<const http::parameter> query, const oauth_claim& claim) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(text::encoded(name), text::encoded(value));
  for (const auto& [name, value] : claim.covered)
    encoded.emplace_back(text::encoded(name), text::encoded(value));
  std::ranges::sort(encoded);
  std::string joined;
  for (const auto& [name, value] : encoded)
    joined += fmt::format("{}{}={}", joined.empty() ? "" : "&", name, value);
  return fmt::format("{}&{}&{}", method, text::encoded(address), text::encoded(joined));
}

result<void> check_oauth(const endpoint_call& call, const settings::richrelevance_settings& keys) {
  const auto claim = read_oauth(call.question.field("Authorization"));
  if (!claim) return claim.error();
  const auto* const client = find_client(keys, claim->client);
  if (client == nullptr || client->secret.empty())
    return refused("oauth_consumer_key", "is unknown, or has no secret here");
  const auto now_ms = call.context.time.wall_ms();
  const auto now_s = now_ms / 1000;
  if (claim->time_s < now_s - oauth_patience_s || claim->time_s > now_s + oauth_patience_s)
    return refused("oauth_timestamp", "is more than 5 minutes off");
  const auto is_right = is_signed_with(client->secret, call.question, *claim);
  if (!is_right) return is_right.error();
  if (!*is_right) return refused("oauth_signature", "is wrong");
  // Only what is signed gets here, so that nobody else can fill the memory.
  const auto seen = call.context.hasher.line_id(
      call.settings->id, fmt::format("oauth\n{}\n{}\n{}", claim->client, claim->time_s, claim->nonce));
  const auto is_new = call.owner->duplicates.store_once(seen, now_ms, 2 * oauth_patience_s * 1000,
                                                        [] { return result<void>(); });
  if (!is_new) return is_new.error();
  return *is_new ? result<void>() : refused("oauth_nonce", "was used before");
}

}  // namespace footfall::api::richrelevance
