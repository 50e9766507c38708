// Asks others for something over HTTP(S): guarded, bounded in size and time.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/outbound/guard.hpp"
#include "footfall/outbound/url.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::outbound {

/// What the operator says of requests to others.
struct outbound_settings {
  std::vector<std::string> allow;  ///< hosts and networks that are reached although they are not public
  std::string authorities;         ///< file (PEM) of certificate authorities beside those of the system
};

/// What is asked for.
struct request {
  std::string url;
  std::string authorization{};  ///< of the header; goes to the host and port of `url` only
  std::string accept = "*/*";
  std::string etag{}, last_modified{};  ///< of the last answer, as they came; empty: unconditional
  std::uint64_t bytes_max = 1ULL << 30;
  std::int64_t time_max_ms = 1'800'000;  ///< of the whole, redirects included
};

/// What came beside the body.
struct answer {
  unsigned status = 0;
  std::string etag, last_modified;
  std::optional<std::int64_t> retry_after_s;  ///< when it is a number of seconds
};

/// Follows up to five redirects, each guarded anew, never from https to http. Connecting may take ten
/// seconds, silence last thirty. Thread-safe.
class client {
 public:
  using receiver = std::function<result<void>(std::string_view piece)>;

  /// Errors: `bad_configuration` when the file of authorities cannot be read.
  [[nodiscard]] static result<std::unique_ptr<client>> make(const outbound_settings& settings,
                                                            const clock& time);
  ~client();

  /// Hands the body of an answer with status 200 to `take`, piece by piece; other bodies are not read. When
  /// it fails, what was taken is not the whole. `go_on` is asked several times a second.
  /// Errors: `bad_parameter` for an address that is none; `forbidden` for one that may not be reached;
  /// `body_too_large`; `timed_out`; `not_ready` when `go_on` said no; those of `take`; `io_failed` for
  /// everything else, such as a certificate that is not trusted or a body that was cut.
  [[nodiscard]] result<answer> get(const request& what, const receiver& take,
                                   const std::function<bool()>& go_on) const;

 private:
  struct terms;
  client(const outbound_settings& settings, const clock& time, std::unique_ptr<terms> tls);

  const guard guard_;
  const clock& time_;
  const std::unique_ptr<terms> tls_;
};

/// The header for HTTP Basic. Thread-safe.
[[nodiscard]] std::string basic_authorization(std::string_view user, std::string_view password);

}  // namespace footfall::outbound
