// THE table of errors: which HTTP status each gets, and how it is written.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <string_view>

namespace footfall::api {

/// Status of an error. Thread-safe.
[[nodiscard]] int status_of(error code) noexcept;

/// What people are shown of a failure: where the store lies is nobody's business, and the log says it.
/// Thread-safe.
[[nodiscard]] std::string_view sentence_of(const failure& why) noexcept;

/// Replaces `out` by the answer for a failure: plain text, or a JSON fault object when the path ends in
/// `.json` or `.jsonp`, or XML when it ends in `.xml` (protocol A7). Thread-safe.
void write_fault(const failure& why, const http::request& question, http::response& out);

/// As above, always as XML: `<fault><code/><message/></fault>`.
void write_xml_fault(const failure& why, const http::request& question, http::response& out);

/// As above, always as JSON.
void write_json_fault(const failure& why, const http::request& question, http::response& out);

}  // namespace footfall::api
