// A tracking URL from a log, as the endpoint would have read it, for imports.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/tracking_path.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// Whose tracking URLs are read.
struct url_owner {
  std::string customer;
  std::string license_key{};  ///< signs historical events; empty: nobody can
  std::vector<std::string> solution_ids = events::default_solution_ids();  ///< first segments of paths
};

/// Turns tracking URLs of one customer into members of an import line. Keeps its memory. Not thread-safe.
class tracking_url_reader {
 public:
  /// `owner` outlives the reader.
  explicit tracking_url_reader(const url_owner& owner) : owner_(owner) {}

  /// Reads a URL, absolute or from its path on, and adds event, user, item and parameters to `out`.
  /// Parameters that have the name of a part of a line (`time`, `id`, `user` ...) mean nothing in a tracking
  /// URL and are left out. False, with `out` unchanged, when it is no tracking URL of the customer. Errors:
  /// `bad_request`, `missing_parameter`, `bad_parameter`, `unknown_event` for one that the endpoint would
  /// have refused because of its form or signature.
  [[nodiscard]] result<bool> read(std::string_view url, import_members& out);

 private:
  result<bool> read_target(std::string_view target, import_members& out);
  [[nodiscard]] result<void> check_signature(const events::tracking_path& path) const;
  [[nodiscard]] bool is_tracking_path(std::span<const std::string_view> path) const;

  const url_owner& owner_;
  http::target target_;
};

}  // namespace footfall::api
