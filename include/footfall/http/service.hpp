// What the HTTP side asks of the application: a plan for a request head, and its answer.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <cstddef>

namespace footfall::http {

/// Decided when the head of a request is complete, before its body is read.
struct plan {
  const void* route = nullptr;     ///< the service's own row; handed back to `answer`
  std::size_t body_bytes_max = 0;  ///< larger bodies are refused with 413
  bool slow = false;               ///< may take longer than about a millisecond: not on an io thread
};

/// The application as `exchange` sees it. Thread-safe.
class service {
 public:
  virtual ~service() = default;

  [[nodiscard]] virtual plan plan_for(const request& head) const = 0;

  /// Fills `out` (which is clear). Never throws.
  virtual void answer(const plan& how, const request& question, response& out) const = 0;

  /// Fills `out` for a request that HTTP itself refuses, or whose events could not be stored.
  virtual void refuse(const failure& why, const request& question, response& out) const = 0;
};

}  // namespace footfall::http
