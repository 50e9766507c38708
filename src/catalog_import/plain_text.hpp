// Text as shops write it to plain text: HTML, entities, white space, and the words for "no value".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// Without tags of HTML, entities decoded (twice, since feeds escape twice), white space collapsed.
[[nodiscard]] std::string to_plain_text(std::string_view raw);

/// White space collapsed and trimmed; invisible characters go.
[[nodiscard]] std::string tidy_spaces(std::string_view raw);

/// The character of `&name;`, as UTF-8; nothing when HTML knows none.
[[nodiscard]] std::optional<std::string> entity(std::string_view name);

/// Entities decoded once.
[[nodiscard]] std::string decode_entities(std::string_view raw);

/// Empty, `-`, `N/A`, `null` and their like.
[[nodiscard]] bool says_nothing(std::string_view value) noexcept;

/// In lower case (all of Unicode).
[[nodiscard]] std::string lower(std::string_view text);

/// Without white space, NBSP and invisible characters at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// The pieces between `separator`; a backslash before one keeps it in the piece.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator, bool escapes = false);

/// The beginning of a text, at most so many bytes and whole characters.
[[nodiscard]] std::string_view beginning(std::string_view text, std::size_t bytes_max) noexcept;

/// A key of an attribute: lower-case ASCII letters and digits, `_` between words (Größe is `grosse`).
[[nodiscard]] std::string attribute_key(std::string_view name);

void append_utf8(std::string& out, std::uint32_t point);

}  // namespace footfall::catalog_import
