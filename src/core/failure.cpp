#include "footfall/core/failure.hpp"

#include <array>
#include <stdexcept>

namespace footfall {

std::string_view name_of(error code) noexcept {
  static constexpr std::array<std::string_view, 23> names{"bad_parameter",
                                                          "missing_parameter",
                                                          "bad_request",
                                                          "unauthorized",
                                                          "forbidden",
                                                          "unknown_customer",
                                                          "unknown_event",
                                                          "unknown_scenario",
                                                          "unknown_model",
                                                          "not_found",
                                                          "method_not_allowed",
                                                          "nothing_possible",
                                                          "timed_out",
                                                          "target_too_long",
                                                          "headers_too_large",
                                                          "body_too_large",
                                                          "unsupported_encoding",
                                                          "queue_full",
                                                          "store_failed",
                                                          "not_ready",
                                                          "bad_configuration",
                                                          "io_failed",
                                                          "internal"};
  static_assert(names.size() == static_cast<std::size_t>(error::internal));
  return names[static_cast<std::size_t>(code) - 1];
}

void throw_exception_from_error(const failure& what, const boost::source_location& where) {
  throw std::logic_error(std::string(where.function_name()) + ": value() of a failure: " + what.detail());
}

}  // namespace footfall
