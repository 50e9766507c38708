// The signature of historical events, as the sample code of the original documents makes it.
#include "footfall/events/historical_event.hpp"

#include "event_parameters.hpp"
#include "footfall/identity/credentials.hpp"
#include "footfall/identity/md5.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/percent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace footfall::events {
namespace {

constexpr std::string_view override_name = "overridetimestamp";
constexpr std::string_view signature_name = "signature";

/// The parts of the path behind the event that are signed: the last two, or the only one.
std::string signed_path(const event_input& input) {
  switch (input.kind->shape) {
    case path_shape::user_item:
    case path_shape::user_items:
      return fmt::format("{}&{}", input.item_type, input.item);
    case path_shape::user_user:
      return fmt::format("{}&{}", input.user, input.target);
    case path_shape::user:
    case path_shape::none:
      break;
  }
  return std::string(input.user);
}

std::string signed_text(const event_input& input, std::string_view license_key) {
  std::vector<name_value> pairs;
  for (const auto& sent : input.parameters)
    if (!sent.name.empty() && !sent.value.empty() && !text::equal_without_case(sent.name, signature_name))
      pairs.push_back(sent);
  std::ranges::stable_sort(pairs, {}, &name_value::name);
  auto text = signed_path(input);
  text.append("&").append(license_key);
  for (const auto& [name, value] : pairs) {
    text.append("&").append(name).append("=");
    text::append_encoded(text, value);
  }
  return text;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (auto& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

}  // namespace

result<void> check_signature(const event_input& input, const reading_context& context) {
  if (sent_value(input.parameters, override_name).empty()) return {};
  if (input.authorized) return {};
  const auto given = sent_value(input.parameters, signature_name);
  if (given.empty())
    return failure{error::missing_parameter, "signature: is required for an event with overridetimestamp"};
  if (context.license_key.empty())
    return failure{error::bad_parameter,
                   "overridetimestamp: this customer has no licence key, so that nobody can sign"};
  const auto expected = identity::md5_of(signed_text(input, context.license_key));
  if (!expected) return expected.error();
  if (identity::equal_in_constant_time(*expected, lower_case(given))) return {};
  return failure{error::bad_parameter,
                 "signature: does not fit the path, the parameters and the licence key of the customer"};
}

}  // namespace footfall::events
