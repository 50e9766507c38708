// What the HTTP side asks of the application: a plan for a request head, and its answer.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace footfall::http {

/// Where a request is answered: what may take longer than about a millisecond is not for an io thread.
enum class work : std::uint8_t {
  at_once,  ///< on the io thread
  disk,     ///< waits for the disk, or writes much to it
  build,    ///< waits until models are built
  archive   ///< waits until a history is back from the archive
};

/// Decided when the head of a request is complete, before its body is read.
struct plan {
  const void* route = nullptr;     ///< the service's own row; handed back to `answer`
  std::size_t body_bytes_max = 0;  ///< larger bodies are refused with 413
  bool keeps_body = true;          ///< false: the bytes of the body are passed over
  work where = work::at_once;
  /// The answer depends on what earlier requests of the connection have stored: their commit comes first.
  bool after_commits = false;
  /// The answer whatever the body says: a short body is passed over, a longer one is not waited for.
  std::optional<failure> refusal{};
  boost::shared_ptr<void> owner{};           ///< of the service: what it found in the head
  boost::shared_ptr<const void> settings{};  ///< of the service, too
};

/// The application as `exchange` sees it. Thread-safe.
class service {
 public:
  virtual ~service() = default;

  /// Never throws.
  [[nodiscard]] virtual plan plan_for(const request& head) const = 0;

  /// Fills `out` (which is clear). Never throws.
  virtual void answer(const plan& how, const request& question, response& out) const = 0;

  /// Fills `out` for a request that HTTP itself refuses, or whose events could not be stored.
  virtual void refuse(const failure& why, const request& question, response& out) const = 0;
};

}  // namespace footfall::http
