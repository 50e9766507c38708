// Errors as values: what went wrong (for the program) and one sentence that says so (for people).
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace footfall {

/// Every expected way to fail. `api/error_answers.cpp` is the only place that maps them to HTTP.
/// Starts at 1: zero converts to "success" in Boost.System.
enum class error {
  bad_parameter = 1,     ///< a value is malformed or out of range
  missing_parameter,     ///< a required parameter is absent or empty
  bad_request,           ///< the request as a whole cannot be understood
  unauthorized,          ///< credentials are needed and absent or wrong
  forbidden,             ///< valid credentials of somebody else
  unknown_customer,      ///< no customer with this id
  unknown_event,         ///< no event with this name
  unknown_scenario,      ///< the customer has no such scenario
  unknown_model,         ///< the customer has no such model
  not_found,             ///< no such path
  method_not_allowed,    ///< the path exists, the method does not
  nothing_possible,      ///< models and parameters cannot give a result (protocol C3)
  timed_out,             ///< the client took too long to send its request
  target_too_long,       ///< request line above the limit
  headers_too_large,     ///< header block above the limit
  body_too_large,        ///< body above the limit of its route
  unsupported_encoding,  ///< a transfer or content coding that is not understood
  queue_full,            ///< too many events wait for the disk: try again
  store_failed,          ///< the event store cannot write at the moment: try again
  not_ready,             ///< starting up or shutting down: try again
  bad_configuration,     ///< the configuration file or an option is wrong
  io_failed,             ///< a file or socket outside of the event store failed
  internal               ///< a broken invariant; logged, never expected
};

/// What went wrong and the sentence to show. The detail names the offending value and what would be right;
/// it never holds a licence key or a raw user id.
class failure {
 public:
  failure() = default;
  failure(error code, std::string detail) : code_(code), detail_(std::move(detail)) {}

  [[nodiscard]] error code() const noexcept { return code_; }
  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }

 private:
  error code_ = error::internal;
  std::string detail_;
};

/// Stable name of an error, as in `bad_parameter`; used as `faultCode` and in logs.
[[nodiscard]] std::string_view name_of(error code) noexcept;

/// Called by `result::value()` on a failure: a programming error, since expected paths test first.
[[noreturn]] void throw_exception_from_error(const failure& what, const boost::source_location& where);

/// A value or a failure.
template <class T>
using result = boost::system::result<T, failure>;

}  // namespace footfall
