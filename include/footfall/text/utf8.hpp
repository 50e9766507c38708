// Whether bytes are text.
#pragma once

#include <cstddef>
#include <string_view>

namespace footfall::text {

/// Where the first byte stands that belongs to no character of UTF-8 (RFC 3629: no surrogates, nothing above
/// U+10FFFF, no longer form than needed); `npos` when all is text. Thread-safe.
[[nodiscard]] std::size_t find_bad_utf8(std::string_view bytes) noexcept;

}  // namespace footfall::text
