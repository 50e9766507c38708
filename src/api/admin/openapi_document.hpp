// docs/openapi.yaml as the build has put it into the binary.
#pragma once

#include <string_view>

namespace footfall::api {

/// The whole document. Thread-safe.
[[nodiscard]] std::string_view openapi_document() noexcept;

}  // namespace footfall::api
