// How the content interface speaks: XML as the documents have it, JSON with whom sends or wants JSON.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace footfall::api {

/// By the parameter `format`, else by `Content-Type`, else by `Accept`. Thread-safe.
[[nodiscard]] bool wants_json(const http::request& question) noexcept;

/// Replaces `out` by the answer for a failure, in the client's format (protocol A7). Thread-safe.
void write_content_fault(const failure& why, const http::request& question, http::response& out);

/// 202: `count` of what `name` says are on disk, and what of them was left out. Thread-safe.
void write_accepted(std::string_view name, std::size_t count, const std::vector<std::string>& warnings,
                    http::response& out);

}  // namespace footfall::api
