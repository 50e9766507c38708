// Who calls: the customer that an api key names, and one of its applications.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "footfall/api/routes.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// A customer with one snapshot of all its settings. The views live as long as it does.
struct caller {
  boost::shared_ptr<const endpoint_settings> endpoints{};
  customer::customer_directory::pointer owner{};
  boost::shared_ptr<const customer::customer_settings> settings{};
  const settings::richrelevance_settings* keys = nullptr;
  std::string_view application{};  ///< the `apiClientKey`

  /// The call with what the service has not found in its head.
  [[nodiscard]] endpoint_call call_of(const endpoint_call& asked) const {
    return {asked.context, asked.question, owner.get(), settings.get()};
  }
};

/// The id of the customer with this api key; null when nobody has it. Lives as long as the settings.
/// Thread-safe.
[[nodiscard]] const std::string* customer_of(const endpoint_settings& endpoints, std::string_view api_key);

/// Whether a call has to say which application it is of.
enum class application_key : std::uint8_t { required, optional };

/// Checks `apiKey` and `apiClientKey` and counts the request. Where the latter is optional and absent no
/// application is meant. Errors: `missing_parameter`, `unauthorized`,
/// `unknown_customer` for one that is not there yet, `too_many_requests`. Thread-safe.
[[nodiscard]] result<caller> find_caller(const endpoint_context& context, const call_parameters& sent,
                                         application_key application = application_key::required);

/// The customer of a link in an answer, which says who it is by its id, `a`, and the application, `cak`.
/// Errors: as above. Thread-safe.
[[nodiscard]] result<caller> find_clicked(const endpoint_context& context, const call_parameters& sent);

}  // namespace footfall::api::richrelevance
