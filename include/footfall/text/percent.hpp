// Percent coding (RFC 3986, section 2.1).
#pragma once

#include <string>
#include <string_view>

namespace footfall::text {

/// What a `+` means: in a query it is a space (HTML forms), in a path it is itself (protocol A4).
enum class plus { literal, space };

/// Appends the decoded bytes of `encoded` to `out`. Returns false, with `out` unchanged, when a `%` is not
/// followed by two hexadecimal digits. Any other byte is taken as it is. Thread-safe.
[[nodiscard]] bool append_decoded(std::string& out, std::string_view encoded, plus meaning);

/// Appends `raw` with every byte outside the unreserved set (letters, digits, `-._~`) percent-encoded with
/// upper-case hexadecimal digits. Thread-safe.
void append_encoded(std::string& out, std::string_view raw);

/// As `append_encoded`, as a value.
[[nodiscard]] std::string encoded(std::string_view raw);

}  // namespace footfall::text
