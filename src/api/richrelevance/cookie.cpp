#include "api/richrelevance/cookie.hpp"

#include "api/richrelevance/call_parameters.hpp"
#include "footfall/identity/credentials.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

namespace footfall::api::richrelevance {
namespace {

// No text of another service begins like this.
constexpr std::string_view own_form = "f1.";
constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t renewed_after_s = 30 * day_s;
constexpr std::int64_t lasts_s = 365 * day_s;

// `f1.SECONDS.SIGNATURE`
std::string made_at(std::int64_t time_s, std::string_view customer, const identity::user_hasher& hasher) {
  const auto signature = hasher.hash(customer, fmt::format("rcs\n{}", time_s));
  return fmt::format("{}{}.{:016x}{:016x}", own_form, time_s, signature.words[0], signature.words[1]);
}

}  // namespace

result<std::string> cookie_for(std::string_view sent, std::string_view customer, std::int64_t now_ms,
                               const identity::user_hasher& hasher) {
  const auto now_s = now_ms / 1000;
  if (!sent.starts_with(own_form)) return made_at(now_s, customer, hasher);
  const auto rest = sent.substr(own_form.size());
  const auto time_s = text::to_integer<std::int64_t>(rest.substr(0, rest.find('.')));
  if (!time_s || !identity::equal_in_constant_time(sent, made_at(*time_s, customer, hasher)))
    return bad("rcs", "is not as an answer to this customer had it");
  const auto age_s = now_s - *time_s;
  if (age_s > lasts_s) return bad("rcs", "is older than a year");
  return age_s > renewed_after_s ? made_at(now_s, customer, hasher) : std::string(sent);
}

}  // namespace footfall::api::richrelevance
