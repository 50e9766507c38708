// The text of a configuration as a JSON tree: comments allowed, duplicate keys not.
#pragma once

#include "footfall/core/failure.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace footfall::settings {

/// Parses JSON with `//` and `/* */` comments.
/// Errors: `bad_configuration`: for broken JSON with line and column (in bytes), never with the text itself,
/// since that may be a licence key; for each key that an object has twice one line with its path; for more
/// than `json_depth_max` levels. Thread-safe.
[[nodiscard]] result<nlohmann::json> parse_document(std::string_view text);

/// Deepest nesting that is read.
inline constexpr std::size_t json_depth_max = 32;

/// `path` with the key `name` added: `server.listen`, or `customers["a b"]` for a name that is not a plain
/// word.
[[nodiscard]] std::string path_of_key(std::string_view path, std::string_view name);

/// `path` with the position `index` added: `server.listen[0]`.
[[nodiscard]] std::string path_of_position(std::string_view path, std::size_t index);

}  // namespace footfall::settings
