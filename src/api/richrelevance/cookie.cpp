#include "api/richrelevance/cookie.hpp"

#include "footfall/identity/credentials.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

namespace footfall::api::richrelevance {
namespace {

constexpr std::string_view version = "f1";
constexpr std::int64_t lasts_s = 365 * std::int64_t{86'400};

// `f1.SECONDS.SIGNATURE`
std::string made_at(std::int64_t time_s, std::string_view customer, const identity::user_hasher& hasher) {
  const auto signature = hasher.hash(customer, fmt::format("rcs\n{}", time_s));
  return fmt::format("{}.{}.{:016x}{:016x}", version, time_s, signature.words[0], signature.words[1]);
}

}  // namespace

std::string cookie_for(std::string_view sent, std::string_view customer, std::int64_t now_ms,
                       const identity::user_hasher& hasher) {
  const auto now_s = now_ms / 1000;
  const auto begin = version.size() + 1;
  const auto end = sent.find('.', begin);
  if (sent.starts_with(version) && end != sent.npos) {
    const auto time_s = text::to_integer<std::int64_t>(sent.substr(begin, end - begin));
    if (time_s && *time_s <= now_s && *time_s >= now_s - lasts_s &&
        identity::equal_in_constant_time(sent, made_at(*time_s, customer, hasher)))
      return std::string(sent);
  }
  return made_at(now_s, customer, hasher);
}

}  // namespace footfall::api::richrelevance
