// A tracking URL from a log, as the endpoint would have read it, for imports.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::api {

/// Turns tracking URLs of one customer into members of an import line. Keeps its memory. Not thread-safe.
class tracking_url_reader {
 public:
  /// `solution_ids`: the first segments of paths that count.
  tracking_url_reader(std::string_view customer_id, std::vector<std::string> solution_ids)
      : customer_id_(customer_id), solution_ids_(std::move(solution_ids)) {}

  /// Reads a URL, absolute or from its path on, and adds event, user, item and parameters to `out`.
  /// Parameters that have the name of a part of a line (`time`, `id`, `user` ...) mean nothing in a tracking
  /// URL and are left out. False, with `out` unchanged, when it is no tracking URL of the customer. Errors:
  /// `bad_request`, `missing_parameter`, `bad_parameter`, `unknown_event` for one that the endpoint would
  /// have refused because of its form.
  [[nodiscard]] result<bool> read(std::string_view url, import_members& out);

 private:
  [[nodiscard]] bool is_tracking_path(std::span<const std::string_view> path) const;

  std::string_view customer_id_;
  std::vector<std::string> solution_ids_;
  http::target target_;
};

}  // namespace footfall::api
