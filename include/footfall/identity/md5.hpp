// MD5 (RFC 1321), as old clients sign historical events with it. Never for anything new.
#pragma once

#include "footfall/core/failure.hpp"

#include <string>
#include <string_view>

namespace footfall::identity {

/// The MD5 of `text` as 32 lower-case hexadecimal digits. Errors: `internal` where the system's OpenSSL
/// refuses MD5. Thread-safe.
[[nodiscard]] result<std::string> md5_of(std::string_view text);

}  // namespace footfall::identity
